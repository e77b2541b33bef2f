/**
 * Correctness against a published figure: plain EASE, λ = 1,320, on the leave-one-out split of
 * ML-1M by He et al. 2017 gives HR@10 .7192 and NDCG@10 .4494 (Ferrari Dacrema et al., "A troubling
 * analysis of reproducibility and progress in recommender systems research", appendix, table 55).
 * The model, the reading of the files, the ranking among the given items and the metrics are those
 * of the product; ends with 1 where a digit differs.
 *
 *   npm run bench -- recommender/correct [--json]
 *
 * Reads `../shared/data`, or what EQUIPOISE_SHARED names. MovieLens may not be shipped.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { denseEase, givenTest, measureScorer, toSplit } from '@equipoise/core/evaluate'
import { readDataSet } from '@equipoise/server/modules/evaluate'

const LAMBDA = 1_320
const PUBLISHED = { hitRate10: '0.7192', ndcg10: '0.4494' }

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const shared = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../shared')
const folder = join(shared, 'data/ml-1m-ncf')
if (!existsSync(folder)) {
  console.error(`Skipped: there is no "${folder}"`)
  process.exit(0)
}
const startedAt = performance.now()
const interactions = await readDataSet({
  train: join(folder, 'ml-1m.train.tsv'),
  negatives: join(folder, 'ml-1m.test.negative'),
})
const split = toSplit(givenTest(interactions, 'leave-one-out'))
const solvedFrom = performance.now()
const scorer = denseEase(split.train, { lambda: LAMBDA })
const solveSeconds = seconds(solvedFrom)
const { metrics } = measureScorer(split, scorer, { cutoffs: [10] })
const found = {
  hitRate10: (metrics['hitRate@10'] ?? 0).toFixed(4),
  ndcg10: (metrics['ndcg@10'] ?? 0).toFixed(4),
}
const agrees = found.hitRate10 === PUBLISHED.hitRate10 && found.ndcg10 === PUBLISHED.ndcg10
const result = {
  protocol: split.protocol,
  lambda: LAMBDA,
  subjects: split.cases.subjects.length,
  items: split.itemIds.length,
  interactions: split.train.items.length,
  hitRate10: Number(found.hitRate10),
  ndcg10: Number(found.ndcg10),
  publishedHitRate10: Number(PUBLISHED.hitRate10),
  publishedNdcg10: Number(PUBLISHED.ndcg10),
  agrees,
  solveSeconds,
  seconds: seconds(startedAt),
}
if (options.json) console.log(JSON.stringify(result))
else for (const [key, value] of Object.entries(result)) console.log(`${key}: ${value}`)
process.exitCode = agrees ? 0 : 1

function seconds(from: number): number {
  return Math.round((performance.now() - from) / 100) / 10
}
