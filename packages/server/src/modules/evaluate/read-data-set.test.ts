import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { givenTest, toSplit } from '@equipoise/core/evaluate'
import { readDataSet } from './read-data-set.ts'

const folder = mkdtempSync(join(tmpdir(), 'equipoise-data-set-'))
after(() => rmSync(folder, { recursive: true }))

let files = 0
function file(...lines: readonly string[]): string {
  files += 1
  const path = join(folder, `file-${files}.txt`)
  writeFileSync(path, lines.join('\n'))
  return path
}

function refusal(says: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof Error &&
    'code' in error &&
    error.code === 'dataset_invalid' &&
    says.test(error.message)
}

test('a divided data set is read into its parts', async () => {
  const interactions = await readDataSet({
    train: file('a x y', 'b y', ''),
    test: file('a z', 'b x'),
    validation: file('a y'),
  })
  assert.deepEqual(interactions.subjects, ['a', 'b'])
  // Train 1, test 2, validation 4: a holds x, y, z and b holds x, y.
  assert.deepEqual([...interactions.parts], [1, 5, 2, 2, 1])
})

test('rows are read with their times, and a header is none', async () => {
  const train = file('user\titem\trating\ttime', 'a\tx\t4\t1000', 'a\ty\t3\t')
  const { items, times } = await readDataSet({ train })
  assert.deepEqual(items, ['x', 'y'])
  assert.deepEqual([...times], [1_000_000, Number.NaN])
})

test('where lists are in order, so are the times; a time that is given stands', async () => {
  const { items, times } = await readDataSet({ train: file('a z y x'), ordered: true })
  assert.deepEqual(items, ['x', 'y', 'z'])
  assert.ok((times[0] ?? 0) > (times[1] ?? 0) && (times[1] ?? 0) > (times[2] ?? 0))
  const dated = await readDataSet({ train: file('a\tx\t4\t1000'), ordered: true })
  assert.deepEqual([...dated.times], [1_000_000])
})

test('negatives divide into the held item and those beside it', async () => {
  const interactions = await readDataSet({
    train: file('a\tx\t1', 'b\ty\t1', 'b\tz\t1'),
    negatives: file('(a,y)\tz'),
  })
  const { cases, itemIds } = toSplit(givenTest(interactions, 'leave-one-out'))
  assert.deepEqual(
    [...cases.held.items].map((item) => itemIds[item]),
    ['y'],
  )
  assert.deepEqual(
    [...(cases.candidates?.items ?? [])].map((item) => itemIds[item]),
    ['z'],
  )
})

test('a broken line refuses the file, by name and number', async () => {
  const train = file('a\tx\t1', 'a\ty\tnone')
  await assert.rejects(readDataSet({ train }), refusal(/"file-\d+\.txt" line 2: the rating is not/))
  const mixed = { train: file('a x'), test: file('(a,y)\tz') }
  await assert.rejects(readDataSet(mixed), refusal(/line 1: is a line of negatives/))
  const latin = join(folder, 'latin.txt')
  writeFileSync(latin, Buffer.from([0x61, 0x20, 0xe4, 0x0a]))
  await assert.rejects(readDataSet({ train: latin }), refusal(/line 1: it is not UTF-8/))
})

test('a file without an interaction is refused', async () => {
  await assert.rejects(readDataSet({ train: file('') }), refusal(/holds no interaction/))
})
