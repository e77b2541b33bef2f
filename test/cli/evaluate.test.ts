/** Evaluating and tuning, as a script runs them: on given files, and on a data directory. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { aFolder, done, refused, townLines, writeLines } from '../builders/command-line.ts'
import { aTown, type Resident } from '../builders/town.ts'

const EVIDENCE = ['--consent-evidence', 'a form of 2026']
const TOWN = aTown(90)
const KEYS = ['protocol', 'dataset', 'metrics', 'seconds']

/** The town as rows with times, each pair at the time it was met last. */
function townRows(town: readonly Resident[]): string[] {
  return town.flatMap(({ externalId, deeds }) =>
    deeds.map(({ item, at }) => `${externalId}\t${item}\t1\t${Date.parse(at)}`),
  )
}

/** One item of everybody is asked for. */
function townSplit(folder: string): readonly string[] {
  const train = TOWN.map(({ externalId, deeds }) => {
    const items = new Set(deeds.map(({ item }) => item))
    return [externalId, ...[...items].slice(1)].join(' ')
  })
  const test = TOWN.map(({ externalId, deeds }) => `${externalId} ${deeds[0]?.item}`)
  return [
    ...['--train', writeLines(join(folder, 'train.txt'), train)],
    ...['--test', writeLines(join(folder, 'test.txt'), test)],
  ]
}

