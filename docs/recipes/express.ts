import { createClient, InteractionQueue, signSubjectToken } from '@equipoise/client'
import express, { type Request } from 'express'

const equipoise = createClient({
  url: process.env['EQUIPOISE_URL'] ?? 'http://127.0.0.1:8787',
  key: process.env['EQUIPOISE_KEY'],
})

const queue = new InteractionQueue({
  client: equipoise,
  onLost: ({ interactions, why, cause }) =>
    console.error(`${interactions.length} interactions were not sent (${why}): ${cause.message}`),
})

export const app = express()
app.use(express.json())

/** Yours: from the session to your own id of the person. */
export const sessions = new Map<string, string>()

function personOf(request: Request): string | undefined {
  const session = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  return session === undefined ? undefined : sessions.get(session)
}

const PICKS = [
  { id: 'rye', title: 'Rye bread' },
  { id: 'assam', title: 'Assam tea' },
]

app.get('/', async (request, response) => {
  const rows = await suggestionsFor(request)
  const list = rows.map(({ id, title }) => `<li>${escapeHtml(title ?? id)}</li>`).join('')
  response.set('cache-control', 'private, no-store').send(`<h2>For you</h2><ul>${list}</ul>`)
})

async function suggestionsFor(request: Request) {
  try {
    const { items } = await equipoise.decide(
      {
        slot: 'home',
        count: 4,
        externalId: personOf(request),
        signals: { gpc: request.get('sec-gpc') === '1' },
      },
      { deadlineMs: 300 },
    )
    return items.length === 0 ? PICKS : items
  } catch (error) {
    console.warn(String(error))
    return PICKS
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

app.post('/consent', async (request, response) => {
  const person = personOf(request)
  if (person === undefined) return response.sendStatus(401)
  const { state } = await equipoise.recordConsent({
    externalId: person,
    action: request.body.suggestions === true ? 'give' : 'refuse',
    purposes: ['site_personalization'],
    evidence: 'Switch "Suggestions for you" on /settings, wording of November 2026',
  })
  return response.json({ suggestions: state['site_personalization'] })
})

app.post('/orders', async (request, response) => {
  const person = personOf(request)
  if (person === undefined) return response.sendStatus(401)
  const order = placeOrder(person, request.body.items)
  for (const [line, item] of order.items.entries()) {
    queue.add({
      id: `${order.id}-${line + 1}`,
      externalId: person,
      item,
      verb: 'purchase',
      at: new Date().toISOString(),
    })
  }
  return response.status(201).json({ order: order.id })
})

/** Yours: what your shop does with an order. */
function placeOrder(_person: string, items: readonly string[]) {
  return { id: `order-${crypto.randomUUID()}`, items }
}

app.get('/equipoise-token', async (request, response) => {
  const person = personOf(request)
  if (person === undefined) return response.sendStatus(401)
  const token = await signSubjectToken({
    key: process.env['EQUIPOISE_SIGNING_KEY'] ?? '',
    keyId: process.env['EQUIPOISE_SIGNING_KEY_ID'] ?? '',
    externalId: person,
  })
  return response.set('cache-control', 'no-store').json({ token })
})

export async function stop(): Promise<void> {
  await queue.close()
}
