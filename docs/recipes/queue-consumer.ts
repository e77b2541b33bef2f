import { setTimeout as wait } from 'node:timers/promises'
import { type Client, EquipoiseProblem, isPassing, type NewInteraction } from '@equipoise/client'

export interface Message {
  readonly id: string
  readonly body: string
}

export interface Broker {
  /** Waits for some, at most so many; empty once the signal ends it. */
  receive(count: number, signal: AbortSignal): Promise<readonly Message[]>
  /** It does not come again. */
  acknowledge(message: Message): Promise<void>
  /** Puts one where somebody looks at it; it does not come again. */
  putAside(message: Message, why: string): Promise<void>
}

export interface Consumer {
  readonly broker: Broker
  readonly equipoise: Client
  readonly signal: AbortSignal
}

export async function consumeOrders({ broker, equipoise, signal }: Consumer): Promise<void> {
  while (!signal.aborted) {
    const messages = await broker.receive(100, signal)
    const lines: Line[] = []
    for (const message of messages) {
      const read = readOrder(message)
      if (typeof read === 'string') await broker.putAside(message, read)
      else lines.push(...read)
    }
    await deliver({ broker, equipoise, signal }, lines)
  }
}

interface Line {
  readonly message: Message
  readonly interaction: NewInteraction
}

/** The lines of an order, or what is wrong with it. */
function readOrder(message: Message): readonly Line[] | string {
  try {
    const { id, person, at, items } = JSON.parse(message.body)
    if (![id, person, at].every((text) => typeof text === 'string')) return 'a field is missing'
    if (!Array.isArray(items) || items.length === 0) return 'it has no items'
    return items.map((item, index) => ({
      message,
      interaction: {
        id: `${id}-${index + 1}`,
        externalId: person,
        item: String(item),
        verb: 'purchase',
        at,
      },
    }))
  } catch {
    return 'it is no JSON'
  }
}

async function deliver(consumer: Consumer, lines: readonly Line[]): Promise<void> {
  const { signal } = consumer
  while (lines.length > 0 && !signal.aborted) {
    try {
      return await send(consumer, lines)
    } catch (error) {
      if (signal.aborted) return
      if (!isPassing(error)) return divide(consumer, lines, error)
      const asked = error instanceof EquipoiseProblem ? error.retryAfterMs : undefined
      await wait(asked ?? 5_000, undefined, { signal }).catch(() => undefined)
    }
  }
}

async function send(consumer: Consumer, lines: readonly Line[]): Promise<void> {
  const { broker, equipoise, signal } = consumer
  const interactions = lines.map(({ interaction }) => interaction)
  const { rejected } = await equipoise.collectInteractions({ interactions }, { signal })
  const faults = new Map(rejected.map(({ index, says }) => [lines[index]?.message, says]))
  for (const message of messagesOf(lines)) {
    const fault = faults.get(message)
    if (fault === undefined) await broker.acknowledge(message)
    else await broker.putAside(message, fault)
  }
}

function messagesOf(lines: readonly Line[]): readonly Message[] {
  return [...new Set(lines.map(({ message }) => message))]
}

/** Which message will the server never take? One half of them, then a half of that. */
async function divide(consumer: Consumer, lines: readonly Line[], error: unknown): Promise<void> {
  const isPoison = error instanceof EquipoiseProblem && [400, 413].includes(error.status)
  if (!isPoison) throw error
  const [first, ...more] = messagesOf(lines)
  if (first === undefined) return
  if (more.length === 0) return consumer.broker.putAside(first, error.title)
  const half = new Set([first, ...more.slice(0, more.length / 2)])
  await deliver(
    consumer,
    lines.filter(({ message }) => half.has(message)),
  )
  await deliver(
    consumer,
    lines.filter(({ message }) => !half.has(message)),
  )
}