test('a given split is evaluated without a data directory, into one object and a page', async (t) => {
  const folder = aFolder(t)
  const page = join(folder, 'page.html')
  const words = ['evaluate', ...townSplit(folder), '--k', '5', '--page', page]
  const json = await done(words, join(folder, 'none'))
  assert.deepEqual(Object.keys(json).slice(0, 4), KEYS)
  assert.equal(json.protocol, 'given')
  const models = ['equipoise', 'ease', 'rp3beta', 'itemKnn', 'popularity']
  assert.deepEqual(Object.keys(json.metrics), models)
  assert.deepEqual(Object.keys(json.seconds), models)
  assert.ok(json.metrics.equipoise['ndcg@5'] > json.metrics.popularity['ndcg@5'])
  for (const model of models) {
    const { low, high } = json.intervals[model]['ndcg@5']
    const value = json.metrics[model]['ndcg@5']
    assert.ok(low <= value && value <= high, `${model}: ${low} ≤ ${value} ≤ ${high}`)
  }
  const html = readFileSync(page, 'utf8')
  assert.match(html, /^<!doctype html>/)
  assert.doesNotMatch(html, /https?:|<script|<link|<img|@import|url\(/)
  assert.ok(html.includes(json.metrics.equipoise['ndcg@5'].toFixed(4)))
})

test('the same seed gives the same figures', async (t) => {
  const folder = aFolder(t)
  const train = writeLines(join(folder, 'rows.tsv'), townRows(TOWN))
  const words = ['evaluate', '--train', train, '--protocol', 'strong', '--models', 'equipoise']
  const figures = async (seed: string) => {
    const { metrics, intervals } = await done([...words, '--seed', seed], folder)
    return { metrics, intervals }
  }
  const first = await figures('3')
  assert.deepEqual(await figures('3'), first)
  assert.notDeepEqual(await figures('4'), first)
})

test('a data directory gives the figures of the same data as a file', async (t) => {
  const folder = aFolder(t)
  const [data, deeds] = [join(folder, 'data'), join(folder, 'deeds.jsonl')]
  await done(['import', 'interactions', writeLines(deeds, townLines(TOWN)), ...EVIDENCE], data)
  const own = await done(['evaluate'], data)
  const rows = writeLines(join(folder, 'rows.tsv'), townRows(TOWN))
  const file = await done(['evaluate', '--train', rows], data)
  assert.equal(own.protocol, 'temporal')
  assert.deepEqual(own.dataset.asked, file.dataset.asked)
  for (const [model, byMetric] of Object.entries<Record<string, number>>(own.metrics)) {
    for (const [metric, value] of Object.entries(byMetric)) {
      const other = file.metrics[model][metric]
      assert.ok(Math.abs(value - other) < 1e-9, `${model} ${metric}: ${value} and ${other}`)
    }
  }
})

test('who refuses training is neither learned from nor asked about', async (t) => {
  const folder = aFolder(t)
  const [data, deeds] = [join(folder, 'data'), join(folder, 'deeds.jsonl')]
  await done(['import', 'interactions', writeLines(deeds, townLines(TOWN)), ...EVIDENCE], data)
  const words = ['evaluate', '--protocol', 'strong', '--models', 'popularity']
  const before = (await done(words, data)).dataset
  const refusal = ['consent', 'refuse', '--subject', 'p-0', '--purpose', 'model_training']
  await done(refusal, data)
  const after = (await done(words, data)).dataset
  assert.equal(after.subjects + after.asked, before.subjects + before.asked - 1)
})

test('a tuning is what the next training uses, until it is undone', async (t) => {
  const folder = aFolder(t)
  const [data, deeds] = [join(folder, 'data'), join(folder, 'deeds.jsonl')]
  await done(['import', 'interactions', writeLines(deeds, townLines(TOWN)), ...EVIDENCE], data)
  const trained = async () => {
    await done(['train'], data)
    return (await done(['model', 'digest'], data)).weights
  }
  const untuned = await trained()
  const tuning = await done(['tune', '--protocol', 'strong', '--builds', '12', '--k', '3'], data)
  // Who is asked differs from import to import, as people's ids do, and with it what is best.
  const values = tuning.trials.map(({ value }: { readonly value: number }) => value)
  assert.equal(tuning.best.value, Math.max(...values))
  assert.ok(tuning.best.value >= tuning.before.value)
  assert.equal(tuning.trials.length, 12)
  assert.deepEqual(tuning.used, tuning.best.options)
  const tuned = await trained()
  const isAsBefore = isDeepStrictEqual(tuning.best.options, tuning.before.options)
  assert.equal(tuned === untuned, isAsBefore)
  assert.equal((await done(['tune', '--undo'], data)).undone, true)
  assert.equal(await trained(), untuned)
})

test('what the environment sets no tuning replaces', async (t) => {
  const folder = aFolder(t)
  const [data, deeds] = [join(folder, 'data'), join(folder, 'deeds.jsonl')]
  await done(['import', 'interactions', writeLines(deeds, townLines(TOWN)), ...EVIDENCE], data)
  const env = { EQUIPOISE_MODEL_LAMBDA: '7' }
  const words = ['tune', '--protocol', 'strong', '--builds', '8', '--k', '3']
  const tuning = await done(words, data, { env })
  assert.equal(tuning.used.lambda, 7)
  assert.deepEqual(tuning.fixedByEnvironment, ['lambda'])
})

test('data that cannot be used and options that make no sense are refused', async (t) => {
  const folder = aFolder(t)
  const broken = writeLines(join(folder, 'broken.tsv'), ['a\tx\t1', 'a\ty\tgood'])
  const undated = writeLines(join(folder, 'undated.tsv'), ['a\tx', 'b\tx', 'b\ty'])
  const split = townSplit(folder)
  const code = async (...words: string[]) => (await refused(words, folder))[1]
  assert.equal(await code('evaluate', '--train', broken), 'dataset_invalid')
  assert.equal(await code('evaluate', '--train', undated), 'dataset_invalid')
  assert.equal(await code('evaluate', '--train', join(folder, 'nowhere')), 'file_unreadable')
  for (const words of [
    ['evaluate', ...split, '--lambda', 'NaN'],
    ['evaluate', ...split, '--dropout', '1'],
    ['evaluate', ...split, '--exponent', '11'],
    ['evaluate', ...split, '--neighbours', '0'],
    ['evaluate', ...split, '--popularity', '11'],
    ['evaluate', ...split, '--half-life', '-1'],
    ['tune', ...split, '--hold-out', 'luck'],
    ['evaluate', ...split, '--k', '0'],
    ['evaluate', ...split, '--models', 'ease,magic'],
    ['evaluate', ...split, '--protocol', 'temporal'],
    ['evaluate', '--test', undated],
    ['evaluate', '--train', undated, '--protocol', 'leave-one-out'],
    ['tune', ...split, '--undo'],
    ['tune', ...split, '--builds', '0'],
    ['tune', ...split, '--minutes', 'Infinity'],
  ]) {
    assert.equal(await code(...words), 'usage', words.join(' '))
  }
})

test('where nobody can be asked, that is said', async (t) => {
  const folder = aFolder(t)
  const train = writeLines(join(folder, 'train.txt'), ['a x y', 'b y'])
  const strangers = writeLines(join(folder, 'test.txt'), ['c x'])
  const words = ['evaluate', '--train', train, '--test', strangers]
  assert.deepEqual(await refused(words, folder), [1, 'dataset_invalid'])
})
