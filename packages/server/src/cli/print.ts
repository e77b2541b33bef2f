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

/** One line a key; lists and objects below their key. */
export function formatPlain(value: unknown, indent: string = ''): string {
  if (Array.isArray(value)) {
    return value.map((one) => `${indent}- ${inline(one, `${indent}  `)}`).join('\n')
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => `${indent}${key}: ${inline(one, `${indent}  `)}`)
      .join('\n')
  }
  return `${indent}${inline(value, indent)}`
}

function inline(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return value === null ? '–' : String(value)
  if (Array.isArray(value) && value.length === 0) return 'none'
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(', ')
  return `\n${formatPlain(value, indent)}`
}
