import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ImportRow } from './import-source.ts'
import { openMovieLens } from './open-movie-lens.ts'

const now = Date.parse('2026-01-01T00:00:00Z')

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-movie-lens-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const row of rows) collected.push(row)
  return collected
}

async function rowsOf(path: string): Promise<ImportRow[]> {
  const source = await openMovieLens(path, { now })
  return collect(source.rows())
}

test('a rating of 3 is a play, one of 4 a play and a like', async () => {
  const rows = await rowsOf(folderWith({ 'u.data': '7\t1\t3\t881250949\n7\t2\t4\t881250950\n' }))
  assert.deepEqual(
    rows.map((row) => row.kind === 'interaction' && [row.line, row.id, row.verb, row.at]),
    [
      [1, 'ml:7:1:play', 'play', 881_250_949_000],
      [2, 'ml:7:2:play', 'play', 881_250_950_000],
      [2, 'ml:7:2:like', 'like', 881_250_950_000],
    ],
  )
})

test('a header is skipped and a missing time accepted', async () => {
  const ratings = 'user\tmovie\trating\ttimestamp\n1\t595\t3\t\n'
  const rows = await rowsOf(folderWith({ 'ratings.tsv': ratings }))
  assert.deepEqual(
    rows.map((row) => row.kind === 'interaction' && [row.line, row.subject, row.item, row.at]),
    [[2, '1', '595', undefined]],
  )
})

test('each bad line is rejected once, with its number', async () => {
  const lines = ['1\t2\t3', '1\t2\t9\t1', '1\t2\tgood\t1', '1\t2\t3\tnow', '\t2\t3\t1', '1\t\t3\t1']
  const rows = await rowsOf(
    folderWith({ 'u.data': `${lines.join('\n')}\n\n1\t2\t3\t9999999999\n` }),
  )
  assert.deepEqual(
    rows.map((row) => row.kind === 'rejected' && [row.line, row.code, row.file]),
    [
      [1, 'wrong_field_count', 'u.data'],
      [2, 'invalid_rating', 'u.data'],
      [3, 'invalid_rating', 'u.data'],
      [4, 'invalid_time', 'u.data'],
      [5, 'invalid_subject_id', 'u.data'],
      [6, 'invalid_item_id', 'u.data'],
      [7, 'empty_line', 'u.data'],
      [8, 'time_in_future', 'u.data'],
    ],
  )
})

test('titles and genres of ml-100k come from u.item and u.genre, in latin-1', async () => {
  const path = folderWith({
    'u.data': '',
    'u.genre': 'unknown|0\nAction|1\nDrama|2\n\n',
    'u.item': Buffer.from(
      '1|Caf\xe9 (1995)|01-Jan-1995||url|0|1|1\n2|X|||url|1|0|0\nbroken\n',
      'latin1',
    ),
  })
  const source = await openMovieLens(path, { now })
  assert.deepEqual(
    source.items.map((item) => [item.id, item.title, item.categories]),
    [
      ['1', 'Café (1995)', ['Action', 'Drama']],
      ['2', 'X', []],
    ],
  )
  assert.deepEqual(
    source.rejectedItems.map((row) => [row.file, row.line, row.code]),
    [['u.item', 3, 'wrong_field_count']],
  )
})

test('a file of ratings may be given directly, with the titles beside it', async () => {
  const path = folderWith({
    'ratings.tsv': '1\t1\t5\t978300760\n',
    'movies.dat': "1::Toy Story (1995)::Animation|Children's\n",
  })
  const source = await openMovieLens(join(path, 'ratings.tsv'), { now })
  assert.deepEqual(source.items[0]?.categories, ['Animation', "Children's"])
  assert.equal((await collect(source.rows())).length, 2)
})

test('a folder without ratings is named with what was expected', async () => {
  const path = folderWith({})
  await assert.rejects(openMovieLens(path, { now }), /u\.data.*ratings\.tsv/)
})
