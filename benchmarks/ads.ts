/**
 * Ad decisions with 1, 10, 100, 1,000 and 10,000 live campaigns in one slot: how many a second, and
 * how long each took. 2,000 people who agreed, with 20 acts each over 400 items in 40 categories;
 * each decision is for another of them, on a page about one of the categories. Of the campaigns,
 * half are for anybody, and a tenth each are for a page, a place, by interest, for an audience, and
 * capped so low that many are capped. Bids are by chance, creatives about one category each.
 *
 *   npm run bench -- ads [--json] [--seconds 4] [--in-process]
 *
 * In this process, one after another: `perSecond`, `p50Us`, `p99Us`, and `cpuUs`, which others on
 * the machine change least. Over HTTP, for the fewest and the most campaigns: `perSecond` of 8
 * connections, and `p99Ms` at half of that rate. Load and server share the cores of this machine.
 * `growth` is how many times the CPU of a decision among 1 one among 10,000 takes; `exponent` is
 * the slope of that over the number of campaigns, on log scales: below 1 is slower than linear.
 */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { decideSlot, NO_FILTERS } from '@equipoise/server/modules/decide'
import { makeCrowd, openFolder, setUpAds } from './measure/ad-town.ts'
import { chanceOf } from './measure/chance.ts'
import { startKillable } from './measure/killable-server.ts'
import { runLoad } from './measure/load.ts'
import { sendAtRate } from './measure/open-loop.ts'
import { scratchFolder } from './measure/scratch-folder.ts'
import { percentile, round } from './measure/statistics.ts'

const CAMPAIGNS = [1, 10, 100, 1_000, 10_000]
const PEOPLE = 2_000
const CONNECTIONS = 8

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '4' },
    'in-process': { type: 'boolean', default: false },
  },
})
const durationMs = 1_000 * Number(options.seconds)

const folder = scratchFolder()
const crowd = join(folder, 'crowd')
const key = await makeCrowd(crowd, PEOPLE)

const rows: Row[] = []
for (const campaigns of CAMPAIGNS) {
  const directory = join(folder, `c${campaigns}`)
  cpSync(crowd, directory, { recursive: true })
  const inProcess = await measureInProcess(directory, campaigns)
  const isEnd = campaigns === CAMPAIGNS[0] || campaigns === CAMPAIGNS.at(-1)
  const http = isEnd && !options['in-process'] ? await measureOverHttp(directory) : undefined
  rows.push({ campaigns, ...inProcess, http })
}
report()

interface Row {
  readonly campaigns: number
  readonly perSecond: number
  readonly p50Us: number
  readonly p99Us: number
  readonly cpuUs: number
  /** How many ads came, of each decision, and which part of them by what somebody did. */
  readonly filled: number
  readonly personal: number
  readonly http: { readonly perSecond: number; readonly p99Ms: number } | undefined
}

function bodies(): () => { readonly externalId: string; readonly category: string } {
  const chance = chanceOf(7)
  return () => ({
    externalId: `p-${chance.below(PEOPLE)}`,
    category: `cat-${chance.below(40)}`,
  })
}

async function measureInProcess(
  directory: string,
  campaigns: number,
): Promise<Omit<Row, 'http' | 'campaigns'>> {
  const app = await openFolder(directory)
  try {
    await setUpAds(app, campaigns)
    await app.adPeople.ready()
    const next = bodies()
    const situation = { location: undefined, signals: { gpc: false } }
    const took: number[] = []
    let [ads, personal] = [0, 0]
    const decideOne = async (): Promise<void> => {
      const { externalId, category } = next()
      const startedAt = performance.now()
      const { items } = await decideSlot(
        app,
        {
          outlet: 'exact',
          who: { externalId },
          slot: 'side',
          count: 2,
          page: { item: undefined, categories: [category] },
          filters: NO_FILTERS,
          exclude: [],
        },
        situation,
      )
      took.push(1_000 * (performance.now() - startedAt))
      ads += items.length
      personal += items.filter(({ specificity }) => specificity.level !== 'general').length
    }
    for (let warm = 0; warm < 2_000; warm += 1) await decideOne()
    took.length = 0
    ;[ads, personal] = [0, 0]
    const endsAt = performance.now() + durationMs
    const before = process.cpuUsage()
    while (performance.now() < endsAt) await decideOne()
    const { user, system } = process.cpuUsage(before)
    const seconds = took.reduce((sum, us) => sum + us, 0) / 1e6
    return {
      perSecond: round(took.length / seconds, 0),
      p50Us: round(percentile(took, 0.5), 0),
      p99Us: round(percentile(took, 0.99), 0),
      cpuUs: round((user + system) / took.length, 0),
      filled: round(ads / took.length),
      personal: round(ads === 0 ? 0 : personal / ads),
    }
  } finally {
    await app.close()
  }
}

async function measureOverHttp(directory: string): Promise<NonNullable<Row['http']>> {
  const server = await startKillable(directory)
  try {
    const next = bodies()
    const nextBody = (): string => {
      const { externalId, category } = next()
      return JSON.stringify({
        externalId,
        slot: 'side',
        count: 2,
        page: { categories: [category] },
      })
    }
    const load = {
      url: `${server.url}/v1/decide`,
      connections: CONNECTIONS,
      durationMs,
      headers: { authorization: `Bearer ${key}` },
      nextBody,
    }
    await runLoad(load)
    const { perSecond } = await runLoad(load)
    const nextCall = () => ({ kind: 'decide', path: '/v1/decide', body: nextBody() }) as const
    const target = { url: server.url, key, nextCall }
    const half = (await sendAtRate(target, perSecond / 2, pause(durationMs))).latenciesMs.decide
    return { perSecond: round(perSecond, 0), p99Ms: round(percentile(half, 0.99)) }
  } finally {
    await server.stop()
  }
}

function report(): void {
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return
  const growth = round(last.cpuUs / first.cpuUs, 2)
  const exponent = round(Math.log(growth) / Math.log(last.campaigns / first.campaigns))
  if (options.json) {
    console.log(JSON.stringify({ rows, growth, exponent }))
    return
  }
  for (const { campaigns, perSecond, p50Us, p99Us, cpuUs, filled, personal, http } of rows) {
    const told = `p50 ${p50Us} µs, p99 ${p99Us} µs, CPU ${cpuUs} µs; ${filled} ads each, ${personal} of them personal`
    const over = http === undefined ? '' : `; HTTP ${http.perSecond}/s, p99 ${http.p99Ms} ms`
    console.log(`${String(campaigns).padStart(6)} campaigns: ${perSecond}/s, ${told}${over}`)
  }
  console.log(
    `A decision among ${last.campaigns} costs ${growth} times one among ${first.campaigns}`,
  )
  console.log(`Exponent ${exponent}: below 1 is slower than linear`)
}
