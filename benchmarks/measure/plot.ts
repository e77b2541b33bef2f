/** Line plots as SVG that stand in a page, light or dark: our colours, the reader's own font. */

export interface Line {
  readonly name: string
  readonly colour: 'accent' | 'caution' | 'muted'
  readonly dashed: boolean
  /** In units of the axes. */
  readonly points: readonly (readonly [x: number, y: number])[]
  /** Between which values it was, at the same places; drawn as a pale band. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[]
  /** Places that are pointed out with a dot. */
  readonly marks?: readonly (readonly [x: number, y: number])[]
}

export interface Axis {
  readonly name: string
  readonly min: number
  readonly max: number
  readonly log: boolean
  readonly ticks: readonly (readonly [value: number, label: string])[]
}

export interface Plot {
  readonly title: string
  /** The sentence that says what is to be seen, also to those who do not see it. */
  readonly says: string
  readonly x: Axis
  readonly y: Axis
  readonly lines: readonly Line[]
}

const WIDTH = 720
const HEIGHT = 440
const LEFT = 72
const RIGHT = 24
const TOP = 104
const BOTTOM = 56
const STYLE = `
  text { font: 14px system-ui, sans-serif; fill: #56646d; font-variant-numeric: tabular-nums }
  .title { font-size: 18px; font-weight: 600; fill: #12232e }
  .ground { fill: #fbfaf7 } .grid { stroke: #56646d; stroke-opacity: .25 }
  .line { fill: none; stroke-width: 2.5; stroke-linejoin: round }
  .accent { stroke: #0b6e6e } .caution { stroke: #8a5a00 } .muted { stroke: #56646d }
  .band { fill-opacity: .16 }
  .band.accent, .band.caution, .band.muted { stroke: none }
  .band.accent { fill: #0b6e6e } .band.caution { fill: #8a5a00 } .band.muted { fill: #56646d }
  .mark { stroke-width: 2.5; fill: #fbfaf7 }
  @media (prefers-color-scheme: dark) {
    text { fill: #a9b6bd } .title { fill: #eaf0f0 }
    .ground { fill: #0f1b22 } .grid { stroke: #a9b6bd }
    .band.accent { fill: #5cc8c2 } .band.caution { fill: #e0b25c } .band.muted { fill: #a9b6bd }
    .mark { fill: #0f1b22 }
    .accent { stroke: #5cc8c2 } .caution { stroke: #e0b25c } .muted { stroke: #a9b6bd }
  }`

export function drawPlot({ title, says, x, y, lines }: Plot): string {
  const toX = scaleOf(x, LEFT, WIDTH - RIGHT)
  const toY = scaleOf(y, HEIGHT - BOTTOM, TOP)
  const gridY = y.ticks.map(
    ([value, label]) =>
      `<path class="grid" d="M${LEFT} ${toY(value)}H${WIDTH - RIGHT}"/>` +
      `<text x="${LEFT - 8}" y="${toY(value)}" dy=".35em" text-anchor="end">${label}</text>`,
  )
  const gridX = x.ticks.map(
    ([value, label]) =>
      `<text x="${toX(value)}" y="${HEIGHT - BOTTOM + 22}" text-anchor="middle">${label}</text>`,
  )
  const bands = lines.flatMap(({ colour, band }) => {
    if (band === undefined) return []
    const there = band.map(([a, low]) => `${toX(a)} ${toY(low)}`)
    const back = band.toReversed().map(([a, , high]) => `${toX(a)} ${toY(high)}`)
    return [`<path class="band ${colour}" d="M${[...there, ...back].join('L')}Z"/>`]
  })
  const drawn = lines.map(({ colour, dashed, points }) => {
    const path = points.map(([a, b]) => `${toX(a)} ${toY(b)}`).join('L')
    return `<path class="line ${colour}"${dashed ? DASHES : ''} d="M${path}"/>`
  })
  const marks = lines.flatMap(({ colour, marks: places = [] }) =>
    places.map(([a, b]) => `<circle class="mark ${colour}" cx="${toX(a)}" cy="${toY(b)}" r="6"/>`),
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    `<title>${escaped(title)}</title><desc>${escaped(says)}</desc><style>${STYLE}\n</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="10"/>`,
    `<text class="title" x="24" y="34">${escaped(title)}</text>`,
    ...legend(lines),
    `<text x="${LEFT}" y="${TOP - 10}">${escaped(y.name)}</text>`,
    ...gridY,
    ...gridX,
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${escaped(x.name)}</text>`,
    ...bands,
    ...drawn,
    ...marks,
    '</svg>',
    '',
  ].join('\n')
}

/** Plots of one kind beside and below each other, two in a row. */
export function drawPanels(title: string, plots: readonly Plot[]): string {
  const [width, height] = [2 * WIDTH, Math.ceil(plots.length / 2) * HEIGHT]
  const panels = plots.map((plot, at) => {
    const place = `x="${(at % 2) * WIDTH}" y="${Math.floor(at / 2) * HEIGHT}"`
    const size = `width="${WIDTH}" height="${HEIGHT}"`
    return drawPlot(plot).replace('<svg ', `<svg ${place} ${size} `)
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    ...panels,
    '</svg>',
    '',
  ].join('\n')
}

const DASHES = ' stroke-dasharray="7 5"'

function legend(lines: readonly Line[]): readonly string[] {
  const step = (WIDTH - 48) / Math.max(lines.length, 2)
  return lines.map(({ name, colour, dashed }, index) => {
    const left = 24 + index * step
    const sample = `<path class="line ${colour}"${dashed ? DASHES : ''} d="M${left} 62h26"/>`
    return `${sample}<text x="${left + 34}" y="62" dy=".35em">${escaped(name)}</text>`
  })
}

function scaleOf({ min, max, log }: Axis, from: number, to: number): (value: number) => number {
  const place = (value: number): number => (log ? Math.log10(value) : value)
  return (value) => {
    const within = Math.min(max, Math.max(min, value))
    const ratio = (place(within) - place(min)) / (place(max) - place(min))
    return Number((from + ratio * (to - from)).toFixed(1))
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
