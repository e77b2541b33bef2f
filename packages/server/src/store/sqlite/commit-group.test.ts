/** What an act changed in memory goes with what it wrote, however the writing ends. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommitGroup } from './commit-group.ts'
import { Database } from './database.ts'

test('an act that fails undoes what it changed, the latest first, and no other act’s', async (t) => {
  const { group, undone, act } = aGroup(t)
  const results = await Promise.allSettled([act('kept'), act('failed', 'given up')])
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected'],
  )
  assert.deepEqual(undone, ['failed 2', 'failed 1'])
  await group.drain()
})

test('where the engine has rolled back by itself, every act of the group is undone', async (t) => {
  const { database, group, undone, act } = aGroup(t)
  const before = act('before')
  const failing = group.run(async () => {
    group.onRollback(() => undone.push('failing'))
    database.exec('ROLLBACK')
    throw new Error('the disk is full')
  })
  await assert.rejects(before, { code: 'store_unavailable' })
  await assert.rejects(failing, { code: 'store_unavailable' })
  assert.deepEqual(undone, ['failing', 'before 2', 'before 1'])
  await act('after')
})

test('a commit that fails undoes every act of its group', async (t) => {
  const { undone, act, failCommit } = aGroup(t)
  failCommit()
  await assert.rejects(act('one'), { code: 'store_unavailable' })
  assert.deepEqual(undone, ['one 2', 'one 1'])
})

function aGroup(t: { after(end: () => void): void }) {
  const database = new Database(':memory:')
  t.after(() => database.close())
  let isFailing = false
  const group = new CommitGroup(database, {
    beforeCommit() {
      if (isFailing) throw new Error('the disk is full')
    },
  })
  const undone: string[] = []
  const act = (name: string, failure?: string): Promise<void> =>
    group.run(async () => {
      group.onRollback(() => undone.push(`${name} 1`))
      group.onRollback(() => undone.push(`${name} 2`))
      if (failure !== undefined) throw new Error(failure)
    })
  return {
    database,
    group,
    undone,
    act,
    failCommit() {
      isFailing = true
    },
  }
}
