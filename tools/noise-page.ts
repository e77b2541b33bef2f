/** The page that tells how large the noise of reports is: computed from the code that makes it. */
import {
  MARGIN_MISS,
  type Measure,
  noiseScale,
  rateDifference,
  sensitivityOf,
  WEEK_UNITS,
} from '@equipoise/core/measure'
import { laplaceReach, laplaceVariance } from '@equipoise/core/privacy'
import { page, table } from './markdown-page.ts'

const EPSILONS = [0.5, 1, 2, 4]
const PARTS = [0.5, 0.25, 0.1]
const PEOPLE = [500, 1_000, 2_000, 5_000, 10_000, 50_000]
const RATE = 0.03

/** With how many measures each is told in the report that tells it best. */
const TOLD: readonly (readonly [family: string, measure: Measure, measures: number])[] = [
  ['campaigns, by campaign', 'impressions', 5],
  ['campaigns, by campaign', 'clicks', 5],
  ['campaigns, by campaign', 'conversions', 5],
  ['campaigns, by campaign', 'reach', 5],
  ['campaigns, by slot, creative or day alone', 'conversions', 3],
  ['levels', 'levels', 1],
  ['experiments', 'people', 2],
  ['experiments', 'converted', 2],
]

export function noisePage(): string {
  return page(
    'How large the noise of reports is',
    'The [guide to reports](../guide/reports.md) says what it is for.',
    '## Margins',
    'Of 20 counts, 19 are off by no more than this, whatever the count is. A week lets one person add `units` to a measure.',
    table(
      ['report', 'measure', 'units', ...EPSILONS.map((one) => `epsilon ${one}`)],
      TOLD.map(([family, measure, measures]) => [
        family,
        `\`${measure}\``,
        String(sensitivityOf(measure)),
        ...EPSILONS.map((one) => `±${marginOf(measure, measures, one)}`),
      ]),
    ),
    '## Sizes',
    'What has to be counted so that the margin is at most that part of it.',
    table(
      ['measure', 'epsilon', ...PARTS.map((part) => `± ${100 * part} %`)],
      (['impressions', 'clicks', 'conversions'] as const).flatMap((measure) =>
        EPSILONS.map((epsilon) => [
          `\`${measure}\``,
          String(epsilon),
          ...PARTS.map((part) =>
            Math.ceil(marginOf(measure, 5, epsilon) / part).toLocaleString('en'),
          ),
        ]),
      ),
    ),
    '## Experiments',
    `By how many points two arms of so many people a week have to differ, so that it is conclusive more often than not, where ${100 * RATE} in 100 convert in one of them. The last column is what chance alone asks for.`,
    table(
      ['people an arm', ...EPSILONS.map((one) => `epsilon ${one}`), 'no noise'],
      PEOPLE.map((people) => [
        people.toLocaleString('en'),
        ...[...EPSILONS, undefined].map((one) => leastDifference(people, one)),
      ]),
    ),
    `Of each person ${WEEK_UNITS.people} experiments count in a week, at most.`,
  )
}

function marginOf(measure: Measure, measures: number, epsilon: number): number {
  return laplaceReach(noiseScale(measure, measures, Math.round(100 * epsilon)), MARGIN_MISS)
}

/** The least lead, in steps of a twentieth of a point, whose interval leaves out 0. */
function leastDifference(people: number, epsilon: number | undefined): string {
  const varianceOf = (measure: Measure): number =>
    epsilon === undefined ? 0 : laplaceVariance(noiseScale(measure, 2, Math.round(100 * epsilon)))
  const arm = (rate: number) => ({
    people,
    converted: rate * people,
    peopleVariance: varianceOf('people'),
    convertedVariance: varianceOf('converted'),
  })
  for (let lead = 0.0005; lead < 1 - RATE; lead += 0.0005) {
    if (rateDifference(arm(RATE + lead), arm(RATE)).low > 0) return (100 * lead).toFixed(2)
  }
  return '–'
}
