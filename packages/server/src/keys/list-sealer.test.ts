import assert from 'node:assert/strict'
import { createCipheriv, createHmac, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { LIST_SEAL_BYTES, listSealer } from './list-sealer.ts'
import { deriveKey } from './seal.ts'

const ROOT = Buffer.alloc(32, 7)
const PLAIN_BYTES = 48
const SEALED_BYTES = PLAIN_BYTES + LIST_SEAL_BYTES
const sealer = listSealer(ROOT, 'test', PLAIN_BYTES)

/** A sealer that begins at a counter. */
function sealerFrom(counter: Uint8Array) {
  const { seal, open } = listSealer(ROOT, 'test', PLAIN_BYTES)
  return { seal: (plains: Uint8Array) => seal(plains, () => counter), open }
}

const counters = fc.uint8Array({ minLength: 16, maxLength: 16 })
const lists = fc
  .integer({ min: 0, max: 12 })
  .chain((n) => fc.uint8Array({ minLength: n * PLAIN_BYTES, maxLength: n * PLAIN_BYTES }))

function inParts(bytes: Uint8Array, size: number): Buffer[] {
  const count = bytes.length / size
  return Array.from({ length: count }, (_, n) => Buffer.from(bytes.slice(n * size, (n + 1) * size)))
}

test('each text of a list opens alone, whatever else was sealed with it', () => {
  fc.assert(
    fc.property(fc.array(lists, { maxLength: 4 }), counters, (all, counter) => {
      const { seal } = sealerFrom(counter)
      for (const plains of all) {
        assert.deepEqual(
          inParts(seal(plains), SEALED_BYTES).map((one) => sealer.open(one)),
          inParts(plains, PLAIN_BYTES),
        )
      }
    }),
  )
})

test('counting on carries over all bytes, and past the end begins anew', () => {
  for (const counter of [
    Buffer.alloc(16, 255),
    Buffer.from('00ffffffffffffffffffffffffffffff', 'hex'),
  ]) {
    const plains = Buffer.alloc(4 * PLAIN_BYTES, 3)
    const sealed = inParts(sealerFrom(counter).seal(plains), SEALED_BYTES)
    assert.deepEqual(
      sealed.map((one) => sealer.open(one)),
      inParts(plains, PLAIN_BYTES),
    )
  }
})

test('it is AES-256 in counter mode, and HMAC-SHA-256 of counter and ciphertext', () => {
  const counter = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
  const plain = Buffer.from('a text of forty-eight bytes, to be sealed here..')
  const use = `equipoise/test|${PLAIN_BYTES}`
  const cipher = createCipheriv('aes-256-ctr', deriveKey(ROOT, `${use}|encrypt`), counter)
  const body = Buffer.concat([counter, cipher.update(plain)])
  const hmac = createHmac('sha256', deriveKey(ROOT, `${use}|authenticate`))
    .update(body)
    .digest()
  assert.deepEqual(sealerFrom(counter).seal(plain), Buffer.concat([body, hmac.subarray(0, 16)]))
})

test('no two texts are encrypted alike, of one list or of many, and counters begin anew', () => {
  const { seal } = listSealer(ROOT, 'test', PLAIN_BYTES)
  const begun: Uint8Array[] = []
  const random = (size: number): Uint8Array => {
    begun.push(randomBytes(size))
    return begun.at(-1) ?? new Uint8Array(size)
  }
  const sealed = Array.from({ length: 200 }, () => seal(Buffer.alloc(10 * PLAIN_BYTES), random))
  const texts = sealed.flatMap((list) => inParts(list, SEALED_BYTES))
  const blocks = texts.flatMap((one) => inParts(one.subarray(16, 16 + PLAIN_BYTES), 16))
  assert.equal(new Set(blocks.map((block) => block.toString('hex'))).size, blocks.length)
  assert.equal(begun.length, 4)
})

test('a flip of any bit, a cut and a longer text are refused', () => {
  const sealed = sealer.seal(Buffer.alloc(PLAIN_BYTES, 1), randomBytes)
  for (let at = 0; at < sealed.length; at += 1) {
    for (let bit = 1; bit < 256; bit <<= 1) {
      const altered = Buffer.from(sealed)
      altered[at] = (altered[at] ?? 0) ^ bit
      assert.equal(sealer.open(altered), undefined, `byte ${at}`)
    }
    assert.equal(sealer.open(sealed.subarray(0, at)), undefined)
  }
  assert.equal(sealer.open(Buffer.concat([sealed, Buffer.alloc(1)])), undefined)
})

test('what was sealed under another name, length or root opens nowhere else', () => {
  const sealed = sealer.seal(Buffer.alloc(PLAIN_BYTES), randomBytes)
  const others = [
    listSealer(ROOT, 'other', PLAIN_BYTES),
    listSealer(Buffer.alloc(32, 8), 'test', PLAIN_BYTES),
    listSealer(ROOT, 'test', PLAIN_BYTES + 16),
  ]
  assert.deepEqual(
    others.map((other) => other.open(sealed)),
    [undefined, undefined, undefined],
  )
})
