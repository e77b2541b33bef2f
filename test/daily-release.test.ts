/** When a page's release of counts is taken, how long it stands, and what becomes of its file. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DAY_MS, type SubjectId } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { eraseSubject } from '@equipoise/server/modules/rights'
import { anApp } from './builders/app.ts'
import { aSubject, BY_SUBJECT } from './builders/subject.ts'

const K = 50
const environment = { EQUIPOISE_SUPPORT_PEOPLE_MIN: String(K) }

/** K people with `shared`, of whom the first may leave. */
async function aCrowd(app: App): Promise<SubjectId> {
  const [leaving] = await Promise.all(
    Array.from({ length: K }, (_, n) =>
      aSubject(`person-${n}`)
        .meeting({ item: 'shared' }, { item: `own-${n}` })
        .join(app),
    ),
  )
  await app.trainer.train()
  return leaving ?? assert.fail('nobody came')
}

function idsIn(app: App): readonly string[] | undefined {
  return app.release()?.ids
}

test('a restart takes no new release, and a release outlives no day', async (t) => {
  const opened = await anApp(t, { environment, resident: true })
  const leaving = await aCrowd(opened.app)
  const before = opened.app.release()
  assert.deepEqual(before?.ids, ['shared'])
  const { clearance } = await eraseSubject(opened.app, leaving, BY_SUBJECT)
  await opened.app.trainer.awaitClearance(clearance)
  await opened.reopen()
  assert.deepEqual(opened.app.release(), before)
  opened.advance(DAY_MS)
  assert.deepEqual(idsIn(opened.app), [])
  await opened.reopen()
  assert.deepEqual(idsIn(opened.app), [])
})

test('without a model the release stands for its day, and not for the next', async (t) => {
  const opened = await anApp(t, { environment })
  const leaving = await aCrowd(opened.app)
  assert.deepEqual(idsIn(opened.app), ['shared'])
  await eraseSubject(opened.app, leaving, BY_SUBJECT)
  assert.equal(opened.app.published(), undefined)
  assert.deepEqual(idsIn(opened.app), ['shared'])
  opened.advance(DAY_MS)
  assert.equal(opened.app.release(), undefined)
  assert.deepEqual(readdirSync(join(opened.directory, 'release')), [])
})

test('none is taken from a model that still holds somebody who left', async (t) => {
  const opened = await anApp(t, { environment, resident: true })
  const leaving = await aCrowd(opened.app)
  const yesterday = opened.app.release()
  opened.advance(DAY_MS)
  const { clearance } = await eraseSubject(opened.app, leaving, BY_SUBJECT)
  assert.deepEqual(opened.app.release(), yesterday)
  await opened.app.trainer.awaitClearance(clearance)
  assert.deepEqual(idsIn(opened.app), [])
})

test('a new shop waits for no tomorrow: while no item has k people, none is kept', async (t) => {
  const { app, directory } = await anApp(t, { environment })
  await aSubject('first').meeting({ item: 'shared' }).join(app)
  await app.trainer.train()
  assert.equal(app.release(), undefined)
  assert.deepEqual(readdirSync(join(directory, 'release')), [])
  await aCrowd(app)
  assert.deepEqual(idsIn(app), ['shared'])
})

test('a clock that is set back takes no second release', async (t) => {
  const opened = await anApp(t, { environment, resident: true })
  const leaving = await aCrowd(opened.app)
  const before = opened.app.release()
  const { clearance } = await eraseSubject(opened.app, leaving, BY_SUBJECT)
  await opened.app.trainer.awaitClearance(clearance)
  opened.advance(-DAY_MS)
  assert.deepEqual(opened.app.release(), before)
})

test('what lies on disk is one sealed file, and an altered one is none', async (t) => {
  const opened = await anApp(t, { environment })
  await aCrowd(opened.app)
  const before = opened.app.release()
  const folder = join(opened.directory, 'release')
  const [file = '', ...others] = readdirSync(folder)
  assert.deepEqual(others, [])
  const sealed = readFileSync(join(folder, file))
  assert.equal(sealed.includes('shared'), false)
  const altered = Buffer.from(sealed)
  altered[40] = (altered[40] ?? 0) ^ 1
  for (const bytes of [altered, sealed.subarray(0, -1), Buffer.alloc(0)]) {
    await opened.reopen(() => writeFileSync(join(folder, file), bytes))
    assert.deepEqual(opened.app.release(), before)
  }
})
