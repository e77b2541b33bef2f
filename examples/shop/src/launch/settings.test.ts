/** What the shop takes for itself of the command line, and what it hands on. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSettings } from './settings.ts'

test('the shop takes its own port, and hands all but the form of the answer on', () => {
  const words = ['start', '--shop-port', '9000', '--port=1', '--data', 'x', '--json']
  assert.deepEqual(parseSettings(words, {}), {
    shopPort: 9000,
    dataDirectory: 'x',
    json: true,
    words: ['start', '--port=1', '--data', 'x'],
  })
})

test('both forms of an option are read; the directory may come from the environment', () => {
  const found = parseSettings(['start', '--shop-port=0'], { EQUIPOISE_DATA: 'y' })
  assert.deepEqual([found.shopPort, found.dataDirectory, found.words], [0, 'y', ['start']])
  assert.deepEqual(parseSettings(['start', '--data=z'], { EQUIPOISE_DATA: 'y' }).dataDirectory, 'z')
  assert.deepEqual(parseSettings(['start'], {}).shopPort, 8_788)
})

test('what is no port is refused', () => {
  for (const port of ['abc', '-1', '65536', '', '1e3', '0x10']) {
    assert.throws(() => parseSettings(['start', '--shop-port', port], {}), RangeError, port)
  }
})
