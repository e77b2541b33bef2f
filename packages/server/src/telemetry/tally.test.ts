import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Counter, Registry } from 'prom-client'
import { Tally } from './tally.ts'

const counted = fc.record({
  route: fc.constantFrom('/v1/decide', '/health', 'none'),
  status: fc.constantFrom(200, 404, 503),
  count: fc.integer({ min: 1, max: 5 }),
  isRead: fc.boolean(),
})

function aCounter(): Counter<'route' | 'status'> {
  const labelNames = ['route', 'status'] as const
  return new Counter({ name: 'n', help: 'n', labelNames, registers: [new Registry()] })
}

test('what was counted between readings is what a counter would have counted at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(counted), async (all) => {
      const [direct, late] = [aCounter(), aCounter()]
      const tally = new Tally(late, ['route', 'status'])
      for (const { route, status, count, isRead } of all) {
        direct.inc({ route, status }, count)
        tally.add([route, status], count)
        if (isRead) tally.flush()
      }
      tally.flush()
      assert.deepEqual(seriesOf(await late.get()), seriesOf(await direct.get()))
    }),
  )
})

function seriesOf({ values }: Awaited<ReturnType<Counter['get']>>): readonly string[] {
  return values.map(({ labels, value }) => `${labels['route']} ${labels['status']} ${value}`).sort()
}
