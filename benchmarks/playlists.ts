/**
 * Playlists on Last.fm (1,892 people, a tenth of whom the model never saw, a fifth of whose artists
 * is hidden): does the list go on as the person would, and how does its order sound?
 *
 *   npm run bench -- playlists [--json] [--plot docs/images/playlists.svg]
 *
 * The data names no genre and no maker. Half of the trained people describe the artists: `near` are
 * the ten that share most listeners, by cosine, and the `scene` is the most heard of these. The
 * other half judges: `smoothness` is the mean cosine of one artist and the next among *their*
 * listeners, so that no order is judged by what it was made of. `scenes` is how many different ones
 * a list has of its places, `repeats` the share of places whose scene stood within two before, and
 * `hitRate` the share of lists with at least one hidden artist; `recall` is of the hidden ones.
 * Reads `../shared/data`, or what EQUIPOISE_SHARED names.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  countPeople,
  type ItemLists,
  listAt,
  listCount,
  toItemLists,
  toSplit,
} from '@equipoise/core/evaluate'
import { type RerankOptions, rerank, toCandidates } from '@equipoise/core/lists'
import { BestRanked, DEFAULT_MODEL_OPTIONS, type Ranked } from '@equipoise/core/recommend'
import { planTest, readDataSet, scoreOurs, solveOurs } from '@equipoise/server/modules/evaluate'
import { drawPanels } from './measure/plot.ts'

const COUNT = 20
/** As decisions take them (`rerank-list.ts`). */
const POOL = 200
const NEAR_MAX = 10
/** Two artists whom fewer people share are near by chance. */
const COMMON_MIN = 3
const WITHIN = 3
const APART = { by: 'scene', within: WITHIN }

const { values: given } = parseArgs({
  options: { json: { type: 'boolean', default: false }, plot: { type: 'string' } },
})
const shared = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../shared')
const file = join(shared, 'data/lastfm-2k/user_artists.dat')
if (!existsSync(file)) {
  console.error(`Skipped: there is no "${file}"`)
  process.exit(0)
}

const split = toSplit(planTest(await readDataSet({ train: file }), { protocol: 'strong', seed: 1 }))
const { itemIds, train, cases } = split
const scorer = scoreOurs(
  await solveOurs(train, DEFAULT_MODEL_OPTIONS, () => {}),
  split,
  DEFAULT_MODEL_OPTIONS,
)
const [describing, judging] = [0, 1].map((half) => peopleOf(half))
const listeners = (describing && listenersOf(describing)) ?? []
const judges = (judging && listenersOf(judging)) ?? []
const people = countPeople(train)
const near = itemIds.map((_, item) => nearest(item))
const ordinals = new Map(itemIds.map((id, item) => [id, item]))
const scenes = near.map((all, item) =>
  [item, ...all].reduce((most, one) => ((people[one] ?? 0) > (people[most] ?? 0) ? one : most)),
)

/** From the most varied order to the smoothest: anyhow, and with scenes apart. */
const DRAWN = [
  { name: 'any scene', colour: 'accent', of: ['varied', 'ranked', 'smooth'] },
  { name: 'apart', colour: 'caution', of: ['varied, apart', 'ranked, apart', 'smooth, apart'] },
  { name: 'popularity', colour: 'muted', of: ['popularity'] },
] as const

const METHODS: Readonly<Record<string, Omit<RerankOptions, 'count'>>> = {
  ranked: {},
  'ranked, apart': { sequence: { apart: APART } },
  smooth: { sequence: { order: 'smooth' } },
  'smooth, apart': { sequence: { order: 'smooth', apart: APART } },
  varied: { sequence: { order: 'varied' } },
  'varied, apart': { sequence: { order: 'varied', apart: APART } },
  'ranked, seed 1': { rotate: { seed: '1', day: 0 } },
}
const pools = cases.subjects.map((_, person) => poolOf(person, scorer.score.bind(scorer)))
const popular = cases.subjects.map((_, person) =>
  poolOf(person, (_history, scores) => scores.set(people)),
)
const lists = {
  popularity: popular.map((pool) => pool.slice(0, COUNT).map(({ id }) => id)),
  ...Object.fromEntries(
    Object.entries(METHODS).map(([name, options]) => [
      name,
      pools.map((pool) =>
        rerank(toCandidates(pool, describe), { count: COUNT, ...options }).list.map(({ id }) => id),
      ),
    ]),
  ),
}
const measured = Object.fromEntries(
  Object.entries(lists).map(([name, all]) => [name, measure(all)]),
)
const asked = cases.subjects.length
if (given.plot !== undefined) writeFileSync(given.plot, draw())
const told = { dataset: 'lastfm-2k', protocol: 'strong', asked, count: COUNT, within: WITHIN }
const result = { ...told, methods: measured }
console.log(given.json ? JSON.stringify(result) : JSON.stringify(result, null, 2))

