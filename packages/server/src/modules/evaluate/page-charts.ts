/**
 * The page's pictures, as HTML whose marks are placed in percent: text keeps its size on a phone,
 * and nothing is drawn by a script. Each picture stands beside its table.
 */

export interface Scale {
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
}

/** A scale over some values with about four round ticks; from zero where that is not far off. */
export function scaleOver(values: readonly number[], fromZero: boolean = false): Scale {
  const finite = values.filter(Number.isFinite)
  const [least, most] = [Math.min(...finite), Math.max(...finite)]
  const low = fromZero || (least > 0 && least < most / 2) ? Math.min(0, least) : least
  const span = most - low > 0 ? most - low : Math.abs(most) || 1
  const step = roundStep(span / 4)
  const min = Math.floor(low / step + 1e-9) * step
  const max = Math.ceil(most / step - 1e-9) * step
  const count = Math.max(1, Math.round((max - min) / step))
  const ticks = Array.from({ length: count + 1 }, (_, index) => tidy(min + index * step))
  return { min: tidy(min), max: tidy(min + count * step), ticks }
}

function roundStep(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span))
  const factor = [1, 2, 5, 10].find((one) => one * power >= span * 0.999) ?? 10
  return factor * power
}

function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

export interface Mark {
  readonly model: string
  readonly value: number
  readonly low?: number | undefined
  readonly high?: number | undefined
}

export interface Row {
  readonly name: string
  readonly isOurs: boolean
  readonly marks: readonly Mark[]
  /** The text at the end of the row. */
  readonly value: string
}

export interface RowChart {
  readonly title: string
  readonly says: string
  readonly scale: Scale
  readonly rows: readonly Row[]
  /** Whether zero is drawn as a line to compare with. */
  readonly zero: boolean
  readonly legend?: string
}

export function rowChart({ title, says, scale, rows, zero, legend = '' }: RowChart): string {
  const place = placeOn(scale)
  const zeroLine = zero ? `<span class="zero" style="left:${place(0)}%"></span>` : ''
  const drawn = rows.map(({ name, isOurs, marks, value }) => {
    const inside = marks.map((mark) => intervalOf(mark, place) + dotOf(mark, place)).join('')
    return (
      `<div class="row${isOurs ? ' ours' : ''}"><span class="name">${escaped(name)}</span>` +
      `<span class="track">${zeroLine}${inside}</span><span class="value">${value}</span></div>`
    )
  })
  const ticks = scale.ticks.map(
    (tick) => `<span style="left:${place(tick)}%">${formatTick(tick)}</span>`,
  )
  return [
    `<figure><figcaption><h2>${escaped(title)}</h2><p class="says">${escaped(says)}</p>`,
    `</figcaption>${legend}<div class="rows" aria-hidden="true">`,
    ...drawn,
    `<div class="row axis"><span></span><span class="track">${ticks.join('')}</span></div>`,
    '</div></figure>',
  ].join('\n')
}

export interface Point extends Mark {
  readonly label: string
  readonly x: number
}

export interface Field {
  readonly title: string
  readonly says: string
  readonly x: Scale
  readonly y: Scale
  readonly xName: string
  readonly points: readonly Point[]
}

export function fieldChart({ title, says, x, y, xName, points }: Field): string {
  const [toX, toY] = [placeOn(x), placeOn(y)]
  const grid = y.ticks.map(
    (tick) =>
      `<span class="grid" style="bottom:${toY(tick)}%"></span>` +
      `<span class="y" style="bottom:${toY(tick)}%">${formatTick(tick)}</span>`,
  )
  const ticks = x.ticks.map(
    (tick) => `<span class="x" style="left:${toX(tick)}%">${formatTick(tick)}</span>`,
  )
  const drawn = points.map((point) => {
    const ours = point.model === 'equipoise' ? ' ours' : ''
    const side = toX(point.x) > 60 ? ' left' : ''
    const at = `left:${toX(point.x)}%;top:${100 - toY(point.value)}%`
    return (
      `<span class="dot${ours}" style="${at}">${shapeOf(point.model)}</span>` +
      `<span class="label${ours}${side}" style="${at}">${escaped(point.label)}</span>`
    )
  })
  return [
    `<figure><figcaption><h2>${escaped(title)}</h2><p class="says">${escaped(says)}</p>`,
    '</figcaption><div class="field" aria-hidden="true">',
    ...grid,
    ...ticks,
    ...drawn,
    `</div><p class="says">→ ${escaped(xName)}</p></figure>`,
  ].join('\n')
}

export function legendOf(models: readonly (readonly [model: string, label: string])[]): string {
  const entries = models.map(([model, label]) => {
    const ours = model === 'equipoise' ? ' ours' : ''
    return `<span><i class="dot${ours}">${shapeOf(model)}</i>${escaped(label)}</span>`
  })
  return `<div class="legend" aria-hidden="true">${entries.join('')}</div>`
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A shape for each model: nobody needs to tell colours apart. */
const SHAPES: Readonly<Record<string, string>> = {
  equipoise: '<circle cx="8" cy="8" r="7"/>',
  ease: '<rect x="2" y="2" width="12" height="12"/>',
  rp3beta: '<path d="M8 0 16 8 8 16 0 8Z"/>',
  itemKnn: '<path d="M8 1 16 15H0Z"/>',
  popularity: '<circle cx="8" cy="8" r="7"/>',
}

function shapeOf(model: string): string {
  return `<svg viewBox="0 0 16 16">${SHAPES[model] ?? SHAPES['popularity']}</svg>`
}

function dotOf(mark: Mark, place: (value: number) => number): string {
  if (!Number.isFinite(mark.value)) return ''
  const ours = mark.model === 'equipoise' ? ' ours' : ''
  return `<span class="dot${ours}" style="left:${place(mark.value)}%">${shapeOf(mark.model)}</span>`
}

function intervalOf({ low, high }: Mark, place: (value: number) => number): string {
  if (low === undefined || high === undefined) return ''
  const [from, to] = [place(low), place(high)]
  return `<span class="interval" style="left:${from}%;width:${(to - from).toFixed(2)}%"></span>`
}

function placeOn({ min, max }: Scale): (value: number) => number {
  return (value) => {
    const within = Math.min(max, Math.max(min, value))
    return Number(((100 * (within - min)) / (max - min)).toFixed(2))
  }
}

function formatTick(tick: number): string {
  return String(tick).replace('-', '−')
}
