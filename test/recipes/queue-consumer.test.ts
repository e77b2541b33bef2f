/** The recipe for a queue's consumer, against the real product and a queue that delivers twice. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Client, createClient } from '@equipoise/client'
import { type Broker, consumeOrders, type Message } from '../../docs/recipes/queue-consumer.ts'
import { NOON } from '../builders/app.ts'
import { serverOfFile } from '../builders/server.ts'
import { aLoopback, json, problem, type Reply } from '../client/loopback.ts'

const server = serverOfFile({}, async ({ url, secret }) => {
  const client = createClient({ url, key: secret })
  for (const externalId of ['ann', 'ben']) {
    const purposes = ['site_personalization'] as const
    await client.recordConsent({ externalId, action: 'give', purposes, evidence: 'A form' })
  }
})

const AT = new Date(NOON - 60_000).toISOString()

function order(id: string, person: string, ...items: readonly unknown[]): Message {
  return { id: `m-${id}`, body: JSON.stringify({ id, person, at: AT, items }) }
}

interface TestQueue extends Broker {
  readonly acknowledged: string[]
  readonly aside: [string, string][]
  /** How many were handed out, those that came again among them. */
  received: number
  /** Ends once every message is done with. */
  readonly isEmpty: Promise<void>
}

/** At least once: what is not acknowledged is handed out again by `again`. */
function aQueue(...messages: readonly Message[]): TestQueue & { again(): void } {
  let waiting = [...messages]
  const done = new Set<Message>()
  const empty = Promise.withResolvers<void>()
  const finish = (message: Message) => {
    done.add(message)
    if (done.size === messages.length) empty.resolve()
  }
  return {
    acknowledged: [],
    aside: [],
    received: 0,
    isEmpty: empty.promise,
    again() {
      waiting = messages.filter((message) => !done.has(message))
    },
    async receive(count, signal) {
      const given = waiting.splice(0, count)
      this.received += given.length
      if (given.length > 0 || signal.aborted) return given
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve([])))
    },
    async acknowledge(message) {
      this.acknowledged.push(message.id)
      finish(message)
    },
    async putAside(message, why) {
      this.aside.push([message.id, why])
      finish(message)
    },
  }
}

/** Consumes until the queue is empty. */
async function consumeAll(queue: TestQueue, equipoise: Client): Promise<void> {
  const ending = new AbortController()
  const consuming = consumeOrders({ broker: queue, equipoise, signal: ending.signal })
  await Promise.race([queue.isEmpty, consuming])
  ending.abort()
  await consuming
}

function product(): Client {
  return createClient({ url: server().url, key: server().secret })
}

function standIn(
  t: TestContext,
  ...replies: readonly Reply[]
): Promise<{ client: Client; sent(): number[] }> {
  return aLoopback(t, ...replies).then(({ url, requests }) => ({
    client: createClient({ url, retriesMax: 0 }),
    sent: () => requests.map(({ body }) => JSON.parse(body).interactions.length),
  }))
}

async function purchasesOf(externalId: string): Promise<string[]> {
  const { subject } = await product().findSubject({ externalId })
  const { interactions } = await product().listInteractions(subject)
  return interactions.map(({ id }) => id).sort()
}

test('each line of each order counts once, and each message is done with', async () => {
  const queue = aQueue(order('17', 'ann', 'bread', 'tea'), order('18', 'ben', 'wool'))
  await consumeAll(queue, product())
  assert.deepEqual(queue.acknowledged, ['m-17', 'm-18'])
  assert.deepEqual(await purchasesOf('ann'), ['17-1', '17-2'])
})

test('a message that comes again after a crash changes nothing', async () => {
  const queue = aQueue(order('20', 'ben', 'bread'))
  const acknowledge = queue.acknowledge.bind(queue)
  queue.acknowledge = async () => assert.fail('crashed before it could acknowledge')
  await assert.rejects(consumeAll(queue, product()), /crashed/)
  queue.acknowledge = acknowledge
  queue.again()
  await consumeAll(queue, product())
  assert.equal((await purchasesOf('ben')).filter((id) => id === '20-1').length, 1)
  assert.equal(queue.received, 2)
})

test('what nobody can read, and what the server finds malformed, is put aside with the reason', async () => {
  const queue = aQueue(
    { id: 'm-1', body: '{' },
    { id: 'm-2', body: '{"id":"2"}' },
    order('3', 'ann'),
    { id: 'm-4', body: JSON.stringify({ id: '4', person: 'ann', at: 'noon', items: ['tea'] }) },
    order('5', 'ann', 'tea'),
  )
  await consumeAll(queue, product())
  assert.deepEqual(queue.acknowledged, ['m-5'])
  assert.deepEqual(
    queue.aside.map(([id]) => id),
    ['m-1', 'm-2', 'm-3', 'm-4'],
  )
  assert.match(queue.aside[1]?.[1] ?? '', /field is missing/)
})

test('whoever said nothing is not written about, and their message is done', async () => {
  const queue = aQueue(order('30', 'nobody', 'tea'))
  await consumeAll(queue, product())
  assert.deepEqual([queue.acknowledged, queue.aside], [['m-30'], []])
  await assert.rejects(purchasesOf('nobody'), /not_found/)
})

const GOOD = json(200, { accepted: 1, duplicates: 0, refused: [], rejected: [] })

test('while the server is busy nothing more is received', async (t) => {
  const { client, sent } = await standIn(t, problem(503, 'busy', { 'retry-after': '0' }), GOOD)
  const messages = Array.from({ length: 101 }, (_, n) => order(`${n}`, 'ann', 'tea'))
  const queue = aQueue(...messages)
  const seen: number[] = []
  const collect = client.collectInteractions
  const watching = {
    ...client,
    collectInteractions: (...call: Parameters<typeof collect>) => {
      seen.push(queue.received)
      return collect(...call)
    },
  }
  await consumeAll(queue, watching)
  assert.deepEqual(
    [seen, sent()],
    [
      [100, 100, 101],
      [100, 100, 1],
    ],
  )
})

test('one message that the server never takes is found among many', async (t) => {
  const picky: Reply = (response, request) => {
    const bad = problem(400, 'invalid_request')
    return (request.body.includes('poison') ? bad : GOOD)(response, request)
  }
  const { client } = await standIn(t, picky)
  const items = ['tea', 'bread', 'poison', 'wool', 'rye']
  const queue = aQueue(...items.map((item) => order(item, 'ann', item)))
  await consumeAll(queue, client)
  assert.deepEqual(queue.aside, [['m-poison', 'Said no']])
  assert.equal(queue.acknowledged.length, 4)
})

test('a key that was revoked is no message’s fault: the consumer ends, and nothing is lost', async (t) => {
  const { client } = await standIn(t, problem(401, 'unauthorized'))
  const queue = aQueue(order('1', 'ann', 'tea'))
  await assert.rejects(consumeAll(queue, client), /unauthorized/)
  assert.deepEqual([queue.acknowledged, queue.aside], [[], []])
})

test('a signal ends it, also while it waits for a server that is away', async (t) => {
  const ending = new AbortController()
  const away: Reply = (response, request) => {
    problem(503, 'busy', { 'retry-after': '3600' })(response, request)
    setImmediate(() => ending.abort())
  }
  const { client } = await standIn(t, away)
  const queue = aQueue(order('1', 'ann', 'tea'))
  await consumeOrders({ broker: queue, equipoise: client, signal: ending.signal })
  assert.deepEqual([queue.acknowledged, queue.aside], [[], []])
})
