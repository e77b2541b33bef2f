/** The queue: batches in the background, nothing lost in silence, nothing counted twice. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createClient,
  EquipoiseProblem,
  InteractionQueue,
  type LostInteractions,
  type NewInteraction,
  type QueueOptions,
} from '@equipoise/client'
import { aLoopback, cut, json, type Loopback, problem, type Reply } from './loopback.ts'

const GOOD = json(200, { accepted: 1, duplicates: 0, refused: [], rejected: [] })
const NEVER_MS = 3_600_000

interface TestQueue {
  readonly queue: InteractionQueue
  readonly lost: LostInteractions[]
  readonly server: Loopback
}

async function aQueue(
  t: Parameters<typeof aLoopback>[0],
  replies: readonly Reply[],
  options: Partial<QueueOptions> = {},
): Promise<TestQueue> {
  const server = await aLoopback(t, ...replies)
  const lost: LostInteractions[] = []
  const client = createClient({ url: server.url, random: () => 0, retriesMax: 0 })
  const onLost = (one: LostInteractions) => lost.push(one)
  const queue = new InteractionQueue({ client, onLost, flushIntervalMs: NEVER_MS, ...options })
  t.after(() => queue.close())
  return { queue, lost, server }
}

function seen(item: string): NewInteraction {
  return { externalId: 'c-1', item, verb: 'view' }
}

function batchesOf({
  requests,
}: Loopback): { interactions: NewInteraction[]; location?: string }[] {
  return requests.map(({ body }) => JSON.parse(body))
}

test('what waits goes in one batch, each with an id of its own or the one that it had', async (t) => {
  const { queue, server } = await aQueue(t, [GOOD])
  queue.add(seen('bread'))
  queue.add({ ...seen('tea'), id: 'mine' })
  await queue.flush()
  const [batch] = batchesOf(server)
  assert.deepEqual(
    batch?.interactions.map(({ item }) => item),
    ['bread', 'tea'],
  )
  assert.match(batch?.interactions[0]?.id ?? '', /^[0-9a-f-]{36}$/)
  assert.equal(batch?.interactions[1]?.id, 'mine')
  assert.equal(queue.size, 0)
})

test('a batch that is full goes at once, one that is not after the interval', async (t) => {
  const sent = Promise.withResolvers<void>()
  const whole: Reply = (...call) => {
    GOOD(...call)
    sent.resolve()
  }
  const { queue } = await aQueue(t, [whole], { batchMax: 2 })
  queue.add(seen('bread'))
  queue.add(seen('tea'))
  await sent.promise
  const later = Promise.withResolvers<void>()
  const alone: Reply = (...call) => {
    GOOD(...call)
    later.resolve()
  }
  const other = await aQueue(t, [alone], { flushIntervalMs: 5 })
  other.queue.add(seen('bread'))
  await later.promise
})

test('more than a batch goes in several, in order', async (t) => {
  const { queue, server } = await aQueue(t, [GOOD], { batchMax: 3 })
  for (let n = 0; n < 8; n += 1) queue.add(seen(`item-${n}`))
  await queue.flush()
  const items = batchesOf(server).map(({ interactions }) => interactions.map(({ item }) => item))
  assert.deepEqual(
    items.flat(),
    Array.from({ length: 8 }, (_, n) => `item-${n}`),
  )
  assert.ok(items.every(({ length }) => length <= 3))
})

test('what happened in different places goes in batches of their own', async (t) => {
  const { queue, server } = await aQueue(t, [GOOD])
  queue.add(seen('bread'), 'DE')
  queue.add(seen('tea'), 'US-CA')
  queue.add(seen('wool'), 'DE')
  await queue.flush()
  assert.deepEqual(
    batchesOf(server).map(({ location, interactions }) => [location, interactions.length]),
    [
      ['DE', 2],
      ['US-CA', 1],
    ],
  )
})

test('while the server is out of reach interactions wait, and go again under the same id', async (t) => {
  const { queue, lost, server } = await aQueue(t, [cut, problem(503, 'busy'), GOOD])
  queue.add(seen('bread'))
  await assert.rejects(queue.flush())
  await assert.rejects(queue.flush(), EquipoiseProblem)
  assert.equal(queue.size, 1)
  await queue.flush()
  const ids = batchesOf(server).map(({ interactions }) => interactions[0]?.id)
  assert.deepEqual([ids.length, new Set(ids).size, lost.length], [3, 1, 0])
})

test('it comes back by itself when the server does', async (t) => {
  const back = Promise.withResolvers<void>()
  const good: Reply = (...call) => {
    GOOD(...call)
    back.resolve()
  }
  const { queue, lost } = await aQueue(t, [cut, good], { flushIntervalMs: 2 })
  queue.add(seen('bread'))
  await back.promise
  await queue.flush()
  assert.deepEqual([queue.size, lost.length], [0, 0])
})

test('what is added the moment a sending ends goes out, too', async (t) => {
  const { queue, server } = await aQueue(t, [GOOD], { batchMax: 1 })
  queue.add(seen('bread'))
  const first = queue.flush()
  while (queue.size > 0) await Promise.race([first, new Promise(setImmediate)])
  for (let turn = 0; turn < 8; turn += 1) {
    await Promise.resolve()
    queue.add(seen(`item-${turn}`))
  }
  await queue.flush()
  assert.equal(queue.size, 0)
  assert.equal(batchesOf(server).flatMap(({ interactions }) => interactions).length, 9)
})

test('one more than may wait is told, and those that wait are kept', async (t) => {
  const { queue, lost } = await aQueue(t, [GOOD], { bufferMax: 2 })
  for (const item of ['bread', 'tea', 'wool']) queue.add(seen(item))
  assert.deepEqual(
    lost.map(({ why, interactions, cause }) => [why, interactions[0]?.item, cause.message]),
    [['full', 'wool', 'The queue is full: 2 wait']],
  )
  assert.equal(queue.size, 2)
})

test('what the server finds malformed is told, one by one', async (t) => {
  const rejected = [{ index: 1, path: 'at', code: 'time_in_future', says: 'A past time' }]
  const answer = json(200, { accepted: 1, duplicates: 0, refused: [], rejected })
  const { queue, lost } = await aQueue(t, [answer])
  for (const item of ['bread', 'tea']) queue.add(seen(item))
  await queue.flush()
  assert.deepEqual(
    lost.map(({ why, interactions, cause }) => [why, interactions[0]?.item, cause.message]),
    [['rejected', 'tea', 'time_in_future at "at": A past time']],
  )
})

test('a batch that the server will never take is told, and the next one goes', async (t) => {
  const { queue, lost, server } = await aQueue(t, [problem(400, 'invalid_request'), GOOD], {
    batchMax: 1,
  })
  queue.add(seen('bread'))
  queue.add(seen('tea'))
  await queue.flush()
  assert.deepEqual(
    lost.map(({ why, interactions, cause }) => [why, interactions.length, cause.name]),
    [['failed', 1, 'EquipoiseProblem']],
  )
  assert.equal(server.requests.length, 2)
})

test('closing sends what waits and takes nothing more', async (t) => {
  const { queue, lost, server } = await aQueue(t, [GOOD])
  queue.add(seen('bread'))
  await queue.close()
  queue.add(seen('tea'))
  assert.equal(server.requests.length, 1)
  assert.deepEqual(
    lost.map(({ why }) => why),
    ['closed'],
  )
})

test('what cannot be sent when it closes is told, and closing ends', async (t) => {
  const { queue, lost } = await aQueue(t, [cut])
  for (const item of ['bread', 'tea']) queue.add(seen(item))
  await queue.close()
  assert.deepEqual(
    lost.map(({ why, interactions, cause }) => [why, interactions.length, cause.name]),
    [['failed', 2, 'EquipoiseUnreachable']],
  )
  assert.equal(queue.size, 0)
})

test('a queue with more in a batch than the server takes is not made', () => {
  const client = createClient({ url: 'http://127.0.0.1' })
  const make = () => new InteractionQueue({ client, onLost: () => {}, batchMax: 1_001 })
  assert.throws(make, /the server takes 1000 at once/)
})
