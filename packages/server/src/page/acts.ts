/**
 * What the reader does, each as one or two calls of the API, and after each the next answer. All of
 * it goes through the same door that a shop would use.
 */
import { ApiProblem, call } from './api.ts'
import { placed, refresh, who } from './ask.ts'
import { findItem, titleOf } from './catalogue.ts'
import { follow, followErasure } from './follow.ts'
import { ownNotice } from './notice.ts'
import { change, finish, type Proof, state } from './state.ts'
import { showProblem, showToast } from './toast.ts'
import type {
  Clearance,
  CollectAnswer,
  ConsentAnswer,
  Erasure,
  Interaction,
  Item,
  Persona,
  PurposeStanding,
  Verb,
} from './types.ts'
import { counted, didOf, purposeName } from './words.ts'

const EVIDENCE = 'Switched on at the demo page'
/** Two ids of the right form that nobody ever had. */
const NOBODY = 'sub_00000000000000000000000000'
const EXPLICIT: readonly string[] = ['sensitive_profiling', 'political_advertising']

export async function choosePerson(persona: Persona): Promise<void> {
  change({
    chosen: persona,
    product: undefined,
    recorded: undefined,
    before: undefined,
    answer: undefined,
    purposes: [],
    records: [],
    interactions: [],
    since: '',
    clearances: [],
  })
  await act(refresh)
}

export async function setGpc(gpc: boolean): Promise<void> {
  change({ gpc })
  await compare(`switched the browser’s signal ${gpc ? 'on' : 'off'}`, async () => {})
  showToast(
    gpc
      ? 'Your browser says no to ads that follow you and to passing your data on. That counts more than a yes.'
      : 'The signal is off. What you said counts again.',
  )
}

export async function openProduct(id: string): Promise<void> {
  const product = findItem(id)
  if (!product) return
  change({ product, recorded: undefined })
  await compare(`opened ${titleOf(id)}`, async () => {})
}

export async function leaveProduct(): Promise<void> {
  change({ product: undefined, recorded: undefined })
  await compare('left that page', async () => {})
}

/** A no after a yes withdraws it; any other no refuses. */
export async function sayTo(
  { purpose, status }: PurposeStanding,
  yes: boolean,
  by: 'subject' | 'guardian' = 'subject',
): Promise<void> {
  const { chosen, interactions } = state
  if (!chosen) return
  const no = status === 'given' || status === 'expired' ? 'withdraw' : 'refuse'
  const given = { action: 'give', evidence: EVIDENCE, explicit: EXPLICIT.includes(purpose), by }
  const said = yes ? 'yes' : 'no'
  await compare(`said ${said} to “${purposeName(purpose)}”`, async () => {
    const answer = yes ? { ...given, notice: await ownNotice() } : { action: no }
    const told = { purposes: [purpose], ...answer, ...born(chosen) }
    const { subject } = chosen
    const recorded =
      subject === null
        ? await call<ConsentAnswer>('POST', '/v1/consent', {
            ...told,
            externalId: chosen.externalId,
          })
        : await call<ConsentAnswer>('PUT', `/v1/subjects/${subject}/consent`, told)
    meet(chosen, recorded.subject)
    if (recorded.clearance !== null && recorded.modelClearedAt === null) {
      follow({
        id: recorded.clearance,
        at: new Date().toISOString(),
        rows: 0,
        modelClearedAt: null,
      })
    }
  })
  const gone = interactions.length - state.interactions.length
  const deleted = gone > 0 ? ` ${counted(gone, 'thing')} kept for it alone: deleted.` : ''
  showToast(`“${purposeName(purpose)}”: ${said}.${deleted} ${outcomeWords()}`)
  finish('consent')
}

/** What the shop knows of somebody new: where they live, and whether they are young. */
function born({ region, ageBand }: Persona): Readonly<Record<string, unknown>> {
  return { ...(region === null ? {} : { region }), ...(ageBand === null ? {} : { ageBand }) }
}

/** Somebody has an id here, or has none any more. */
function meet(persona: Persona, subject: string | null): void {
  if (persona.subject === subject) return
  const met = { ...persona, subject }
  const forgotten = new Map(state.forgotten)
  if (subject !== null) forgotten.delete(persona.externalId)
  change({
    personas: state.personas.map((one) => (one.externalId === persona.externalId ? met : one)),
    chosen: state.chosen?.externalId === persona.externalId ? met : state.chosen,
    forgotten,
  })
}

