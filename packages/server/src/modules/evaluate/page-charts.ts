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
  const places = points.map((point) => ({
    point,
    left: toX(point.x),
    top: tidy(100 - toY(point.value)),
  }))
  const drawn = withSides(places).map(({ point, left, top, side }) => {
    const ours = point.model === 'equipoise' ? ' ours' : ''
    const at = `left:${left}%;top:${top}%`
    return (
      `<span class="dot${ours}" style="${at}">${shapeOf(point.model)}</span>` +
      `<span class="label${ours} ${side}" style="${at}">${escaped(point.label)}</span>`
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

interface Placed {
  readonly point: Point
  readonly left: number
  readonly top: number
}

type Side = 'right' | 'left' | 'over' | 'under'

interface Box {
  readonly from: number
  readonly to: number
  readonly top: number
  readonly bottom: number
}

/** Sizes in percent of the field, as it is on a phone: there they are the largest. */
const LETTER_WIDTH = 3.4
const LABEL_HEIGHT = 8
const DOT = 3

/** On which side of its point each label lies over no other point and over no other label. */
function withSides(places: readonly Placed[]): readonly (Placed & { readonly side: Side })[] {
  const dots = places.map(({ left, top }) => boxAround(left, top, 2 * DOT, 2 * DOT))
  const labels: Box[] = []
  return places.map((place, index) => {
    const others = [...dots.filter((_, at) => at !== index), ...labels]
    const sides: readonly Side[] = ['right', 'left', 'under', 'over']
    const isFree = (side: Side): boolean => {
      const box = labelBox(place, side)
      const isInside = box.from > -10 && box.to < 104 && box.top > -4 && box.bottom < 100
      return isInside && !others.some((other) => overlap(box, other))
    }
    const side = sides.find(isFree) ?? 'right'
    labels.push(labelBox(place, side))
    return { ...place, side }
  })
}

function labelBox({ point, left, top }: Placed, side: Side): Box {
  const width = point.label.length * LETTER_WIDTH
  const [x, y] = {
    right: [left + 2 * DOT + width / 2, top],
    left: [left - 2 * DOT - width / 2, top],
    under: [left, top + LABEL_HEIGHT],
    over: [left, top - LABEL_HEIGHT],
  }[side]
  return boxAround(x ?? left, y ?? top, width, LABEL_HEIGHT)
}

function boxAround(x: number, y: number, width: number, height: number): Box {
  return { from: x - width / 2, to: x + width / 2, top: y - height / 2, bottom: y + height / 2 }
}

function overlap(a: Box, b: Box): boolean {
  return a.from < b.to && b.from < a.to && a.top < b.bottom && b.top < a.bottom
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
