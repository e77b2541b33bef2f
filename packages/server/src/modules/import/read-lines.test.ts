import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { LINE_BYTES_MAX, type Line, type ReadLinesOptions, readLines } from './read-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'equipoise-lines-'))

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const row of rows) collected.push(row)
  return collected
}

async function linesOf(content: string | Buffer, options?: ReadLinesOptions): Promise<Line[]> {
  const path = join(folder, 'lines.txt')
  writeFileSync(path, content)
  return (await collect(readLines(path, options))).flat()
}

test('lines end with a newline, with or without a return, and the last may lack it', async () => {
  assert.deepEqual(await linesOf('a\nb\r\n\nc'), [
    { number: 1, text: 'a' },
    { number: 2, text: 'b' },
    { number: 3, text: '' },
    { number: 4, text: 'c' },
  ])
})

test('an empty file has no lines', async () => {
  assert.deepEqual(await linesOf(''), [])
})

test('a byte order mark at the beginning is no part of the first line', async () => {
  assert.deepEqual(await linesOf('\uFEFFa\n\uFEFFb\n'), [
    { number: 1, text: 'a' },
    { number: 2, text: '\uFEFFb' },
  ])
})

test('a line that is not UTF-8 is named and the next one is read', async () => {
  const lines = await linesOf(Buffer.from([0x61, 0xff, 0x0a, 0x62, 0x0a]))
  assert.deepEqual(lines, [
    { number: 1, code: 'invalid_utf8' },
    { number: 2, text: 'b' },
  ])
})

test('latin-1 is read where asked for', async () => {
  const lines = await linesOf(Buffer.from([0x63, 0xe9, 0x0a]), { encoding: 'latin1' })
  assert.deepEqual(lines, [{ number: 1, text: 'cé' }])
})

test('a line of the greatest length is read and one byte more is too long', async () => {
  const fits = 'x'.repeat(LINE_BYTES_MAX)
  assert.deepEqual(await linesOf(`${fits}\n${fits}x\nlast`), [
    { number: 1, text: fits },
    { number: 2, code: 'line_too_long' },
    { number: 3, text: 'last' },
  ])
})

test('a line of many megabytes is too long, at the end of the file as well', async () => {
  const long = Buffer.alloc(5_000_000, 'x')
  assert.deepEqual(await linesOf(long), [{ number: 1, code: 'line_too_long' }])
})

test('lines that cross the pieces the file is read in stay whole', async () => {
  const expected = Array.from({ length: 40_000 }, (_, index) => `line ${index} é`)
  const lines = await linesOf(expected.join('\n'))
  assert.deepEqual(
    lines.map((line) => ('text' in line ? line.text : line.code)),
    expected,
  )
})

test('the bytes read add up to the size of the file', async () => {
  let read = 0
  await linesOf('ab\ncd\n', {
    onBytes: (count) => {
      read += count
    },
  })
  assert.equal(read, 6)
})
