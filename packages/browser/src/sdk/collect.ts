/**
 * What a person did, on its way to the server. It is queued only where something may be kept, and
 * what happened before that is known waits in memory until it is.
 */
import type { Purpose } from '@equipoise/core/values'
import { isPaused } from './private-session.ts'
import type { Queue } from './queue.ts'
import type { Standing } from './standing.ts'
import type { Client } from './types.ts'

/** The purposes that anything of what a person did is kept for. */
const KEEPING: readonly Purpose[] = [
  'site_personalization',
  'model_training',
  'first_party_advertising',
  'measurement',
]

const EARLY_MAX = 100

export interface Collect extends Pick<Client, 'record' | 'track' | 'page' | 'outcome'> {
  seen(token: string, slot: string): void
  /** Sends or forgets what came before anything was known. */
  settle(): void
}

export function mayKeep(standing: Standing): boolean {
  return standing.isKnown() && KEEPING.some((purpose) => standing.permits(purpose))
}

export function openCollect(queue: Queue, standing: Standing): Collect {
  let early: (() => void)[] | undefined = []

  /** Nothing is known yet, or something may be kept; else it never happened. */
  function when(act: () => void): void {
    if (early === undefined) {
      if (mayKeep(standing)) act()
    } else if (early.length < EARLY_MAX && !isPaused()) early.push(act)
  }

  function segment(type: 'track' | 'page', said: object): void {
    const timestamp = new Date().toISOString()
    when(() => {
      const permitted = standing.state().permitted.map((purpose) => [purpose, true])
      const consent = { categoryPreferences: Object.fromEntries(permitted) }
      queue.add('batch', { type, messageId: newId(), timestamp, context: { consent }, ...said })
    })
  }

  return {
    record(interaction) {
      const at = Date.now()
      when(() =>
        queue.add('interactions', {
          id: newId(),
          ...interaction,
          at: new Date(at + standing.clockOffsetMs()).toISOString(),
        }),
      )
    },
    track: (event, properties = {}) => segment('track', { event, properties }),
    page: (properties = {}) => segment('page', { properties }),
    outcome: (token, verb) => when(() => queue.add('outcomes', { token, verb })),
    seen: (token, slot) => when(() => queue.add('impressions', { token, slot })),
    settle() {
      const acts = early ?? []
      early = undefined
      for (const act of acts) when(act)
    },
  }
}

/** One a message, so that none counts twice. It says nothing of who sent it. */
function newId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}
