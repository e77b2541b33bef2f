/** The vectors of `conformance/law`, which say in a neutral form what each law leads to. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isRequest } from '@equipoise/core/law'
import { toInstant } from '@equipoise/core/values'
import { askDeadline, askLaw, loadCalendars, loadPacks } from './index.ts'

const FOLDER = join(import.meta.dirname, '../../../../../conformance/law')
const packs = loadPacks()
const calendars = loadCalendars()

interface Vector<T> {
  readonly id: string
  readonly title?: string
  readonly request?: string
  readonly facts: unknown
  readonly expect: T
  readonly citation: string
}

interface Expected {
  readonly outcome: string
  readonly lawOutcome: string
  readonly code?: string
  /** Part of the citation of a reason. */
  readonly reason?: string
  readonly obligation?: string
  readonly retryAt?: string | null
  readonly until?: string
}

interface ExpectedTime {
  readonly exists: boolean
  readonly respond?: string
  readonly extend?: string
  readonly respondBy?: string
}

function vectorsIn<T>(file: string): readonly Vector<T>[] {
  const { vectors } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))
  return vectors
}

for (const { id, title, facts, expect, citation } of vectorsIn<Expected>('decisions.json')) {
  test(`${id}: ${title} (${citation})`, () => {
    const answer = askLaw(facts, { packs, now: toInstant(0) })
    const { outcome, lawOutcome, reasons, obligations } = answer
    const told = JSON.stringify(reasons)
    assert.deepEqual(
      { outcome, lawOutcome },
      { outcome: expect.outcome, lawOutcome: expect.lawOutcome },
      told,
    )
    if (expect.code)
      assert.ok(
        reasons.some(({ code }) => code === expect.code),
        told,
      )
    const { reason = '' } = expect
    assert.ok(
      reasons.some((one) => one.citation.includes(reason)),
      told,
    )
    if (expect.obligation) {
      assert.ok(obligations.some(({ code }) => code === expect.obligation))
    }
    if (expect.retryAt !== undefined) assert.equal(answer.retryAt, expect.retryAt)
    if (expect.until !== undefined) assert.equal(answer.until, expect.until)
  })
}

for (const { id, request, facts, expect, citation } of vectorsIn<ExpectedTime>('deadlines.json')) {
  test(`${id} (${citation})`, () => {
    assert.ok(isRequest(request))
    const answer = askDeadline(request, facts, { packs, calendars, now: toInstant(0) })
    const [first] = answer.deadlines.filter((one) => one.exists === expect.exists)
    assert.equal(answer.exists, expect.exists, JSON.stringify(answer))
    assert.ok(first?.citation.includes(citation.split(';')[0] ?? ''), first?.citation)
    if (expect.respond) assert.equal(first?.respond, expect.respond)
    if (expect.extend) assert.equal(first?.extend, expect.extend)
    if (expect.respondBy) assert.equal(answer.respondBy, expect.respondBy)
  })
}
