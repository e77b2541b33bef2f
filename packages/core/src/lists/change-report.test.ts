import assert from 'node:assert/strict'
import { test } from 'node:test'
import { poolOf } from './builders.test.ts'
import { hasChanged, reportChange } from './change-report.ts'

test('a report names what came, what went, what moved, and what it cost', () => {
  const [a, b, c, d] = poolOf('w', 'x', 'y', 'z')
  if (!(a && b && c && d)) throw new Error('four candidates')
  const report = reportChange('diversify', [a, b, c, d], [c, a, d, b], 3)
  assert.deepEqual(report, {
    step: 'diversify',
    movedIn: [d.id],
    movedOut: [b.id],
    moved: [
      { id: c.id, from: 3, to: 1 },
      { id: a.id, from: 1, to: 2 },
    ],
    scoreCost: b.score - d.score,
  })
  assert.ok(hasChanged(report))
})

test('what happens below the list is not reported', () => {
  const [a, b, c] = poolOf('x', 'y', 'z')
  if (!(a && b && c)) throw new Error('three candidates')
  assert.ok(!hasChanged(reportChange('cap', [a, b, c], [a], 1)))
})
