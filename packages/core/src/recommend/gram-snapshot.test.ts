import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GramMatrix } from './gram-matrix.ts'
import { writeSnapshot } from './gram-snapshot.ts'

test('the canonical bytes are those of the format, whatever the machine', () => {
  const matrix = new GramMatrix(10)
  matrix.add(['é', 'a'], 2 ** 33 + 1, true)
  matrix.add(['b'], 7, true)
  const words = [
    ['EQGRAM01', 'ascii'],
    ['02000000 00000000', 'hex'],
    ['03000000 01000000 01000000 02000000', 'hex'],
    ['abé', 'utf8'],
    ['01000000 00000000 01000000 0100000002000000', 'hex'],
    ['01000000 01000000 01000000 0700000000000000', 'hex'],
    ['02000000 00000000 01000000 0100000002000000', 'hex'],
    ['02000000 01000000 0100000002000000', 'hex'],
  ] as const
  const expected = words.map(([text, form]) =>
    Buffer.from(form === 'hex' ? text.replaceAll(' ', '') : text, form),
  )
  assert.equal(
    Buffer.concat([...writeSnapshot(matrix.snapshot())]).toString('hex'),
    Buffer.concat(expected).toString('hex'),
  )
})

test('a pair that nobody vouched for holds is written with no people', () => {
  const matrix = new GramMatrix(10)
  matrix.add(['a'], 7, false)
  const [row] = [...writeSnapshot(matrix.snapshot())].slice(-1)
  const expected = '01000000 00000000 00000000 0700000000000000'.replaceAll(' ', '')
  assert.equal(Buffer.from(row ?? []).toString('hex'), expected)
})
