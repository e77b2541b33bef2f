/** The log as outsiders read it: without a key, from its tiles alone. */
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { test } from 'node:test'
import {
  formatTilePath,
  leafHash,
  parseVerifierKey,
  rootOf,
  verifyCheckpoint,
  verifyConsistency,
} from '@equipoise/core/ledger'
import { parseBase64 } from '@equipoise/core/values'
import { serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'

const server = serverOfFile()
const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
const verifyEd25519 = (message: Uint8Array, signature: Uint8Array, key: Uint8Array): boolean => {
  const x = Buffer.from(key).toString('base64url')
  const jwk = { kty: 'OKP', crv: 'Ed25519', x }
  return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature)
}

async function read(path: string): Promise<Response> {
  return fetch(new URL(path, server().url))
}

async function head(note?: string) {
  const key = parseVerifierKey((await (await read('/ledger/key')).text()).trim(), sha256)
  assert.ok(key.ok)
  const text = note ?? (await (await read('/ledger/checkpoint')).text())
  const checkpoint = verifyCheckpoint(text, [key.value], verifyEd25519)
  assert.ok(checkpoint.ok, text)
  return checkpoint.value
}

test('the head signs the root over the leaves that the tiles hold', async () => {
  await aSubject('ledger-a').join(server().app)
  const { size, root } = await head()
  const width = Math.min(size, 256)
  const hashes = await read(`/ledger/tile/${formatTilePath({ level: 0, index: 0, width })}`)
  assert.equal(hashes.headers.get('content-type'), 'application/octet-stream')
  const leaves = cut(new Uint8Array(await hashes.arrayBuffer()), 32)
  assert.deepEqual(rootOf(leaves, sha256), root)
  const path = formatTilePath({ level: 'entries', index: 0, width })
  const entries = await (await read(`/ledger/tile/${path}`)).arrayBuffer()
  const hashed = cut(new Uint8Array(entries), 34).map((one) => leafHash(one.slice(2), sha256))
  assert.deepEqual(hashed, leaves)
})

test('whoever kept an old head is shown that the log only grew', async () => {
  await aSubject('ledger-b').join(server().app)
  const older = await head()
  await aSubject('ledger-c').join(server().app)
  const text = await (await read(`/ledger/consistency?old=${older.size}`)).text()
  const [lines = '', note = ''] = splitOnce(text, '\n\n')
  const [first, ...hashes] = lines.split('\n')
  assert.equal(first, `old ${older.size}`)
  const newer = await head(note)
  const proof = hashes.map((one) => parseBase64(one) ?? assert.fail(one))
  const claim = { oldSize: older.size, newSize: newer.size, proof }
  const roots = { oldRoot: older.root, newRoot: newer.root }
  assert.deepEqual(verifyConsistency({ ...claim, ...roots }, sha256), { ok: true, value: true })
  const forked = { oldRoot: newer.root, newRoot: newer.root }
  assert.ok(!verifyConsistency({ ...claim, ...forked }, sha256).ok)
})

test('a tile that is not there, or no tile at all, is not found', async () => {
  for (const path of ['0/999', '0/000.p/256', '9/000', 'data/000', '..%2Fkey', '0/x000/000']) {
    const { status } = await read(`/ledger/tile/${path}`)
    assert.equal(status, 404, path)
  }
  assert.equal((await read('/ledger/consistency?old=9007199254740991')).status, 404)
  for (const old of ['0', '-1', '1e3', '', '01']) {
    assert.equal((await read(`/ledger/consistency?old=${old}`)).status, 400, old)
  }
})

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: bytes.length / size }, (_, i) =>
    bytes.slice(i * size, (i + 1) * size),
  )
}

function splitOnce(text: string, by: string): readonly string[] {
  const at = text.indexOf(by)
  return [text.slice(0, at), text.slice(at + by.length)]
}
