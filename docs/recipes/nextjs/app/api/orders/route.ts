import { equipoise, personOf } from '../../../lib/equipoise.ts'

export async function POST(request: Request): Promise<Response> {
  const person = personOf(request.headers)
  if (person === undefined) return new Response(null, { status: 401 })
  // Yours: check it as your shop checks an order.
  const order = placeOrder(person, (await request.json()) as Basket)
  await tellOf(person, order)
  return Response.json({ order: order.id }, { status: 201 })
}

interface Basket {
  readonly items: readonly string[]
}

interface Order extends Basket {
  readonly id: string
}

/** The order stands, whatever becomes of this. */
async function tellOf(person: string, { id, items }: Order): Promise<void> {
  const at = new Date().toISOString()
  const interactions = items.map((item, index) => ({
    id: `${id}-${index + 1}`,
    externalId: person,
    item,
    verb: 'purchase' as const,
    at,
  }))
  try {
    await equipoise.collectInteractions({ interactions }, { deadlineMs: 2_000 })
  } catch (error) {
    console.error(`${items.length} purchases were not sent: ${String(error)}`)
  }
}

/** Yours: what your shop does with an order. */
function placeOrder(_person: string, { items }: Basket): Order {
  return { id: `order-${crypto.randomUUID()}`, items }
}
