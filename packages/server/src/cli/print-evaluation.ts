/** How an evaluation and a tuning read on a terminal. */
import type { Evaluation, Tuning } from '../modules/evaluate/index.ts'
import { formatTable, shareBar } from './print.ts'

/** Whether the interval of our lead is above nothing, below it, or around it. */
function leadOf({ low, high }: { readonly low: number; readonly high: number }): string {
  if (low > 0) return 'ahead'
  return high < 0 ? 'behind' : 'even'
}

export function formatEvaluation(evaluation: Evaluation): string {
  const { dataset, protocol, metrics, seconds, differences, skipped, cutoffs, groups } = evaluation
  const k = cutoffs.includes(20) ? 20 : (cutoffs[0] ?? 0)
  const columns = [
    ...['ndcg', 'recall', 'recallCapped', 'hitRate', 'mrr', 'coverage', 'novelty'],
    ...['longTailShare', 'diversity', 'calibrationError'],
  ].filter((name) => Object.values(metrics).some((one) => one[`${name}@${k}`] !== undefined))
  const rows = Object.entries(metrics)
    .toSorted(([, a], [, b]) => (b[`ndcg@${k}`] ?? 0) - (a[`ndcg@${k}`] ?? 0))
    .map(([model, values]) => [
      model,
      ...columns.map((name) => (values[`${name}@${k}`] ?? Number.NaN).toFixed(4)),
      `${(seconds[model] ?? 0).toFixed(1)} s`,
    ])
  const leads = Object.entries(differences).map(([model, byMetric]) => {
    const lead = byMetric[`ndcg@${k}`]
    if (lead === undefined) return []
    const [mean, low, high] = [lead.mean, lead.low, lead.high].map((value) => signed(value))
    return [`  ${leadOf(lead)} of ${model}`, `by ${mean} NDCG`, `(95 %: ${low} to ${high})`]
  })
  const byActivity = groups.activity.map(({ name, asked, metrics: byModel }) => {
    const ours = byModel['equipoise']?.[`ndcg@${k}`] ?? Number.NaN
    return [`  ${name}`, `${asked} people`, shareBar(ours), ours.toFixed(4)]
  })
  const notes = Object.entries(dataset.notes).map(([name, count]) => `${name} ${count}`)
  return [
    `${dataset.name}, ${protocol}: ${dataset.subjects} people, ${dataset.items} items,` +
      ` ${dataset.interactions} interactions; ${dataset.asked} asked for ${dataset.heldOut}`,
    ...(notes.length > 0 ? [`  ${notes.join(', ')}`] : []),
    '',
    formatTable([[`@${k}`, ...columns, 'built in'], ...rows]),
    ...Object.entries(skipped).map(([model, why]) => `${model}: left out, ${why}`),
    ...(leads.length > 0 ? ['', 'equipoise is', formatTable(leads)] : []),
    ...(metrics['equipoise'] ? ['', 'NDCG by length of history', formatTable(byActivity)] : []),
  ].join('\n')
}

export function formatTuning(tuning: Tuning & { readonly undone?: boolean }): string {
  if (tuning.undone === true) return 'Forgotten: the next training uses the settings or defaults'
  const { trials, metric, best, before, finished, seconds } = tuning
  const rows = trials
    .toSorted((a, b) => b.value - a.value)
    .map(({ options, value, seconds: each }) => [
      options.lambda.toString(),
      options.dropout.toString(),
      (options.exponentTenths / 10).toString(),
      options.neighboursMax.toString(),
      (options.popularityTenths / 10).toString(),
      options.halfLifeItems === 0 ? '–' : options.halfLifeItems.toString(),
      value.toFixed(4),
      `${each.toFixed(1)} s`,
    ])
  const { lambda, dropout, exponentTenths, neighboursMax } = best.options
  const { popularityTenths, halfLifeItems } = best.options
  const fading = halfLifeItems === 0 ? 'none' : halfLifeItems
  const gain = before.value === 0 ? 0 : best.value / before.value - 1
  return [
    formatTable([['λ', 'p', 'a', 'm', 't', 'h', metric, 'took'], ...rows]),
    '',
    `Best: λ ${lambda}, p ${dropout}, a ${exponentTenths / 10}, m ${neighboursMax},` +
      ` t ${popularityTenths / 10}, h ${fading}:` +
      ` ${signed(100 * gain, 1)} % ${metric} on validation, in ${seconds.toFixed(0)} s` +
      `${finished ? '' : '; the budget ended first'}`,
    'As settings:' +
      ` EQUIPOISE_MODEL_LAMBDA=${lambda} EQUIPOISE_MODEL_DROPOUT=${dropout}` +
      ` EQUIPOISE_MODEL_WEIGHT_EXPONENT=${exponentTenths}` +
      ` EQUIPOISE_MODEL_NEIGHBOURS=${neighboursMax}` +
      ` EQUIPOISE_MODEL_POPULARITY_EXPONENT=${popularityTenths}` +
      ` EQUIPOISE_HALF_LIFE_ITEMS=${fading}`,
  ].join('\n')
}

function signed(value: number, digits: number = 4): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`
}
