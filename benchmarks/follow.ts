/**
 * "The shoes do not follow you": shoppers over 30 simulated days, with the guards on and off,
 * through the real decision, tokens and reports, on the demo retailer's real purchases. Everybody
 * agreed to everything. Four fifths of what each household bought is what they looked at before
 * the month; the model is trained on that, and the rest is held out. Then the shoppers come every
 * day: they are shown ten suggestions and two ads, and all of it is reported as seen. On day 3
 * each looks at one more thing, the shoes, which a campaign advertises; on day 20 half of them
 * buy it.
 *
 *   npm run bench -- follow [--json] [--shoppers 60] [--plots docs/images]
 *
 * On: the follow cap (twice in seven days), slot ceiling `topical`, k = 100, default caps. Cap:
 * the follow cap alone. Off: none of them. `shoes` is how often the shoes were shown to one
 * shopper in 30 days; `afterPurchase` how often after they were bought; `inSevenDaysMax` the most
 * that one thing they had looked at was shown in any seven days, on average over shoppers; `ndcg`
 * NDCG@10 of the suggestions against what was held out, over all days; `explained` the part of
 * ads that named who paid, how they were aimed and parts that sum to the score; `bits` the
 * specificity of ads.
 */
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type FollowDay, GUARDS, type Guards, makeShop, runMonth } from './measure/follow-shop.ts'
import { type Axis, drawPlot, type Line } from './measure/plot.ts'
import { scratchFolder } from './measure/scratch-folder.ts'
import { percentile, round } from './measure/statistics.ts'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    shoppers: { type: 'string', default: '60' },
    plots: { type: 'string' },
  },
})

const folder = scratchFolder()
const shop = await makeShop(join(folder, 'shop'), Number(options.shoppers))
const results = new Map<Guards, Summary>()
for (const guards of GUARDS) {
  const directory = join(folder, guards)
  cpSync(join(folder, 'shop'), directory, { recursive: true })
  results.set(guards, summarize(await runMonth(directory, shop, guards)))
}
report()

interface Summary {
  readonly shoes: number
  readonly afterPurchase: number
  readonly inSevenDaysMax: number
  readonly ndcg: number
  readonly explained: number
  readonly personalAds: number
  readonly bits: { readonly p50: number; readonly p90: number; readonly max: number }
  readonly levels: Readonly<Record<string, number>>
  /** By day: showings of the shoes so far, and NDCG@10, on average over shoppers. */
  readonly byDay: readonly { readonly shoes: number; readonly ndcg: number }[]
  readonly allBits: readonly number[]
}

function summarize(days: readonly FollowDay[]): Summary {
  const shoppers = days[0]?.shoppers.length ?? 1
  const all = days.flatMap((day) => day.shoppers)
  const ads = all.flatMap((one) => one.ads)
  const bits = ads.map((ad) => ad.bits).toSorted((a, b) => a - b)
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  let soFar = 0
  const byDay = days.map((day) => {
    soFar += day.shoppers.reduce((sum, one) => sum + one.shoes, 0)
    return {
      shoes: round(soFar / shoppers, 2),
      ndcg: round(mean(day.shoppers.map((one) => one.ndcg)), 4),
    }
  })
  const levels: Record<string, number> = {}
  for (const { level } of ads) levels[level] = (levels[level] ?? 0) + 1
  return {
    shoes: round(soFar / shoppers, 2),
    afterPurchase: round(
      all.reduce((sum, one) => sum + one.shoesAfterPurchase, 0) / (shoppers / 2),
      2,
    ),
    inSevenDaysMax: round(mean(mostInSevenDays(days)), 2),
    ndcg: round(mean(all.map((one) => one.ndcg)), 4),
    explained: round(mean(ads.map((ad) => Number(ad.explained)))),
    personalAds: round(mean(ads.map((ad) => Number(ad.level !== 'general')))),
    bits: {
      p50: percentile(bits, 0.5),
      p90: percentile(bits, 0.9),
      max: bits.at(-1) ?? 0,
    },
    levels,
    byDay,
    allBits: bits,
  }
}

