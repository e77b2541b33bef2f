/** Reports and experiments on the command line: refused, made, read again, and told to people. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { aFolder, done, equipoise, refused } from '../builders/command-line.ts'

const DAY_MS = 86_400_000
const dateAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)
const EXPERIMENT = {
  slot: 'home',
  startsAt: '2020-01-01T00:00:00Z',
  endsAt: '2090-01-01T00:00:00Z',
  arms: [{ name: 'as_is' }, { name: 'varied', rerank: { diversify: {} } }],
}

test('an experiment is put, its results are told once, and the week is charged once', async (t) => {
  const folder = aFolder(t)
  const data = join(folder, 'data')
  const file = join(folder, 'variety.json')
  writeFileSync(file, JSON.stringify(EXPERIMENT))
  await done(['experiments', 'put', '--id', 'variety', file], data)
  const days = ['--from', dateAgo(7), '--until', dateAgo(1)]
  const results = ['experiments', 'results', ...days, '--epsilon', '1.5']
  const first = await done(results, data)
  assert.deepEqual(
    [first.family, first.epsilon, first.rows[0].experiment],
    ['experiments', 1.5, 'variety'],
  )
  assert.deepEqual(await done(results, data), first)
  assert.deepEqual(await done(['reports', 'show', '--id', first.id], data), first)
  const { weeks } = await done(['reports', 'epsilon'], data)
  const spent = weeks
    .map(({ spent: one }: { spent: number }) => one)
    .filter((one: number) => one > 0)
  // Seven days are of two weeks, or of one where they begin on a Monday.
  assert.ok(spent.length > 0 && spent.length <= 2)
  assert.ok(spent.every((one: number) => one === 1.5))
  const { stdout } = await equipoise([...results, '--data', data])
  assert.match(stdout, /Experiment variety/)
  assert.match(stdout, /too few people/i)
})

test('today, and what is no report, are refused', async (t) => {
  const folder = aFolder(t)
  const data = join(folder, 'data')
  const file = join(folder, 'variety.json')
  writeFileSync(file, JSON.stringify(EXPERIMENT))
  await done(['experiments', 'put', '--id', 'variety', file], data)
  const make = (...words: string[]) => refused(['reports', 'make', ...words], data)
  const today = ['--from', dateAgo(0), '--until', dateAgo(0)]
  assert.deepEqual(await make(...today), [1, 'days_open'])
  const yesterday = ['--from', dateAgo(1), '--until', dateAgo(1)]
  assert.deepEqual(await make(...yesterday, '--epsilon', 'much'), [1, 'question_invalid'])
  assert.deepEqual(await make(...yesterday, '--family', 'people'), [2, 'usage'])
  assert.deepEqual(await make(...yesterday, '--by', 'person'), [2, 'usage'])
})
