/** The short form of `npm run bench -- crash`, on a directory that begins empty. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crashRounds } from '../benchmarks/measure/crash-rounds.ts'
import { aFolder, done } from './builders/command-line.ts'

const ROUNDS = 5

test('a server that is killed under load loses nothing that it acknowledged', async (t) => {
  const directory = aFolder(t, 'data')
  const { key } = await done(['keys', 'create', '--kind', 'secret'], directory)
  const seed = Math.floor(Math.random() * 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  const outcome = await crashRounds({
    directory,
    secretKey: key,
    readers: [],
    rounds: ROUNDS,
    seed,
    killAfterMs: [300, 1_200],
    connections: 4,
    withinMs: 60_000,
  })
  assert.deepEqual(outcome.problems, [])
  assert.equal(outcome.rounds, ROUNDS)
  const { interactions, people, erasures } = outcome.acknowledged
  assert.ok(interactions > 100 && people > 10 && erasures > 0, JSON.stringify(outcome.acknowledged))
})