/** Every second person of those who are trained on. */
function peopleOf(half: number): ItemLists {
  const all = Array.from({ length: listCount(train) }, (_, person) => person)
  return toItemLists(
    train.itemCount,
    all.filter((person) => person % 2 === half).map((person) => listAt(train, person)),
  )
}

function listenersOf(lists: ItemLists): readonly ReadonlySet<number>[] {
  const found = itemIds.map(() => new Set<number>())
  for (let person = 0; person < listCount(lists); person += 1) {
    for (const item of listAt(lists, person)) found[item]?.add(person)
  }
  return found
}

function cosine(of: readonly ReadonlySet<number>[], a: number, b: number): number {
  const [one, other] = [of[a] ?? new Set(), of[b] ?? new Set()]
  const common = one.intersection(other).size
  return common === 0 ? 0 : common / Math.sqrt(one.size * other.size)
}

function nearest(item: number): readonly number[] {
  const common = new Map<number, number>()
  for (const person of listeners[item] ?? []) {
    for (const other of describing ? listAt(describing, person) : []) {
      if (other !== item) common.set(other, (common.get(other) ?? 0) + 1)
    }
  }
  return [...common]
    .filter(([, shared]) => shared >= COMMON_MIN)
    .map(([other]) => ({ other, value: cosine(listeners, item, other) }))
    .sort((a, b) => b.value - a.value || a.other - b.other)
    .slice(0, NEAR_MAX)
    .map(({ other }) => other)
}

function describe(id: string) {
  const item = ordinals.get(id) ?? -1
  const named = [item, ...(near[item] ?? [])].map((one) => `near=${one}`)
  return { categories: [], attributes: [...named, `scene=${scenes[item]}`] }
}

/** The best of somebody's unheard artists. */
function poolOf(
  person: number,
  score: (history: Uint32Array<ArrayBuffer>, scores: Float64Array) => void,
): readonly Ranked[] {
  const scores = new Float64Array(itemIds.length)
  const history = listAt(cases.history, person)
  score(history, scores)
  for (const item of history) scores[item] = Number.NEGATIVE_INFINITY
  const best = new BestRanked<Ranked>(POOL)
  for (const [item, value] of scores.entries())
    best.offer({ id: itemIds[item] ?? '', score: value })
  return best.list()
}

function measure(all: readonly (readonly string[])[]) {
  const each = all.map((list, person) => measureList(list, person))
  const mean = (of: (one: (typeof each)[number]) => number): number =>
    Number((each.reduce((sum, one) => sum + of(one), 0) / each.length).toFixed(4))
  return {
    hitRate: mean(({ hits }) => (hits > 0 ? 1 : 0)),
    recall: mean(({ recall }) => recall),
    smoothness: mean(({ smoothness }) => smoothness),
    scenes: mean(({ different }) => different),
    repeats: mean(({ repeats }) => repeats),
    length: mean(({ length }) => length),
  }
}

function measureList(list: readonly string[], person: number) {
  const items = list.map((id) => ordinals.get(id) ?? -1)
  const held = new Set(listAt(cases.held, person))
  const hits = items.filter((item) => held.has(item)).length
  const steps = items.slice(1).map((item, at) => cosine(judges, items[at] ?? -1, item))
  const heard = items.map((item) => scenes[item])
  const repeated = heard.filter((scene, at) =>
    heard.slice(Math.max(0, at - WITHIN + 1), at).includes(scene),
  )
  return {
    hits,
    recall: hits / Math.max(1, cases.heldCounts[person] ?? 1),
    smoothness: steps.reduce((sum, value) => sum + value, 0) / Math.max(1, steps.length),
    different: new Set(heard).size / Math.max(1, list.length),
    repeats: repeated.length / Math.max(1, list.length),
    length: list.length,
  }
}

function draw(): string {
  const axis = (name: string, max: number, step: number) => ({
    name,
    min: 0,
    max,
    log: false,
    ticks: Array.from({ length: Math.round(max / step) + 1 }, (_, at) => {
      const tick = Number((at * step).toFixed(2))
      return [tick, String(tick)] as const
    }),
  })
  const panel = (title: string, key: 'recall' | 'repeats', y: ReturnType<typeof axis>) => ({
    title,
    says: 'Further right the next artist is more like the one before: varied, ranked, smooth',
    x: axis('smoothness, cosine of listeners', 0.4, 0.1),
    y,
    lines: DRAWN.map(({ name, colour, of }) => {
      const points = of.flatMap((method) => {
        const one = measured[method]
        return one ? [[one.smoothness, one[key]] as const] : []
      })
      return { name, colour, dashed: false, points, marks: points }
    }),
  })
  return drawPanels('Orders of a playlist on Last.fm', [
    panel('What is found again', 'recall', axis('recall of 20', 0.4, 0.1)),
    panel('Repeats of a scene within three', 'repeats', axis('share of the places', 0.8, 0.2)),
  ])
}