export async function record(item: Item, verb: Verb): Promise<void> {
  const { chosen } = state
  if (!chosen) return
  const title = titleOf(item.id)
  await compare(`${didOf(verb)} ${title}`, async () => {
    const interactions = [{ ...who(chosen), at: new Date().toISOString(), item: item.id, verb }]
    const body = { interactions, ...placed(chosen) }
    const { accepted, refused, rejected } = await call<CollectAnswer>(
      'POST',
      '/v1/interactions',
      body,
    )
    const says = refused[0]?.reasons[0]?.says ?? rejected[0]?.says ?? `You ${didOf(verb)} ${title}.`
    change({ recorded: { kept: accepted > 0, says } })
  })
  const { recorded } = state
  if (!recorded?.kept) change({ before: undefined })
  showToast(
    recorded?.kept
      ? `Kept: you ${didOf(verb)} ${title}. ${outcomeWords()}`
      : 'Not kept. It never reached the store.',
  )
  finish('remove')
}

/** Takes back one thing, or everything that was done with one product. */
export async function remove(taken: readonly Interaction[]): Promise<void> {
  const { chosen } = state
  const [first] = taken
  if (!chosen || chosen.subject === null || !first) return
  const title = titleOf(first.item)
  await compare(`took back ${title}`, async () => {
    const path = `/v1/subjects/${chosen.subject}/interactions/remove`
    for (const { id } of taken) follow(await call<Clearance>('POST', path, { interaction: id }))
  })
  showToast(`${title}: gone from what we keep. ${outcomeWords()}`)
  finish('remove')
}

export async function erase(): Promise<void> {
  const { chosen } = state
  if (!chosen || chosen.subject === null) return
  const { subject, externalId, name } = chosen
  await act(async () => {
    const erasure = await call<Erasure>('POST', `/v1/subjects/${subject}/erase`)
    const proofs = await prove(subject, externalId)
    const forgotten = new Map(state.forgotten).set(externalId, { ...erasure, name, proofs })
    meet(chosen, null)
    change({ forgotten, before: state.answer, since: 'were erased', clearances: [] })
    await refresh()
    if (erasure.modelClearedAt === null) void followErasure(externalId, erasure.id)
  })
  showToast(`Erased. Nothing is left of ${name} here.`)
  finish('erase')
}

/** Asks as anybody could, by every name that somebody erased had, and once for nobody at all. */
async function prove(subject: string, externalId: string): Promise<Proof[]> {
  const probes: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['Everything kept, by our id', () => call('GET', `/v1/subjects/${subject}/export`)],
    ['What was said, by our id', () => call('GET', `/v1/subjects/${subject}/consent`)],
    ['The person, by the shop’s id', () => call('POST', '/v1/subjects/find', { externalId })],
    ['Somebody who never came', () => call('GET', `/v1/subjects/${NOBODY}/export`)],
  ]
  return Promise.all(
    probes.map(async ([asked, probe]) => {
      const status = await statusOf(probe)
      const gone = status === 404
      return { asked, gone, found: gone ? 'unknown' : `answered ${status}` }
    }),
  )
}

async function statusOf(probe: () => Promise<unknown>): Promise<number> {
  try {
    await probe()
    return 200
  } catch (error) {
    if (error instanceof ApiProblem) return error.status
    throw error
  }
}

/** Acts, and shows the answers before and after. */
async function compare(since: string, doIt: () => Promise<void>): Promise<void> {
  await act(async () => {
    const before = state.answer
    await doIt()
    await refresh()
    change({ before, since })
  })
}

async function act(doIt: () => Promise<void>): Promise<void> {
  change({ busy: true })
  try {
    await doIt()
  } catch (error) {
    showProblem(error)
  } finally {
    change({ busy: false })
  }
}

/** In a sentence for everyone, and for those who do not see the list. */
function outcomeWords(): string {
  const { answer, before } = state
  if (!answer || !before) return ''
  const known = new Set(before.items.map(({ id }) => id))
  const fresh = answer.items.filter(({ id }) => !known.has(id)).length
  if (fresh === 0 && answer.rung === before.rung) return 'The suggestions are the same.'
  return `${fresh} of ${answer.items.length} suggestions are new.`
}
