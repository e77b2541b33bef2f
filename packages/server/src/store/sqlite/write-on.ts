/**
 * For the tests of durability: a process of its own that opens a directory's store and writes until
 * it is stopped, a little at a time or much at once. It prints `EXTERNAL-ID INTERACTION-ID` after
 * each acknowledgement, and at the end `ended CODE PEOPLE` where an error ends it.
 */
import { writeSync } from 'node:fs'
import process from 'node:process'
import { anInteraction, openStage } from '../contract/stage.ts'
import { openIn } from './sqlite-under-test.ts'

const STDOUT = 1

const MUCH = 20_000

const [, , directory = '', prefix = '', amount = 'little'] = process.argv
const stage = await openStage(
  { after: () => {} },
  { name: 'sqlite', open: async (now) => openIn(directory, now) },
)

try {
  for (let round = 0; ; round += 1) {
    await Promise.all([0, 1, 2].map((n) => writeAbout(`${prefix}-${round}-${n}`)))
    if (amount === 'much') await writeMuch(`${prefix}-${round}`)
  }
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'none'
  // Reading goes on where writing does not.
  const people = await stage.store.read('system', (reader) => reader.countSubjects())
  writeSync(STDOUT, `ended ${code} ${people}\n`)
}

/** Somebody comes and does three things; every other one leaves again. */
async function writeAbout(externalId: string): Promise<void> {
  const someone = await stage.person(externalId)
  for (const n of [1, 2, 3]) {
    const id = `${externalId}-${n}`
    await someone.append(anInteraction({ id, item: 'x'.repeat(200) }))
    writeSync(STDOUT, `${externalId} ${id}\n`)
  }
  const leaving = await stage.person(`${externalId}-leaving`)
  await leaving.append(anInteraction())
  await leaving.erase()
}

/** More in one transaction than is held in memory, so that it fails before its commit. */
async function writeMuch(externalId: string): Promise<void> {
  const someone = await stage.person(externalId)
  const much = Array.from({ length: MUCH }, () => anInteraction({ item: 'x'.repeat(200) }))
  await someone.append(...much)
}
