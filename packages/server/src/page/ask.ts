/** Asks the API how things are: what stands, what is kept, what is suggested, how it all stands. */
import { call } from './api.ts'
import { change, state } from './state.ts'
import type {
  Answer,
  ConsentAnswer,
  Interaction,
  Persona,
  PurposeStanding,
  Standing,
} from './types.ts'

const SUGGESTIONS = 6

/** Asks everything anew: what stands, what is kept, what is suggested. */
export async function refresh(): Promise<void> {
  const { chosen } = state
  if (!chosen) return
  const { subject } = chosen
  const [{ purposes }, { records }, { interactions }, answer] = await Promise.all([
    call<{ purposes: PurposeStanding[] }>('POST', '/v1/purposes', asked(chosen)),
    subject === null
      ? { records: [] }
      : call<ConsentAnswer>('GET', `/v1/subjects/${subject}/consent`),
    subject === null
      ? { interactions: [] }
      : call<{ interactions: Interaction[] }>('GET', `/v1/subjects/${subject}/interactions`),
    decide(chosen),
  ])
  if (state.chosen !== chosen) return
  change({ purposes, records, interactions, answer })
}

/** The answer of the page that is open, without showing it. */
export function decide(persona: Persona): Promise<Answer> {
  const { product } = state
  const page = product === undefined ? {} : { page: { item: product.id } }
  const slot = product === undefined ? 'home' : 'item'
  return call<Answer>('POST', '/v1/decide', {
    ...asked(persona),
    ...page,
    slot,
    count: SUGGESTIONS,
  })
}

/** Who asks, from where, and what the browser signals. */
function asked(persona: Persona): Readonly<Record<string, unknown>> {
  return { ...who(persona), ...placed(persona), signals: { gpc: state.gpc } }
}

export function who({ subject, externalId }: Persona): Readonly<Record<string, unknown>> {
  return subject === null ? { externalId } : { subject }
}

export function placed({ region }: Persona): Readonly<Record<string, unknown>> {
  return region === null ? {} : { location: region }
}

export async function readStanding(): Promise<void> {
  try {
    change({ standing: await call<Standing>('GET', '/v1/status', undefined, { quiet: true }) })
  } catch {
    // The line keeps saying what was last known.
  }
}
