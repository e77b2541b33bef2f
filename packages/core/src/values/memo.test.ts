import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Memo } from './memo.ts'

test('what was kept is found on that very thing, the latest of each kind', () => {
  const [one, other] = [
    new Memo<readonly number[], string>(),
    new Memo<readonly number[], string>(),
  ]
  const [list, alike] = [
    [1, 2],
    [1, 2],
  ]
  assert.equal(one.find(list), undefined)
  assert.equal(one.keep(list, 'a'), 'a')
  other.keep(list, 'b')
  one.keep(list, 'c')
  assert.deepEqual([one.find(list), other.find(list), one.find(alike)], ['c', 'b', undefined])
})

test('who lists, copies, compares or writes the thing meets nothing of it', () => {
  const memo = new Memo<object, string>()
  const list = [1, 2]
  memo.keep(list, 'kept')
  assert.deepEqual(list, [1, 2])
  assert.deepEqual(Object.keys(list), ['0', '1'])
  assert.equal(memo.find([...list]), undefined)
  assert.equal(memo.find(structuredClone(list)), undefined)
  assert.equal(memo.find({ ...list }), undefined)
  assert.equal(JSON.stringify(list), '[1,2]')
})

test('on what cannot be added to nothing is kept', () => {
  const memo = new Memo<readonly number[], string>()
  const frozen = Object.freeze([1])
  assert.equal(memo.keep(frozen, 'made'), 'made')
  assert.equal(memo.find(frozen), undefined)
})
