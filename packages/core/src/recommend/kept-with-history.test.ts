import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeptAnswers, KeptWithHistory } from './kept-with-history.ts'

const HISTORY = [{ item: 'a', value: 1 }]
const MODEL = {}

test('keeps for the same history and model, made with the same', () => {
  const kept = new KeptWithHistory<string>()
  assert.equal(kept.keep(HISTORY, MODEL, [1], 'made'), 'made')
  assert.equal(kept.find(HISTORY, MODEL, [1]), 'made')
  assert.equal(kept.find(HISTORY, MODEL, [2]), undefined)
  assert.equal(kept.find(HISTORY, {}, [1]), undefined)
  assert.equal(kept.find([...HISTORY], MODEL, [1]), undefined)
})

test('asks once a target, and anew when it was given long ago', () => {
  const asked: string[] = []
  const answers = new KeptAnswers<string>()
  const answer = answers.of(HISTORY, MODEL, [], (id) => {
    asked.push(id)
    return `of ${id}`
  })
  assert.equal(answer('a'), 'of a')
  assert.equal(answer('a'), 'of a')
  assert.deepEqual(asked, ['a'])
  for (let place = 0; place < 40; place += 1) answer(`other ${place}`)
  answer('a')
  assert.equal(asked.filter((id) => id === 'a').length, 2)
})

test('another model of the same history answers for itself', () => {
  const answers = new KeptAnswers<string>()
  const first = answers.of(HISTORY, MODEL, [], () => 'first')
  const second = answers.of(HISTORY, {}, [], () => 'second')
  assert.deepEqual([first('a'), second('a')], ['first', 'second'])
})

test('of many histories those that were asked about longest ago are asked about anew', () => {
  const answers = new KeptAnswers<string>()
  let asked = 0
  const answer = (): string => {
    asked += 1
    return 'this'
  }
  const first = answers.of(HISTORY, MODEL, [], answer)
  first('a')
  // Held, so that they are there to be counted.
  const others = Array.from({ length: 2_000 }, (_, n) => [{ item: `${n}`, value: 1 }])
  for (const [n, other] of others.entries()) {
    answers.of(other, MODEL, [], answer)
    if (n === 1_998) first('a')
  }
  assert.equal(asked, 1)
  first('a')
  assert.equal(asked, 2)
})
