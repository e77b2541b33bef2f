import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formOf, isHeader, parseDataLine } from './parse-data-line.ts'

test('the form of a file is told by a line', () => {
  assert.equal(formOf('0 1 2 3'), 'lists')
  assert.equal(formOf('7'), 'lists')
  assert.equal(formOf('196\t242\t3\t881250949'), 'rows')
  assert.equal(formOf('(0,25)\t1064\t174'), 'negatives')
})

test('a list names a subject and its items, perhaps none', () => {
  const line = { subject: '7', items: ['1', '9007199254740993'], at: undefined, held: undefined }
  assert.deepEqual(parseDataLine('7 1 9007199254740993 ', 'lists'), line)
  assert.deepEqual(parseDataLine('7', 'lists'), { ...line, items: [] })
  assert.match(String(parseDataLine('7 1\t2', 'lists')), /found a tab/)
})

test('a row may have a rating and a time, in seconds or milliseconds', () => {
  const row = { subject: 'u', items: ['i'], at: undefined, held: undefined }
  assert.deepEqual(parseDataLine('u\ti', 'rows'), row)
  assert.deepEqual(parseDataLine('u\ti\t4.5\t', 'rows'), row)
  assert.deepEqual(parseDataLine('u\ti\t3\t881250949', 'rows'), { ...row, at: 881_250_949_000 })
  assert.deepEqual(parseDataLine('u\ti\t\t881250949000', 'rows'), { ...row, at: 881_250_949_000 })
})

test('what is wrong with a row is said', () => {
  assert.match(String(parseDataLine('u', 'rows')), /found 1 fields/)
  assert.match(String(parseDataLine('u\ti\t1\t2\t3', 'rows')), /found 5 fields/)
  assert.match(String(parseDataLine('u\ti\tgood', 'rows')), /rating is not a number/)
  assert.match(String(parseDataLine('u\ti\tNaN', 'rows')), /rating is not a number/)
  assert.match(String(parseDataLine('u\ti\t1\tsoon', 'rows')), /time is not a number/)
  assert.match(String(parseDataLine('\ti', 'rows')), /subject is not an id/)
  assert.match(String(parseDataLine('u\t', 'rows')), /item is not an id/)
})

test('negatives name the held item first', () => {
  const line = { subject: '0', items: ['25', '7', '8'], at: undefined, held: '25' }
  assert.deepEqual(parseDataLine('(0,25)\t7\t8', 'negatives'), line)
  assert.match(String(parseDataLine('(0,25)', 'negatives')), /expected items to rank/)
  assert.match(String(parseDataLine('0 25\t7', 'negatives')), /expected "\(subject,item\)"/)
})

test('a header names its columns', () => {
  assert.ok(isHeader('user\tmovie\trating\ttimestamp') && isHeader('userID\tartistID\tweight'))
  assert.ok(!isHeader('user-1\tmovie-2'))
})
