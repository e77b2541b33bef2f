import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readBinaryEvent } from './read-binary-event.ts'

const HEADERS = {
  'ce-specversion': '1.0',
  'ce-type': 'com.example.someevent',
  'ce-time': '2018-04-05T03:56:24Z',
  'ce-id': '1234-1234-1234',
  'ce-source': '/mycontext/subcontext',
  'content-type': 'application/json; charset=utf-8',
}

function idOf(value: string | readonly string[]): unknown {
  const read = readBinaryEvent({ ...HEADERS, 'ce-id': value }, {})
  return read.ok ? read.value['id'] : read.issues[0]?.code
}

test('the headers are the attributes, the body is the data', () => {
  const data = { a: 1 }
  const read = readBinaryEvent({ ...HEADERS, 'ce-traceparent': '00-x', cookie: 'a=b' }, data)
  assert.deepEqual(read.ok && read.value, {
    specversion: '1.0',
    type: 'com.example.someevent',
    time: '2018-04-05T03:56:24Z',
    id: '1234-1234-1234',
    source: '/mycontext/subcontext',
    data,
  })
})

test('values are percent-encoded, and older senders quote them', () => {
  assert.equal(idOf('Euro%20%E2%82%AC%20%F0%9F%98%80'), 'Euro € 😀')
  assert.equal(idOf('%41bc'), 'Abc')
  assert.equal(idOf('"a, \\"b\\" \\\\"'), 'a, "b" \\')
  assert.equal(idOf('"Euro%20%e2%82%ac"'), 'Euro €')
})

test('a value that is neither is refused: overlong UTF-8, a bare sign, two headers in one', () => {
  for (const value of ['%C0%A0', '100%', '%zz', 'a, b', 'é', 'a\tb', '"a', '"', '"a"b"', '"a\\"']) {
    assert.equal(idOf(value), 'attribute_malformed', value)
  }
  assert.equal(idOf(['a', 'b']), 'attribute_malformed')
})

test('the type of the data is not said twice', () => {
  const read = readBinaryEvent({ ...HEADERS, 'ce-datacontenttype': 'application/json' }, {})
  assert.equal(read.ok, false)
})

test('whatever an id is, it comes back as it was encoded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (id) => {
      assert.equal(idOf(encodeURIComponent(id)), id)
    }),
  )
})
