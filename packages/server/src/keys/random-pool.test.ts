import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomPool } from './random-pool.ts'

test('as many bytes come as are asked for, and never the same ones again', () => {
  const random = randomPool()
  const seen = new Set<string>()
  for (let turn = 0; turn < 5_000; turn += 1) {
    const size = 16 + (turn % 1_200)
    const drawn = random(size)
    assert.equal(drawn.length, size)
    assert.ok(drawn.some((byte) => byte !== 0))
    seen.add(Buffer.from(drawn.subarray(0, 16)).toString('hex'))
    seen.add(Buffer.from(drawn.subarray(-16)).toString('hex'))
  }
  assert.ok(seen.size > 9_990)
})

test('what one was given is theirs alone', () => {
  const random = randomPool()
  const before = random(64)
  const kept = Buffer.from(before).toString('hex')
  before.fill(0)
  assert.notEqual(Buffer.from(random(64)).toString('hex'), kept)
  assert.notEqual(before.buffer, random(64).buffer)
})

test('every bit is as often set as not', () => {
  const random = randomPool()
  const set = new Array<number>(8).fill(0)
  for (const byte of Array.from({ length: 400 }, () => [...random(100)]).flat()) {
    for (let bit = 0; bit < 8; bit += 1) set[bit] = (set[bit] ?? 0) + ((byte >> bit) & 1)
  }
  // Within six standard deviations (100) of 20,000: wrong by chance once in 10^8 runs.
  for (const count of set) assert.ok(Math.abs(count - 20_000) < 600, `${set}`)
})
