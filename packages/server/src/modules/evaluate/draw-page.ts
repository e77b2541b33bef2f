/**
 * An evaluation as a page: one file that needs nothing else, with pictures of what people compare
 * and all figures in a table. It holds no person, only means over people.
 */
import type { Evaluation, GroupResult } from './evaluation.ts'
import { escaped, fieldChart, legendOf, type Row, rowChart, scaleOver } from './page-charts.ts'
import { PAGE_STYLE } from './page-style.ts'

const LABELS: Readonly<Record<string, string>> = {
  equipoise: 'Equipoise',
  ease: 'EASE',
  rp3beta: 'RP3beta',
  itemKnn: 'Item kNN',
  popularity: 'Popularity',
}

const OURS = 'equipoise'

const PROTOCOL_SAYS: Readonly<Record<Evaluation['protocol'], string>> = {
  temporal:
    'One cut in time for everybody: the models learned from what was before it, and were asked ' +
    'what each person would meet after it.',
  last:
    'Each person by their own clock: the models learned from all but what each of them met last, ' +
    'and were asked for that.',
  strong:
    'People whom the models have never seen: four fifths of what each of them met was shown, and ' +
    'the models were asked for the rest.',
  given: 'The data came divided: the models learned from one part and were asked for the other.',
  'leave-one-out':
    'One item of each person was hidden among given others that the person has not met, and the ' +
    'models were asked to put it first.',
}

const METRIC_WORDS: readonly (readonly [metric: string, label: string, says: string])[] = [
  ['ndcg', 'NDCG', 'what was held out, the higher in the list the better; 1 is a perfect list'],
  ['recall', 'Recall', 'the share of what was held out that the list holds'],
  ['recallCapped', 'Recall, capped', 'the same, of what a list of this length could hold'],
  ['hitRate', 'Hit rate', 'the share of people whose list holds anything of it'],
  ['mrr', 'MRR', 'one divided by the place of the first such item'],
  ['coverage', 'Coverage', 'the share of all items that anybody was shown'],
  ['novelty', 'Novelty', 'how few people know the items shown, in bits'],
  ['averagePopularity', 'Popularity', 'the share of people who hold an item shown'],
  ['longTailShare', 'Long tail', 'the share of items shown outside of the most popular fifth'],
  ['diversity', 'Diversity', 'how little the categories of a list overlap'],
  [
    'calibrationError',
    'Calibration error',
    'how far the mix of categories is from that of the person; 0 is the same mix',
  ],
]

