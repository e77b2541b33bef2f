/**
 * Collects interactions: the gate first, then the store. What no purpose permits is dropped before
 * any store sees it and only counted, by reason. What is accepted is durable when the answer comes.
 */
import type { Reason } from '@equipoise/core/law'
import { formatInstant, type Instant, type Issue, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { AppendOutcome, RefusalCount, Store } from '../../store/index.ts'
import type { Gate, PersonGate, Situation } from '../law/index.ts'
import { isMeasured, type MeasureParts, measureDeeds } from '../measure/index.ts'
import { findSubjects, type SubjectReference, vouchSubject } from '../subjects/index.ts'
import {
  type ChooseParts,
  type Chosen,
  chooseInteractions,
  type Indexed,
  measurableIn,
  type RefusedInteraction,
} from './choose-interactions.ts'
import { tellCollected } from './collected.ts'
import { parseInteraction } from './parse-interaction.ts'

export const BATCH_MAX = 1_000
/** How often somebody whose consent changes meanwhile is asked again. */
const ATTEMPTS_MAX = 3

export interface CollectOutcome extends Kept {
  readonly rejected: readonly RejectedInteraction[]
}

export interface Kept extends AppendOutcome {
  readonly refused: readonly RefusedInteraction[]
}

/** Not well-formed. */
export interface RejectedInteraction extends Issue {
  readonly index: number
}

export interface CollectParts extends ChooseParts, MeasureParts {
  readonly gate: Gate
  readonly now: () => Instant
}

/** An interaction as it was read, whatever its form was, and whose it is. */
export interface Incoming extends Indexed {
  readonly who: SubjectReference
}

/** Who sends them. */
export interface Sender {
  /** Who is in front of the page that sends them: then the entries name nobody. */
  readonly inFront?: SubjectReference | undefined
  /** A back end of the business: a purchase that it reports vouches for the person. */
  readonly vouches?: boolean
}

/**
 * @throws EquipoiseError `batch_too_large`, `busy`, `store_unavailable`.
 */
export async function collectInteractions(
  parts: CollectParts,
  batch: readonly unknown[],
  situation: Situation,
  sender: Sender = {},
): Promise<CollectOutcome> {
  if (batch.length > BATCH_MAX) {
    throw new EquipoiseError(
      'batch_too_large',
      `Cannot take ${batch.length} interactions at once: at most ${BATCH_MAX}`,
    )
  }
  const now = parts.now()
  const rejected: RejectedInteraction[] = []
  const incoming: Incoming[] = []
  batch.forEach((json, index) => {
    const parsed = parseInteraction(json, now, sender.inFront)
    if (parsed.ok) incoming.push({ index, who: parsed.value.who, interaction: parsed.value })
    else rejected.push(...parsed.issues.map((issue) => ({ index, ...issue })))
  })
  const kept = await collectParsed(parts, incoming, situation, sender)
  tellCollected(parts.store, { rejected })
  return { ...kept, rejected }
}

/**
 * Keeps what the gate permits of many people's interactions, in one transaction. Whose consent
 * changes between the question and the writing is asked again, and the others do not wait for it.
 *
 * @throws EquipoiseError `busy`, `store_unavailable`: then nothing was kept of anybody.
 */
export async function collectParsed(
  parts: CollectParts,
  incoming: readonly Incoming[],
  situation: Situation,
  { vouches = false }: Sender = {},
): Promise<Kept> {
  let waiting = await findPeople(parts.store, incoming)
  const refused: RefusedInteraction[] = []
  const buyers: SubjectId[] = []
  const settled: Asked[] = []
  let [accepted, duplicates] = [0, 0]
  for (let attempt = 1; waiting.length > 0; attempt += 1) {
    const asked = await chooseAll(parts, waiting, situation)
    const outcomes = await keep(parts.store, asked)
    waiting = asked.flatMap((one, index) => {
      const { person, chosen } = one
      const outcome = outcomes[index]
      if (outcome === 'consent_changed' && attempt < ATTEMPTS_MAX) return [person]
      const isSettled = outcome !== 'consent_changed'
      refused.push(...(isSettled ? chosen.refused : unsettled(person)))
      accepted += isSettled ? (outcome?.accepted ?? 0) : 0
      duplicates += isSettled ? (outcome?.duplicates ?? 0) : 0
      if (vouches && isSettled && outcome !== undefined) buyers.push(...unvouchedBuyer(one))
      if (isSettled) settled.push(one)
      return []
    })
  }
  if (isMeasured(parts.desk)) {
    await Promise.all(
      settled.map(({ gate, person }) =>
        measureDeeds(parts, gate, measurableIn(parts, gate, person.interactions)),
      ),
    )
  }
  const { store, now } = parts
  await Promise.all(buyers.map((subject) => vouchSubject(store, subject, now())))
  await countRefusals(parts, refused)
  tellCollected(parts.store, { accepted, duplicates, refused })
  return { accepted, duplicates, refused: refused.toSorted((a, b) => a.index - b.index) }
}

/**
 * Keeps what the gate permits of one person's interactions, in one transaction. They are not
 * measured: what is moved or imported happened before.
 */
export async function keepInteractions(
  { store, ...parts }: Pick<CollectParts, 'store' | 'random' | 'catalogue'>,
  person: PersonGate,
  interactions: readonly Indexed[],
): Promise<Kept> {
  const { gathering, refused } = chooseInteractions(parts, person, interactions)
  const { permits, interactions: kept } = gathering
  if (kept.length === 0) return { accepted: 0, duplicates: 0, refused }
  const outcome = await store.transact(permits, async (writer) => writer.appendInteractions(kept))
  return { ...outcome, refused }
}

interface Person {
  readonly subject: SubjectId | undefined
  readonly interactions: readonly Indexed[]
}

/** Everybody once, with all that is theirs in the batch. */
async function findPeople(store: Store, incoming: readonly Incoming[]): Promise<Person[]> {
  const people = new Map<string, { who: SubjectReference; interactions: Indexed[] }>()
  for (const one of incoming) {
    const name = nameOf(one.who)
    const known = people.get(name)
    if (known) known.interactions.push(one)
    else people.set(name, { who: one.who, interactions: [one] })
  }
  const everybody = [...people.values()]
  const subjects = await findSubjects(
    store,
    everybody.map(({ who }) => who),
  )
  return everybody.map(({ interactions }, index) => ({ subject: subjects[index], interactions }))
}

/** The same for the same reference, and for no other. */
function nameOf(who: SubjectReference): string {
  const [[kind, text] = []] = Object.entries(who)
  return `${kind} ${text}`
}

/** Somebody who bought something, and for whom no back end had spoken before. */
function unvouchedBuyer({ person, gate, chosen }: Asked): readonly SubjectId[] {
  const { subject } = person
  const bought = chosen.gathering.interactions.some(({ verb }) => verb === 'purchase')
  return bought && !gate.vouched && subject !== undefined ? [subject] : []
}

interface Asked {
  readonly person: Person
  readonly gate: PersonGate
  readonly chosen: Chosen
}

async function chooseAll(
  parts: CollectParts,
  people: readonly Person[],
  situation: Situation,
): Promise<readonly Asked[]> {
  const gates = await parts.gate.openMany(
    people.map(({ subject }) => subject),
    situation,
  )
  return gates.flatMap((gate, index) => {
    const person = people[index]
    if (!person) return []
    const chosen = chooseInteractions(parts, gate, person.interactions)
    return [{ person, gate, chosen }]
  })
}

/** The outcome of each, in their order; undefined where there was nothing to keep. */
async function keep(
  store: Store,
  asked: readonly Asked[],
): Promise<readonly (AppendOutcome | 'consent_changed' | undefined)[]> {
  const keeping = asked.filter(({ chosen }) => chosen.gathering.interactions.length > 0)
  if (keeping.length === 0) return asked.map(() => undefined)
  const outcomes = await store.collect(keeping.map(({ chosen }) => chosen.gathering))
  const outcomeOf = new Map(keeping.map((one, index) => [one, outcomes[index]]))
  return asked.map((one) => outcomeOf.get(one))
}

/** Consent that never stands still long enough to rely on permits nothing. */
function unsettled({ interactions }: Person): RefusedInteraction[] {
  return interactions.map(({ index }) => ({
    index,
    purpose: 'site_personalization',
    reasons: [UNSETTLED],
  }))
}

const UNSETTLED: Reason = {
  code: 'consent_unverifiable',
  pack: 'equipoise',
  rule: 'not_while_consent_changes',
  citation: 'Equipoise: consent that changes again and again meanwhile permits nothing',
  says: 'What you agreed to changed while this was looked at, so it is not kept.',
  advisory: false,
}

async function countRefusals(
  { store, now }: CollectParts,
  refused: readonly RefusedInteraction[],
): Promise<void> {
  if (refused.length === 0) return
  const day = formatInstant(now()).slice(0, 10)
  const counts = new Map<string, RefusalCount>()
  for (const { purpose, reasons } of refused) {
    const [reason] = reasons
    if (!reason) continue
    const { code, pack } = reason
    const name = `${purpose} ${code} ${pack}`
    const count = (counts.get(name)?.count ?? 0) + 1
    counts.set(name, { day, purpose, code, pack, count })
  }
  await store.transact('system', async (writer) => writer.countRefusals([...counts.values()]))
}
