/** Asks the API how things are: what stands, what is kept, what is suggested, how it all stands. */
import { call } from './api.ts'
import { change, state } from './state.ts'
import type {
  Answer,
  ConsentAnswer,
  ConsentRecord,
  Interaction,
  Part,
  Persona,
  PurposeStanding,
  Standing,
} from './types.ts'

const SUGGESTIONS = 6
const PARTS_MAX = 10

/** Asks everything anew: what stands, what is kept, what is suggested. */
export async function refresh(): Promise<void> {
  const { chosen } = state
  if (!chosen) return
  const { subject } = chosen
  const [{ purposes }, records, interactions, answer] = await Promise.all([
    call<{ purposes: PurposeStanding[] }>('POST', '/v1/purposes', asked(chosen)),
    subject === null
      ? []
      : all<ConsentAnswer, ConsentRecord>(`${subject}/consent`, ({ records }) => records),
    subject === null
      ? []
      : all<Interactions, Interaction>(`${subject}/interactions`, (part) => part.interactions),
    decide(chosen),
  ])
  if (state.chosen !== chosen) return
  change({ purposes, records, interactions, answer })
}

interface Interactions extends Part {
  readonly interactions: readonly Interaction[]
}

/** A list of a person, part by part, up to a bound that nobody in the demo reaches. */
async function all<P extends Part, T>(
  path: string,
  entriesOf: (part: P) => readonly T[],
): Promise<readonly T[]> {
  const entries: T[] = []
  let cursor: string | null = ''
  for (let parts = 0; cursor !== null && parts < PARTS_MAX; parts += 1) {
    const from: string = cursor === '' ? '' : `&cursor=${cursor}`
    const part: P = await call<P>('GET', `/v1/subjects/${path}?limit=200${from}`)
    entries.push(...entriesOf(part))
    cursor = part.nextCursor
  }
  return entries
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
