/**
 * The 518 cases of transparency-dev/merkle, read from outside the project: `EQUIPOISE_SHARED`, else
 * `../shared` beside it. A number beyond 2^53 loses digits as it is read, and must be refused.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Result } from '../values/result.ts'
import {
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './merkle-verify.ts'

interface Vector {
  readonly [field: string]: number | string | boolean | readonly string[] | null
}

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())

const SHARED = process.env['EQUIPOISE_SHARED'] ?? join(import.meta.dirname, '../../../../../shared')
const VECTORS = join(SHARED, 'vectors/merkle/testdata')
const skip = existsSync(VECTORS) ? false : `no vectors at ${VECTORS}`

const number = (vector: Vector, field: string): number => Number(vector[field])
const bytes = (base64: unknown): Uint8Array => new Uint8Array(Buffer.from(String(base64), 'base64'))
const proofOf = (vector: Vector): Uint8Array[] =>
  Array.isArray(vector['proof']) ? vector['proof'].map(bytes) : []

const rangeOf = (vector: Vector): { start: number; end: number } => ({
  start: number(vector, 'start'),
  end: number(vector, 'end'),
})
const leafOf = (vector: Vector): { index: number; leafHash: Uint8Array; root: Uint8Array } => ({
  index: number(vector, 'leafIdx'),
  leafHash: bytes(vector['leafHash']),
  root: bytes(vector['root']),
})

const FAMILIES: readonly {
  readonly folder: string
  readonly cases: number
  readonly verify: (vector: Vector) => Result<true>
}[] = [
  {
    folder: 'inclusion',
    cases: 98,
    verify: (v) =>
      verifyInclusion({ ...leafOf(v), size: number(v, 'treeSize'), proof: proofOf(v) }, sha256),
  },
  {
    folder: 'consistency',
    cases: 98,
    verify: (v) =>
      verifyConsistency(
        {
          oldSize: number(v, 'size1'),
          newSize: number(v, 'size2'),
          oldRoot: bytes(v['root1']),
          newRoot: bytes(v['root2']),
          proof: proofOf(v),
        },
        sha256,
      ),
  },
  {
    folder: 'subtreeinclusion',
    cases: 204,
    verify: (v) => verifySubtreeInclusion({ ...leafOf(v), proof: proofOf(v) }, rangeOf(v), sha256),
  },
  {
    folder: 'subtreeconsistency',
    cases: 118,
    verify: (v) =>
      verifySubtreeConsistency(
        {
          ...rangeOf(v),
          size: number(v, 'size'),
          subtreeRoot: bytes(v['root1']),
          root: bytes(v['root2']),
          proof: proofOf(v),
        },
        sha256,
      ),
  },
]

for (const { folder, cases, verify } of FAMILIES) {
  test(`all ${cases} published ${folder} cases are accepted or refused as they should`, {
    skip,
  }, () => {
    const files = readdirSync(join(VECTORS, folder), { recursive: true, encoding: 'utf8' })
    const vectors = files.filter((file) => file.endsWith('.json'))
    const wrong = vectors.filter((file) => {
      const vector: Vector = JSON.parse(readFileSync(join(VECTORS, folder, file), 'utf8'))
      return verify(vector).ok === vector['wantErr']
    })
    assert.deepEqual(wrong, [])
    assert.equal(vectors.length, cases)
  })
}
