/** The vectors of `conformance/signals`: known strings, and what they come to in neutral terms. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PURPOSES } from '../values/index.ts'
import { readSignals, type SignalInput } from './index.ts'

const FILE = join(import.meta.dirname, '../../../../conformance/signals/signals.json')

interface Vector {
  readonly id: string
  readonly title: string
  readonly input: SignalInput
  readonly expect: Expected
  readonly source: string
}

interface Expected {
  readonly gpc?: boolean
  readonly refuses?: readonly string[]
  readonly leaves?: readonly string[]
  readonly notes?: readonly string[]
  readonly contradicts?: boolean
  readonly issue?: { readonly path: string; readonly code: string }
}

const { vectors }: { readonly vectors: readonly Vector[] } = JSON.parse(readFileSync(FILE, 'utf8'))

for (const { id, title, input, expect, source } of vectors) {
  test(`${id}: ${title} (${source})`, () => {
    const { signals, parts, notes, issues } = readSignals(input)
    if (expect.issue !== undefined) {
      const [{ path, code } = { path: '', code: '' }] = issues
      assert.deepEqual({ path, code }, expect.issue)
      assert.deepEqual(signals.refusals?.at(-1)?.purposes, PURPOSES)
      return
    }
    assert.deepEqual(issues, [])
    assert.equal(signals.gpc, expect.gpc ?? false)
    const refused = new Set(parts.flatMap(({ refuses }) => refuses))
    const left = new Set(parts.flatMap(({ leaves }) => leaves))
    assert.deepEqual(
      PURPOSES.filter((one) => refused.has(one)),
      expect.refuses,
    )
    assert.deepEqual(
      PURPOSES.filter((one) => left.has(one)),
      expect.leaves,
    )
    const told = parts.flatMap((part) => part.notes.map(({ code }) => code))
    assert.deepEqual(told, expect.notes ?? told)
    assert.equal(notes.length > 0, expect.contradicts ?? false)
  })
}