export function drawPage(evaluation: Evaluation): string {
  const { cutoffs, dataset } = evaluation
  const k = cutoffs.includes(20) ? 20 : (cutoffs[0] ?? 0)
  const models = rankedModels(evaluation, k)
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Evaluation of ${escaped(dataset.name)}</title><style>${PAGE_STYLE}</style></head>`,
    '<body><main>',
    head(evaluation, models, k),
    `<section><div class="pair">${accuracyChart(evaluation, models, k)}`,
    `${leadChart(evaluation, models, k)}</div></section>`,
    `<section><div class="pair">${activityChart(evaluation, models, k)}`,
    `${discoveryChart(evaluation, models, k)}</div></section>`,
    givenGroups(evaluation, models, k),
    ...cutoffs.map((one) => `<section>${table(evaluation, models, one)}</section>`),
    `<section>${howMeasured(evaluation)}</section>`,
    '</main></body></html>',
    '',
  ].join('\n')
}

function rankedModels({ metrics }: Evaluation, k: number): readonly string[] {
  const value = (model: string): number => metrics[model]?.[`ndcg@${k}`] ?? 0
  return Object.keys(metrics).toSorted((a, b) => value(b) - value(a))
}

function head(evaluation: Evaluation, models: readonly string[], k: number): string {
  const { dataset, protocol } = evaluation
  const facts = [
    ['People learned from', dataset.subjects],
    ['Items', dataset.items],
    ['Interactions', dataset.interactions],
    ['People asked about', dataset.asked],
  ] as const
  const listed = facts.map(
    ([name, count]) => `<div><dt>${name}</dt><dd>${formatCount(count)}</dd></div>`,
  )
  return [
    `<header><div class="brand">${MARK}<span>Equipoise</span></div>`,
    `<h1>${escaped(headline(evaluation, models, k))}</h1>`,
    `<p class="says">${escaped(dataset.name)}. ${escaped(PROTOCOL_SAYS[protocol])}</p>`,
    `<dl class="facts">${listed.join('')}</dl></header>`,
  ].join('\n')
}

/** What the figures say, and no more: ahead only where the whole interval is. */
function headline(
  { differences, metrics }: Evaluation,
  models: readonly string[],
  k: number,
): string {
  const [first = '', ...others] = models
  const best = metrics[first]?.[`ndcg@${k}`] ?? 0
  const figure = `NDCG@${k} ${best.toFixed(4)}`
  if (others.length === 0) return `${labelOf(first)}: ${figure}`
  if (metrics[OURS] === undefined) return `${labelOf(first)} is first, with ${figure}`
  const lead = (model: string) => differences[model]?.[`ndcg@${k}`]
  const ahead = Object.keys(differences).filter((model) => (lead(model)?.low ?? 0) > 0)
  const behind = Object.keys(differences).filter((model) => (lead(model)?.high ?? 0) < 0)
  if (ahead.length === others.length) return `Equipoise is ahead of every other model: ${figure}`
  if (behind.length > 0) return `Equipoise is behind ${listOf(behind)} on these data`
  const even = Object.keys(differences).filter((model) => !ahead.includes(model))
  return `Equipoise is even with ${listOf(even)}${ahead.length > 0 ? ', and ahead of the rest' : ''}`
}

function accuracyChart(evaluation: Evaluation, models: readonly string[], k: number): string {
  const { metrics, intervals } = evaluation
  const metric = `ndcg@${k}`
  const rows = models.map((model): Row => {
    const value = metrics[model]?.[metric] ?? Number.NaN
    const { low, high } = intervals[model]?.[metric] ?? {}
    const marks = [{ model, value, low, high }]
    return { name: labelOf(model), isOurs: model === OURS, marks, value: value.toFixed(4) }
  })
  const values = rows.flatMap(({ marks }) =>
    marks.flatMap(({ low, high }) => [low ?? 0, high ?? 0]),
  )
  return rowChart({
    title: 'How well each model foresees',
    says: `NDCG@${k}. The band holds 95 % of a thousand drawings of as many people.`,
    scale: scaleOver(values, true),
    rows,
    zero: false,
  })
}

function leadChart(evaluation: Evaluation, models: readonly string[], k: number): string {
  const { differences } = evaluation
  const metric = `ndcg@${k}`
  const rows = models.flatMap((model): Row[] => {
    const lead = differences[model]?.[metric]
    if (lead === undefined) return []
    const marks = [{ model: OURS, value: lead.mean, low: lead.low, high: lead.high }]
    const sign = lead.mean < 0 ? '−' : '+'
    const value = `${sign}${Math.abs(lead.mean).toFixed(4)}`
    return [{ name: `over ${labelOf(model)}`, isOurs: false, marks, value }]
  })
  if (rows.length === 0) return ''
  const values = rows.flatMap(({ marks }) =>
    marks.flatMap(({ low, high }) => [low ?? 0, high ?? 0]),
  )
  return rowChart({
    title: 'The lead of Equipoise, person by person',
    says: 'The same people, asked of both. A band across zero is no lead.',
    scale: scaleOver([0, ...values]),
    rows,
    zero: true,
  })
}

function activityChart({ groups }: Evaluation, models: readonly string[], k: number): string {
  return groupChart(groups.activity, models, {
    title: 'With a short and a long history',
    says: `NDCG@${k} by how many items a person's history holds, about as many people in each row.`,
    metric: `ndcg@${k}`,
  })
}

function givenGroups({ groups }: Evaluation, models: readonly string[], k: number): string {
  if (groups.given.length === 0) return ''
  const people = groups.given.map(({ name, asked }) => `${name} ${formatCount(asked)}`).join(', ')
  const chart = groupChart(groups.given, models, {
    title: 'By the groups given',
    says: `NDCG@${k}. People asked: ${people}.`,
    metric: `ndcg@${k}`,
  })
  return `<section>${chart}</section>`
}

interface GroupWords {
  readonly title: string
  readonly says: string
  readonly metric: string
}

function groupChart(
  shown: readonly GroupResult[],
  models: readonly string[],
  { title, says, metric }: GroupWords,
): string {
  const rows = shown.map(({ name, metrics }): Row => {
    const marks = models.map((model) => ({ model, value: metrics[model]?.[metric] ?? Number.NaN }))
    const ours = metrics[OURS]?.[metric]
    return { name, isOurs: false, marks, value: ours === undefined ? '' : ours.toFixed(4) }
  })
  return rowChart({
    title,
    says,
    scale: scaleOver(
      rows.flatMap(({ marks }) => marks.map(({ value }) => value)),
      true,
    ),
    rows,
    zero: false,
    legend: legendOf(models.map((model) => [model, labelOf(model)])),
  })
}

