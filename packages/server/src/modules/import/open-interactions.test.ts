import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ImportRow } from './import-source.ts'
import { openInteractions } from './open-interactions.ts'

const folder = mkdtempSync(join(tmpdir(), 'equipoise-interactions-'))
const now = Date.parse('2026-01-01T00:00:00Z')

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const row of rows) collected.push(row)
  return collected
}

async function rowsOf(name: string, content: string | Buffer): Promise<ImportRow[]> {
  const source = await openInteractions([file(name, content)], { now })
  return collect(source.rows())
}

async function codeOf(line: string | Buffer): Promise<string> {
  const [row] = await rowsOf('one.jsonl', line)
  return row?.kind === 'rejected' ? row.code : (row?.kind ?? 'none')
}

function record(change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ subject: 's', item: 'i', verb: 'view', at: 1, ...change })
}

const CSV_HEADER = 'subject,item,verb,at,region'

test('a JSON line with a date is an interaction', async () => {
  const line = record({ at: '2025-05-01T10:00:00+02:00', region: 'US-CA', id: 'own-1' })
  assert.deepEqual(await rowsOf('a.jsonl', line), [
    {
      kind: 'interaction',
      line: 1,
      subject: 's',
      item: 'i',
      verb: 'view',
      at: Date.parse('2025-05-01T08:00:00Z'),
      region: 'US-CA',
      id: 'own-1',
    },
  ])
})

test('the same row gets the same id in any file, another row another', async () => {
  const [first] = await rowsOf('a.jsonl', record({}))
  const [second] = await rowsOf('b.csv', `${CSV_HEADER}\ns,i,view,1,\n`)
  const [other] = await rowsOf('a.jsonl', record({ at: 2 }))
  assert.ok(first?.kind === 'interaction' && second?.kind === 'interaction')
  assert.equal(first.id, second.id)
  assert.ok(other?.kind === 'interaction' && other.id !== first.id)
})

const REJECTED: readonly (readonly [string, string | Buffer, string])[] = [
  ['half a line', '{"subject":"s","item', 'malformed_json'],
  ['a list', '[1]', 'malformed_json'],
  ['an empty line', '\n', 'empty_line'],
  ['an unknown field', record({ colour: 'red' }), 'unknown_field'],
  ['a field that is missing', '{"subject":"s","item":"i","verb":"view"}', 'missing_field'],
  ['a number as a subject', record({ subject: 7 }), 'invalid_subject_id'],
  ['an empty subject', record({ subject: '' }), 'invalid_subject_id'],
  ['a control character', record({ item: 'a\u0007b' }), 'invalid_item_id'],
  ['half of a surrogate pair', record({ item: '\ud800' }), 'invalid_item_id'],
  ['an id of 10,000 characters', record({ subject: 'x'.repeat(10_000) }), 'invalid_subject_id'],
  ['a verb that is not in the list', record({ verb: 'stare' }), 'unknown_verb'],
  ['a time without an offset', record({ at: '2025-05-01T10:00:00' }), 'invalid_time'],
  ['a day that does not exist', record({ at: '2025-02-30T00:00:00Z' }), 'invalid_time'],
  ['a negative time', record({ at: -1 }), 'invalid_time'],
  ['a time of null', record({ at: null }), 'invalid_time'],
  ['a time six minutes ahead', record({ at: now + 6 * 60_000 }), 'time_in_future'],
  ['a place that is no region', record({ region: 'California' }), 'invalid_region'],
  ['an id that is no id', record({ id: '' }), 'invalid_id'],
  ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'invalid_utf8'],
  ['a line of 100 kB', record({ item: 'x'.repeat(100_000) }), 'line_too_long'],
]

for (const [name, line, code] of REJECTED) {
  test(`${name} is rejected as ${code}`, async () => {
    assert.equal(await codeOf(line), code)
  })
}

test('a clock four minutes ahead is tolerated', async () => {
  assert.equal(await codeOf(record({ at: now + 4 * 60_000 })), 'interaction')
})

test('bad lines cost only themselves', async () => {
  const rows = await rowsOf('a.jsonl', `${record({ at: 1 })}\n{"x\n${record({ at: 2 })}\n`)
  assert.deepEqual(
    rows.map((row) => [row.line, row.kind]),
    [
      [1, 'interaction'],
      [2, 'rejected'],
      [3, 'interaction'],
    ],
  )
})

test('a CSV record may quote its fields', async () => {
  const rows = await rowsOf('a.csv', `${CSV_HEADER}\r\n"a, ""b""","i",view,2025-05-01,GB\r\n`)
  assert.deepEqual(
    rows.map((row) => row.kind === 'interaction' && [row.line, row.subject, row.region]),
    [[2, 'a, "b"', 'GB']],
  )
})

test('a CSV record without a region has none', async () => {
  const [row] = await rowsOf('a.csv', `${CSV_HEADER}\ns,i,view,1,\n`)
  assert.ok(row?.kind === 'interaction')
  assert.equal(row.region, undefined)
})

test('a quote left open costs its own line only', async () => {
  const rows = await rowsOf('a.csv', `${CSV_HEADER}\n"s,i,view,1,\nt,i,view,1,\n`)
  assert.deepEqual(
    rows.map((row) => (row.kind === 'rejected' ? row.code : row.subject)),
    ['malformed_csv', 't'],
  )
})

test('a CSV record with too few or too many fields is rejected', async () => {
  const rows = await rowsOf('a.csv', `${CSV_HEADER}\ns,i,view,1\ns,i,view,1,US,more\n`)
  assert.deepEqual(
    rows.map((row) => row.kind === 'rejected' && row.code),
    ['wrong_field_count', 'wrong_field_count'],
  )
})

test('several files are read one after the other, and progress reaches the whole size', async () => {
  const files = [file('a.jsonl', record({ at: 1 })), file('b.jsonl', record({ at: 2 }))]
  const source = await openInteractions(files, { now })
  const rows = await collect(source.rows())
  assert.equal(rows.length, 2)
  assert.equal(source.bytesRead(), source.sizeBytes)
})

test('a missing file is named with what was expected', async () => {
  await assert.rejects(openInteractions([join(folder, 'none.csv')], { now }), /none\.csv.*\.jsonl/)
})

test('a CSV with another header and a file of another kind are refused at once', async () => {
  await assert.rejects(openInteractions([file('c.csv', 'a,b\n')], { now }), /expected the header/)
  await assert.rejects(openInteractions([file('c.xml', '<a/>')], { now }), /\.jsonl or \.csv/)
})
