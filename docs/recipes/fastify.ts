import { createClient, InteractionQueue, signSubjectToken } from '@equipoise/client'
import Fastify, { type FastifyRequest } from 'fastify'

const equipoise = createClient({
  url: process.env['EQUIPOISE_URL'] ?? 'http://127.0.0.1:8787',
  key: process.env['EQUIPOISE_KEY'],
})

export const app = Fastify({ logger: { level: process.env['LOG_LEVEL'] ?? 'warn' } })

const queue = new InteractionQueue({
  client: equipoise,
  onLost: ({ interactions, why, cause }) =>
    app.log.error({ count: interactions.length, why, says: cause.message }, 'not sent'),
})
app.addHook('onClose', () => queue.close())

/** Yours: from the session to your own id of the person. */
export const sessions = new Map<string, string>()

function personOf({ headers }: FastifyRequest): string | undefined {
  const session = /(?:^|; )session=([^;]+)/.exec(headers.cookie ?? '')?.[1]
  return session === undefined ? undefined : sessions.get(session)
}

const PICKS = [
  { id: 'rye', title: 'Rye bread' },
  { id: 'assam', title: 'Assam tea' },
]

app.get('/', async (request, reply) => {
  const rows = await suggestionsFor(request)
  const list = rows.map(({ id, title }) => `<li>${escapeHtml(title ?? id)}</li>`).join('')
  reply.header('cache-control', 'private, no-store').type('text/html; charset=utf-8')
  return `<h2>For you</h2><ul>${list}</ul>`
})

async function suggestionsFor(request: FastifyRequest) {
  try {
    const { items } = await equipoise.decide(
      {
        slot: 'home',
        count: 4,
        externalId: personOf(request),
        signals: { gpc: request.headers['sec-gpc'] === '1' },
      },
      { deadlineMs: 300 },
    )
    return items.length === 0 ? PICKS : items
  } catch (error) {
    request.log.warn(String(error))
    return PICKS
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

interface Choice {
  readonly suggestions: boolean
}

app.post<{ Body: Choice }>('/consent', async (request, reply) => {
  const person = personOf(request)
  if (person === undefined) return reply.code(401).send()
  const { state } = await equipoise.recordConsent({
    externalId: person,
    action: request.body.suggestions === true ? 'give' : 'refuse',
    purposes: ['site_personalization'],
    evidence: 'Switch "Suggestions for you" on /settings, wording of November 2026',
  })
  return { suggestions: state['site_personalization'] }
})

interface Basket {
  readonly items: readonly string[]
}

app.post<{ Body: Basket }>('/orders', async (request, reply) => {
  const person = personOf(request)
  if (person === undefined) return reply.code(401).send()
  const order = placeOrder(person, request.body)
  for (const [line, item] of order.items.entries()) {
    queue.add({
      id: `${order.id}-${line + 1}`,
      externalId: person,
      item,
      verb: 'purchase',
      at: new Date().toISOString(),
    })
  }
  return reply.code(201).send({ order: order.id })
})

/** Yours: what your shop does with an order. */
function placeOrder(_person: string, { items }: Basket) {
  return { id: `order-${crypto.randomUUID()}`, items }
}

app.get('/equipoise-token', async (request, reply) => {
  const person = personOf(request)
  if (person === undefined) return reply.code(401).send()
  const token = await signSubjectToken({
    key: process.env['EQUIPOISE_SIGNING_KEY'] ?? '',
    keyId: process.env['EQUIPOISE_SIGNING_KEY_ID'] ?? '',
    externalId: person,
  })
  return reply.header('cache-control', 'no-store').send({ token })
})
