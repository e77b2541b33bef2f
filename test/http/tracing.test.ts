/** Spans, as an SDK that is registered beforehand gets them. */
import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { test } from 'node:test'
import {
  type Attributes,
  type Context,
  type ContextManager,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api'
import { aServer } from '../builders/server.ts'

const MARK = 'mark7f3'

test('with an SDK each request is a span, named for its route, with nothing of anybody', async (t) => {
  const spans = registerRecorder()
  t.after(unregister)
  const { send } = await aServer(t)
  await send('PUT /v1/items/bread', { body: { title: 'Bread' } })
  await send(`GET /v1/items/${MARK}`)
  await send(`GET /${MARK}?${MARK}=1`)
  const told = spans.filter(({ name }) => !name.includes('openapi') && name !== 'probe')
  assert.deepEqual(
    told.map(({ name, attributes }) => [name, attributes['http.response.status_code']]),
    [
      ['PUT /v1/items/:id', 200],
      ['GET /v1/items/:id', 404],
      ['GET none', 404],
    ],
  )
  assert.ok(!JSON.stringify(spans).includes(MARK))
  assert.ok(told.every(({ ended }) => ended === 1))
})

test('a span goes on from that of the caller, and what is done within goes on from it', async (t) => {
  const spans = registerRecorder()
  t.after(unregister)
  const server = await aServer(t)
  const { store } = server.app
  let within: string | undefined
  const transact = store.transact.bind(store)
  t.after(() => Object.assign(store, { transact }))
  Object.assign(store, {
    transact: (...given: Parameters<typeof transact>) => {
      within = trace.getActiveSpan()?.spanContext().spanId
      return transact(...given)
    },
  })
  const headers = { 'x-parent': 'of-the-caller' }
  await server.send('PUT /v1/items/bread', { body: { title: 'Bread' }, headers })
  const span = spans.find(({ name }) => name.startsWith('PUT'))
  assert.deepEqual([span?.parent, within], ['of-the-caller', span?.id])
})

test('what breaks is marked, and who hangs up leaves no span open', async (t) => {
  const spans = registerRecorder()
  t.after(unregister)
  const server = await aServer(t)
  const { promise, resolve } = Promise.withResolvers<void>()
  const held = server.app.store.transact('system', () => promise)
  const leaving = new AbortController()
  const left = fetch(`${server.url}/v1/items/tea`, {
    method: 'PUT',
    signal: leaving.signal,
    body: '{}',
    headers: { authorization: `Bearer ${server.secret}`, 'content-type': 'application/json' },
  })
  while (!spans.some(({ name }) => name.startsWith('PUT'))) {
    await new Promise((again) => setImmediate(again))
  }
  leaving.abort()
  await assert.rejects(left)
  while (spans.some(({ name, ended }) => name.startsWith('PUT') && ended !== 1)) {
    await new Promise((again) => setImmediate(again))
  }
  resolve()
  await held
})

interface Recorded {
  readonly id: string
  readonly name: string
  readonly parent: string | undefined
  readonly attributes: Attributes
  ended: number
  failed: boolean
}

const PARENT = Symbol('parent')

/** The least that an SDK is: it makes spans and keeps them. */
function registerRecorder(): readonly Recorded[] {
  const spans: Recorded[] = []
  trace.setGlobalTracerProvider({
    getTracer: () => ({
      startSpan(name, { attributes = {} } = {}, within = context.active()) {
        const id = String(spans.length + 1).padStart(16, '0')
        const parent = within.getValue(PARENT)
        const span: Recorded = {
          id,
          name,
          parent: typeof parent === 'string' ? parent : undefined,
          attributes: { ...attributes },
          ended: 0,
          failed: false,
        }
        spans.push(span)
        return spanOf(span)
      },
      startActiveSpan() {
        throw new Error('Cannot start an active span here')
      },
    }),
  })
  const kept = new AsyncLocalStorage<Context>()
  const manager: ContextManager = {
    active: () => kept.getStore() ?? ROOT_CONTEXT,
    with: (within, act, self, ...given) => kept.run(within, () => act.apply(self, given)),
    bind: (_, target) => target,
    enable: () => manager,
    disable: () => manager,
  }
  context.setGlobalContextManager(manager)
  const propagator: TextMapPropagator = {
    inject: () => {},
    extract: (within, carrier, getter) => within.setValue(PARENT, getter.get(carrier, 'x-parent')),
    fields: () => ['x-parent'],
  }
  propagation.setGlobalPropagator(propagator)
  return spans
}

function unregister(): void {
  trace.disable()
  context.disable()
  propagation.disable()
}

function spanOf(recorded: Recorded): Span {
  const span: Span = {
    spanContext: () => ({ traceId: 'a'.repeat(32), spanId: recorded.id, traceFlags: 1 }),
    setAttribute(name, value) {
      if (value !== undefined) recorded.attributes[name] = value
      return span
    },
    setAttributes: () => span,
    addEvent: () => span,
    addLink: () => span,
    addLinks: () => span,
    setStatus({ code }) {
      recorded.failed = code === SpanStatusCode.ERROR
      return span
    },
    updateName: () => span,
    end() {
      recorded.ended += 1
    },
    isRecording: () => true,
    recordException: () => {},
  }
  return span
}
