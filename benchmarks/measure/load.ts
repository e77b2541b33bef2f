/**
 * A small closed-loop load over HTTP on loopback: so many connections, each sending its next
 * request when the answer to the last has come, for so long.
 */
import { Agent, request } from 'node:http'

export interface Load {
  readonly url: string
  readonly connections: number
  readonly durationMs: number
  readonly headers: Readonly<Record<string, string>>
  readonly nextBody: () => string
}

export interface LoadResult {
  readonly perSecond: number
  readonly latenciesMs: readonly number[]
  readonly bytes: number
}

/** @throws Error at the first answer that is not 200: a benchmark of refusals measures nothing. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections })
  const latenciesMs: number[] = []
  let bytes = 0
  const startedAt = performance.now()
  const endsAt = startedAt + load.durationMs
  async function loop(): Promise<void> {
    while (performance.now() < endsAt) {
      const sentAt = performance.now()
      const size = await send(agent, load)
      bytes += size
      latenciesMs.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: load.connections }, loop))
  agent.destroy()
  const seconds = (performance.now() - startedAt) / 1000
  return { perSecond: latenciesMs.length / seconds, latenciesMs, bytes }
}

function send(agent: Agent, { url, headers, nextBody }: Load): Promise<number> {
  const body = nextBody()
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (incoming) => {
        let size = 0
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length
        })
        incoming.on('end', () => {
          if (incoming.statusCode === 200) resolve(size)
          else reject(new Error(`Cannot measure: the server answered ${incoming.statusCode}`))
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
