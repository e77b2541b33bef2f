/** How results read on a terminal: plain lines, aligned columns, shares as small bars. */

const BAR_CELLS = 12

/** `ratio` of the whole, as a bar; the weight of the beam, in the house's terms. */
export function shareBar(ratio: number): string {
  const bounded = Math.max(0, Math.min(1, Math.abs(ratio)))
  const full = Number.isFinite(bounded) ? Math.round(bounded * BAR_CELLS) : 0
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}`
}

export function formatTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** One line a key; an object below its key, a list of objects as columns. */
export function formatPlain(value: object, indent: string = ''): string {
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]) => `${indent}${key}:${below(one, `${indent}  `)}`)
    .join('\n')
}

function below(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return ` ${inline(value)}`
  if (!Array.isArray(value)) return `\n${formatPlain(value, indent)}`
  if (value.length === 0) return ' none'
  if (value.every((one) => typeof one !== 'object')) return ` ${value.map(inline).join(', ')}`
  const rows = value.map((one) => (isObject(one) ? Object.values(one).map(inline) : [inline(one)]))
  return `\n${formatTable(rows).replace(/^/gm, indent)}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function inline(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return isObject(value) ? JSON.stringify(value) : String(value)
}
