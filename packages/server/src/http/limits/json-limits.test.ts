import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkJsonExtent, JSON_DEPTH_MAX, JSON_ENTRIES_MAX } from './json-limits.ts'

const check = (text: string): void => checkJsonExtent(Buffer.from(text))

function nested(levels: number): string {
  return `${'['.repeat(levels)}1${']'.repeat(levels)}`
}

test('a value of as many levels as are taken passes, and one of one more does not', () => {
  check(nested(JSON_DEPTH_MAX))
  assert.throws(() => check(nested(JSON_DEPTH_MAX + 1)), { code: 'body_too_deep' })
  const objects = '{"a":'.repeat(JSON_DEPTH_MAX + 1)
  assert.throws(() => check(objects), { code: 'body_too_deep' })
})

test('levels that stand side by side do not add up', () => {
  check(
    `[${Array(1_000)
      .fill(nested(JSON_DEPTH_MAX - 1))
      .join()}]`,
  )
})

test('a value of more entries than are taken does not pass', () => {
  check(`[${Array(JSON_ENTRIES_MAX).fill(1).join()}]`)
  const tooMany = `[${Array(JSON_ENTRIES_MAX + 2)
    .fill(1)
    .join()}]`
  assert.throws(() => check(tooMany), { code: 'batch_too_large' })
})

test('brackets, commas and quotes within a text count for nothing', () => {
  check(JSON.stringify('[{'.repeat(1_000)))
  check(JSON.stringify({ [`"${'['.repeat(99)}\\`]: `\\"${','.repeat(JSON_ENTRIES_MAX)}` }))
})

test('a text without an end is no endless one', () => {
  check('"[[[[')
  check('"\\')
  assert.throws(() => check(`"\\""${'['.repeat(99)}`), { code: 'body_too_deep' })
})

test('whatever is no deeper than is taken passes, whatever texts it holds', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: JSON_DEPTH_MAX - 1 }), (value) => {
      check(JSON.stringify(value))
    }),
  )
})
