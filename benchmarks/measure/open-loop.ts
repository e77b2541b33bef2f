/**
 * Load over HTTP that does not wait: each request has its moment, whether the server has kept up
 * or not, and its latency counts from that moment. A server that stalls is then seen to stall; one
 * that is asked only after it has answered would hide it.
 */
import { Agent, request } from 'node:http'

export interface Call {
  readonly kind: 'decide' | 'ingest'
  readonly path: string
  readonly body: string
}

export interface Target {
  readonly url: string
  readonly key: string
  readonly nextCall: () => Call
}

export interface Measured {
  readonly latenciesMs: Readonly<Record<Call['kind'], readonly number[]>>
  /** Answered 429 or 503: turned away on purpose. */
  readonly turnedAway: number
  /** Not answered, because the server closed the connection. */
  readonly cutOff: number
  /** How long after its moment each request went out: a part of its latency that is the load's. */
  readonly lagsMs: readonly number[]
  readonly seconds: number
}

const SOCKETS_MAX = 256
const TICK_MS = 1
/** More that wait mean that the server is down, or as good as that. */
const UNDER_WAY_MAX = 20_000

/**
 * Sends at a fixed rate until the promise resolves, then waits for what is under way.
 *
 * @param perSecond requests a second, above 0.
 * @throws Error at an answer that is none of 200, 429 and 503.
 */
export async function sendAtRate(
  target: Target,
  perSecond: number,
  until: Promise<unknown>,
): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX })
  const latenciesMs: Record<Call['kind'], number[]> = { decide: [], ingest: [] }
  const lagsMs: number[] = []
  const underWay = new Set<Promise<void>>()
  let turnedAway = 0
  let cutOff = 0
  let failure: unknown
  let isOver = false
  const end = (): void => {
    isOver = true
  }
  until.then(end, end)
  const startedAt = performance.now()
  const sendOne = async (dueAt: number): Promise<void> => {
    const call = target.nextCall()
    lagsMs.push(performance.now() - dueAt)
    const status = await post(agent, target, call)
    if (status === 200) latenciesMs[call.kind].push(performance.now() - dueAt)
    else if (status === CUT_OFF) cutOff += 1
    else turnedAway += 1
  }
  for (let sent = 0; !isOver && failure === undefined; ) {
    while (dueMoment(sent) <= performance.now()) {
      const sending: Promise<void> = sendOne(dueMoment(sent))
        .catch((error: unknown) => {
          failure ??= error
        })
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
      sent += 1
      if (underWay.size > UNDER_WAY_MAX) throw new Error('The server cannot keep up')
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  }
  const seconds = (performance.now() - startedAt) / 1_000
  await Promise.all(underWay)
  agent.destroy()
  if (failure !== undefined) throw failure
  return { latenciesMs, turnedAway, cutOff, lagsMs, seconds }

  function dueMoment(index: number): number {
    return startedAt + (index * 1_000) / perSecond
  }
}

/** Requests a second that so many connections get through, each waiting for its answers. */
export async function measurePeak(
  target: Target,
  connections: number,
  durationMs: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const startedAt = performance.now()
  let answered = 0
  const loop = async (): Promise<void> => {
    while (performance.now() - startedAt < durationMs) {
      if ((await post(agent, target, target.nextCall())) === 200) answered += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, loop))
  agent.destroy()
  return (answered * 1_000) / (performance.now() - startedAt)
}

const ANSWERS = [200, 429, 503]
const CUT_OFF = 0

function post(agent: Agent, { url, key }: Target, { path, body }: Call): Promise<number> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { agent, method: 'POST', headers }, (incoming) => {
      const { statusCode = 0 } = incoming
      incoming.resume()
      incoming.on('error', reject)
      incoming.on('end', () => {
        if (ANSWERS.includes(statusCode)) resolve(statusCode)
        else reject(new Error(`Cannot measure: the server answered ${statusCode}`))
      })
    })
    outgoing.on('error', (error: Error & { readonly code?: string }) => {
      if (error.code === 'ECONNRESET') resolve(CUT_OFF)
      else reject(error)
    })
    outgoing.end(body)
  })
}