function discoveryChart({ metrics }: Evaluation, models: readonly string[], k: number): string {
  const points = models.map((model) => ({
    model,
    label: labelOf(model),
    x: metrics[model]?.[`longTailShare@${k}`] ?? 0,
    value: metrics[model]?.[`ndcg@${k}`] ?? 0,
  }))
  return fieldChart({
    title: 'Foreseeing, and discovering',
    says: `Higher foresees better (NDCG@${k}); further right shows more of what few people know.`,
    x: scaleOver(
      points.map(({ x }) => x),
      true,
    ),
    y: scaleOver(
      points.map(({ value }) => value),
      true,
    ),
    xName: 'share of items shown outside of the most popular fifth',
    points,
  })
}

function table({ metrics, seconds }: Evaluation, models: readonly string[], k: number): string {
  const told = METRIC_WORDS.filter(([metric]) =>
    models.some((model) => Number.isFinite(metrics[model]?.[`${metric}@${k}`])),
  )
  const headings = told.map(([, label]) => `<th scope="col">${label}</th>`)
  const rows = models.map((model) => {
    const cells = told.map(([metric]) => {
      const value = (one: string): number => metrics[one]?.[`${metric}@${k}`] ?? Number.NaN
      const isBest =
        !UNORDERED.has(metric) && models.every((one) => !isBelow(metric, value, model, one))
      return `<td${isBest ? ' class="best"' : ''}>${formatValue(value(model))}</td>`
    })
    const time = `<td>${(seconds[model] ?? 0).toFixed(1)} s</td>`
    const name = `<th scope="row">${labelOf(model)}</th>`
    return `<tr${model === OURS ? ' class="ours"' : ''}>${name}${cells.join('')}${time}</tr>`
  })
  return [
    `<h2>All figures, lists of ${k}</h2>`,
    '<p class="says">The best of each column is underlined.</p>',
    '<div class="scroll"><table><thead><tr><th scope="col">Model</th>',
    `${headings.join('')}<th scope="col">Built in</th></tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></div>`,
  ].join('\n')
}

/** Neither more nor less of it is better in itself. */
const UNORDERED = new Set(['averagePopularity'])

function isBelow(
  metric: string,
  value: (model: string) => number,
  model: string,
  other: string,
): boolean {
  const sign = metric === 'calibrationError' ? -1 : 1
  return sign * value(model) < sign * value(other) || Number.isNaN(value(model))
}

const NOTE_WORDS: Readonly<Record<string, (count: number) => string>> = {
  undated: (count) => `${formatCount(count)} interactions without a time were learned from.`,
  cutAt: (at) => `The cut: ${new Date(at).toISOString().slice(0, 10)}.`,
  testInTrain: (count) =>
    `${formatCount(count)} rows to be asked for stood in training, too, and were not asked for.`,
  subjectsWithoutHistory: (count) =>
    `${formatCount(count)} people had nothing to show to a model, and were not asked about.`,
}

const FIXED =
  'Only ours can be tuned here. The others stand at one setting for all data, and may do better at another.'

function howMeasured(evaluation: Evaluation): string {
  const { dataset, hyperParameters, skipped, seed, rounds, metrics, cutoffs } = evaluation
  const notes = Object.entries(dataset.notes)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => NOTE_WORDS[name]?.(count) ?? `${name}: ${count}.`)
  const left = Object.entries(skipped).map(([model, why]) => `${labelOf(model)} left out: ${why}.`)
  const settings = Object.entries(hyperParameters)
    .filter(([, given]) => Object.keys(given).length > 0)
    .map(([model, given]) => `${labelOf(model)}: ${listSettings(given)}.`)
  const words = METRIC_WORDS.filter(([metric]) =>
    Object.values(metrics).some((one) =>
      cutoffs.some((k) => Number.isFinite(one[`${metric}@${k}`])),
    ),
  )
  const chance = `Chance: seed ${seed}, ${formatCount(rounds)} drawings.`
  return [
    '<h2>How this was measured</h2>',
    ...[...notes, ...left, settings.join(' '), FIXED, chance].map(
      (text) => `<p class="says">${escaped(text)}</p>`,
    ),
    `<dl class="words">${words.map(([, label, says]) => `<dt>${label}</dt><dd>${says}</dd>`).join('')}`,
    '</dl>',
  ].join('\n')
}

function listSettings(given: Readonly<Record<string, number>>): string {
  return Object.entries(given)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

function labelOf(model: string): string {
  return LABELS[model] ?? model
}

function listOf(models: readonly string[]): string {
  return models
    .map(labelOf)
    .join(', ')
    .replace(/, ([^,]*)$/, ' and $1')
}

function formatValue(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return value >= 10 ? value.toFixed(2) : value.toFixed(4)
}

function formatCount(count: number): string {
  return count.toLocaleString('en')
}

const MARK =
  '<svg viewBox="0 0 48 48" aria-hidden="true"><path class="beam" d="M5 21H43"/>' +
  '<circle cx="12" cy="14" r="6"/><circle cx="36" cy="14" r="6"/><path d="M24 24 32 40H16Z"/></svg>'