/** Of each shopper: how often one looked-at thing was shown in seven days, at the most. */
function mostInSevenDays(days: readonly FollowDay[]): readonly number[] {
  return (days[0]?.shoppers ?? []).map((_, shopper) => {
    let most = 0
    for (let day = 0; day < days.length; day += 1) {
      const counts = new Map<string, number>()
      for (const { shoppers } of days.slice(day, day + 7)) {
        for (const item of shoppers[shopper]?.lookedAtShown ?? []) {
          counts.set(item, (counts.get(item) ?? 0) + 1)
        }
      }
      most = Math.max(most, ...counts.values())
    }
    return most
  })
}

function report(): void {
  if (options.plots !== undefined) writePlots(options.plots)
  const told = Object.fromEntries(
    [...results].map(([guards, { byDay: _, allBits: __, ...rest }]) => [guards, rest]),
  )
  if (options.json) {
    const byDay = Object.fromEntries([...results].map(([guards, one]) => [guards, one.byDay]))
    console.log(JSON.stringify({ shoppers: shop.shoppers.length, ...told, byDay }))
    return
  }
  for (const [guards, one] of Object.entries(told)) {
    console.log(`Guards ${guards}: ${JSON.stringify(one, null, 1)}`)
  }
}

function writePlots(to: string): void {
  const [on, cap, off] = GUARDS.map((guards) => results.get(guards))
  if (on === undefined || cap === undefined || off === undefined) return
  const days: Axis = {
    name: 'Day',
    min: 0,
    max: 30,
    log: false,
    ticks: [0, 5, 10, 15, 20, 25, 30].map((day) => [day, `${day}`]),
  }
  const lines = (pointsOf: (one: Summary) => Line['points']): Line[] => [
    { name: 'Guards on', colour: 'accent', dashed: false, points: pointsOf(on) },
    { name: 'Follow cap alone', colour: 'muted', dashed: false, points: pointsOf(cap) },
    { name: 'Guards off', colour: 'caution', dashed: true, points: pointsOf(off) },
  ]
  const byDay = (of: 'shoes' | 'ndcg') => (one: Summary) =>
    one.byDay.map((day, at) => [at + 1, day[of]] as const)
  const shoesMax = Math.ceil(Math.max(...off.byDay.map(({ shoes }) => shoes), 4))
  write(to, 'follow-repeats.svg', {
    title: 'How often the shoes were shown so far',
    says: `Looked at on day 3. After 30 days ${on.shoes} times with the guards, ${cap.shoes} with the follow cap alone, ${off.shoes} without, on average over shoppers.`,
    x: days,
    y: axis('Showings to one shopper', shoesMax),
    lines: lines(byDay('shoes')),
  })
  const ndcgMax = Math.max(...[...on.byDay, ...off.byDay].map(({ ndcg }) => ndcg))
  write(to, 'follow-ndcg.svg', {
    title: 'How well suggestions met what was held out',
    says: `NDCG@10 over 30 days is ${on.ndcg} with the guards, ${cap.ndcg} with the follow cap alone and ${off.ndcg} without.`,
    x: days,
    y: axis('NDCG@10', ndcgMax),
    lines: lines(byDay('ndcg')),
  })
  const most = Math.ceil(Math.max(on.bits.max, off.bits.max, 8))
  write(to, 'follow-specificity.svg', {
    title: 'How specific the ads were',
    says: `Half of all ads were at ${on.bits.p50} bits or below with the guards, at ${off.bits.p50} without; the closest at ${on.bits.max} and ${off.bits.max}.`,
    x: { ...axis('Bits', most), name: 'Bits at most' },
    y: axis('Part of all ads', 1),
    lines: lines(({ allBits }) =>
      Array.from({ length: 4 * most + 1 }, (_, step) => {
        const within = allBits.filter((bits) => bits <= step / 4).length
        return [step / 4, within / Math.max(1, allBits.length)] as const
      }),
    ),
  })
}

/** Four steps of a round number that reach as far as the values. */
function axis(name: string, most: number): Axis {
  const unit = 10 ** Math.floor(Math.log10(most / 4))
  const step = unit * ([1, 2, 2.5, 5, 10].find((times) => 4 * times * unit >= most) ?? 10)
  const ticks = [0, 1, 2, 3, 4].map((n) => [n * step, String(round(n * step))] as const)
  return { name, min: 0, max: 4 * step, log: false, ticks }
}

function write(to: string, name: string, plot: Parameters<typeof drawPlot>[0]): void {
  writeFileSync(join(to, name), drawPlot(plot))
}
