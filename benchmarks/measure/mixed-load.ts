/** Nine decisions, then a batch of a hundred interactions: of people who are there, always new. */
import { type Caller, call } from './acknowledged.ts'
import type { Call } from './open-loop.ts'

const IN_TEN = 10
const BATCH = 100
const ITEMS = 3_000

/** @param people external ids. */
export function mixedLoad(people: readonly string[]): () => Call {
  // Another beginning each time, so that what an earlier load sent is no duplicate.
  const run = Math.random().toString(36).slice(2)
  let calls = 0
  let acts = 0
  return () => {
    calls += 1
    if (calls % IN_TEN !== 0) {
      const body = { externalId: people[(calls * 7_919) % people.length], slot: 'home', count: 10 }
      return { kind: 'decide', path: '/v1/decide', body: JSON.stringify(body) }
    }
    const interactions = Array.from({ length: BATCH }, () => {
      acts += 1
      return {
        id: `${run}-${acts}`,
        externalId: people[(acts * 104_729) % people.length],
        item: `${1 + ((acts * 31) % ITEMS)}`,
        verb: 'view',
      }
    })
    return { kind: 'ingest', path: '/v1/interactions', body: JSON.stringify({ interactions }) }
  }
}

/**
 * Whether what is measured is the real thing, and not how fast something is refused.
 *
 * @throws Error where a batch is not kept whole, or a decision is not a personal one.
 */
export async function assertReal(caller: Caller, people: readonly string[]): Promise<void> {
  const nextCall = mixedLoad(people)
  for (let turn = 0; turn < IN_TEN; turn += 1) {
    const { kind, path, body } = nextCall()
    const { json } = await call(caller, `POST ${path}`, Object(JSON.parse(body)))
    const isReal = kind === 'ingest' ? json['accepted'] === BATCH : json['rung'] === 'personal'
    if (!isReal) throw new Error(`Cannot measure: ${kind} was not what it should be`)
  }
}
