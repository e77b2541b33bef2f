/** Alone in its file: the peak of memory is that of the process. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DEFAULT_MODEL_OPTIONS } from '@equipoise/core/recommend'
import { buildInThread, planInThread } from './build.ts'
import type { ListsCopy } from './held-lists.ts'

const [PEOPLE, ITEMS, OF_ONE] = [12_000, 9_000, 24]
const WITHIN = 1.5

test('a build takes the memory that was planned, within a factor of one and a half', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-plan-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [lists, options] = [someLists(), DEFAULT_MODEL_OPTIONS]
  const { signal } = new AbortController()
  const before = process.memoryUsage.rss()
  const { bytes, seconds } = await planInThread({ lists, options }, { signal })
  const draft = { file: 'm', path: join(folder, 'm'), key: randomBytes(32), bound: randomBytes(8) }
  const categories = { names: [], starts: new Uint32Array(ITEMS + 1), of: new Uint32Array(0) }
  const task = { lists, categories, options, draft, before: undefined, isUrgent: false }
  const built = await buildInThread(task, { signal })
  const peak = process.resourceUsage().maxRSS * 1_024
  const ratio = (before + bytes) / peak
  assert.ok(ratio > 1 / WITHIN && ratio < WITHIN, `${ratio} of the peak was planned`)
  assert.ok(seconds > 0 && Number.isFinite(seconds))
  assert.equal(built.interactions, lists.slots.length)
})

/** Of items of falling popularity, distinct within a list: the same each time. */
function someLists(): ListsCopy {
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (PEOPLE + 1)))
  const slots = new Uint32Array(new SharedArrayBuffer(4 * PEOPLE * OF_ONE))
  let state = 1
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  for (let person = 0; person < PEOPLE; person += 1) {
    const own = new Set<number>()
    while (own.size < OF_ONE) own.add(Math.floor(next() ** 2 * ITEMS))
    slots.set([...own], person * OF_ONE)
    starts[person + 1] = (person + 1) * OF_ONE
  }
  const names = Array.from({ length: ITEMS }, (_, item) => `item-${item}`)
  const vouched = new Uint8Array(PEOPLE).fill(1)
  return { names, starts, slots, vouched, touched: new Uint8Array(ITEMS) }
}
