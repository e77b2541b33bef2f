/**
 * From anonymous to known. Only a back end can say who somebody is, by a secret key or a subject
 * token; the anonymous person of this device then becomes, or is merged into, the one it names.
 *
 * - Where the named person is not known yet, the anonymous one gets that name: one and the same
 *   person, with all that they said. An address for mail opens nothing of theirs until they give it
 *   again: whoever gave it on this device may have been another.
 * - Else what was kept of the anonymous one moves over as far as *both* agreed to it. A no, a mark
 *   or a pause of the anonymous one counts for the person from now on; a yes of theirs does not.
 *   Then the anonymous one is erased, key and all, so that nothing of this device speaks for the
 *   person any more: whoever uses it next begins as nobody, and is never merged into the one
 *   before.
 *
 * Erasing the person erases what was merged into them. Cut off in the middle it can be done again.
 */
import { hasWishes, lowerLevel, type SpecificityLevel, uniteWishes } from '@equipoise/core/channels'
import { decideRights } from '@equipoise/core/law'
import { PURPOSES, type SubjectId, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { keepInteractions } from '../collect/index.ts'
import { type ConsentParts, recordConsent } from '../consent/index.ts'
import { distrustContact } from '../email/index.ts'
import { NO_SITUATION } from '../law/index.ts'
import {
  type ActingFor,
  eraseSubject,
  MARKS_MAX,
  type RightsParts,
  rightsLeaf,
} from '../rights/index.ts'
import { findSubject, identityIn, type SubjectReference } from '../subjects/index.ts'

export interface IdentifyParts extends ConsentParts, RightsParts {}

export interface Identified {
  /** Undefined where neither the device nor the name stands for anybody yet. */
  readonly subject: SubjectId | undefined
  /** `named`: the anonymous person got the name. `merged`: into somebody known. */
  readonly outcome: 'nobody_there' | 'named' | 'merged'
  /** How many interactions moved over. */
  readonly moved: number
}

type Anonymous = Extract<SubjectReference, { anonymousId: string } | { session: string }>

/** @throws EquipoiseError `invalid_subject`, `busy`, `store_unavailable`. */
export async function identifySubject(
  parts: IdentifyParts,
  { anonymous, externalId }: { readonly anonymous: Anonymous; readonly externalId: string },
  acting: ActingFor,
): Promise<Identified> {
  const from = await findSubject(parts.store, anonymous)
  const to = await findSubject(parts.store, { externalId })
  if (from === undefined) return { subject: to, outcome: 'nobody_there', moved: 0 }
  if (to === undefined) {
    await nameSubject(parts, from, externalId, acting)
    return { subject: from, outcome: 'named', moved: 0 }
  }
  await carryRefusals(parts, from, to)
  await carryMarks(parts, from, to)
  const moved = await moveInteractions(parts, from, to)
  await parts.store.transact(decideRights('access', to, parts.now()), async (writer) => {
    const leaf = { subject: to, at: parts.now(), acting }
    await writer.appendRightsAct(rightsLeaf('merge', leaf, { interactions: moved }))
  })
  await eraseSubject(parts, from, acting)
  return { subject: to, outcome: 'merged', moved }
}

async function nameSubject(
  { store, now }: IdentifyParts,
  subject: SubjectId,
  externalId: string,
  acting: ActingFor,
): Promise<void> {
  const at = now()
  await store.transact(decideRights('correction', subject, at), async (writer) => {
    const named = await writer.readSubject()
    if (named.externalId !== undefined) {
      throw new EquipoiseError('consent_changed', 'Cannot name somebody who was just named')
    }
    await writer.changeIdentity(identityIn({ externalId }))
    await writer.updateSubject({ vouched: true })
    await distrustContact(writer)
    await writer.appendRightsAct(rightsLeaf('identify', { subject, at, acting }))
  })
}

/** A no of the anonymous person counts where the known one had said yes, and not the other way. */
async function carryRefusals(parts: IdentifyParts, from: SubjectId, to: SubjectId): Promise<void> {
  const [anonymous, known] = await Promise.all([parts.gate.open(from), parts.gate.open(to)])
  const purposes = PURPOSES.filter((purpose) => {
    const said = anonymous.consentOf(purpose).status
    const isNo = said === 'refused' || said === 'withdrawn'
    return isNo && known.consentOf(purpose).status === 'given'
  })
  if (purposes.length === 0) return
  await recordConsent(
    parts,
    { subject: to },
    {
      action: 'refuse',
      purposes,
      evidence: 'Said before it was known who it was',
      by: 'subject',
      explicit: false,
      method: 'merge',
      region: undefined,
      ageBand: undefined,
      vouched: true,
    },
  )
}

/**
 * What the anonymous person marked as wrong, a pause, a ceiling and the wishes that they asked for,
 * go on to hold.
 */
async function carryMarks(
  { store, gate, now }: IdentifyParts,
  from: SubjectId,
  to: SubjectId,
): Promise<void> {
  const { marks, pausedUntil, ceiling, wishes } = await gate.open(from)
  const isMarked = marks.items.length + marks.categories.length > 0
  const isPlain = !isMarked && pausedUntil === undefined && ceiling === undefined
  if (isPlain && !hasWishes(wishes)) return
  await store.transact(decideRights('correction', to, now()), async (writer) => {
    const before = await writer.readSubject()
    const later = Math.max(pausedUntil ?? 0, before.pausedUntil ?? 0)
    await writer.updateSubject({
      marks: {
        items: union(before.marks.items, marks.items),
        categories: union(before.marks.categories, marks.categories),
      },
      pausedUntil: later === 0 ? undefined : toInstant(later),
      ceiling: lowerCeiling(ceiling, before.ceiling),
      wishes: uniteWishes(before.wishes, wishes),
    })
  })
}

function lowerCeiling(
  a: SpecificityLevel | undefined,
  b: SpecificityLevel | undefined,
): SpecificityLevel | undefined {
  return a === undefined || b === undefined ? (a ?? b) : lowerLevel(a, b)
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].slice(0, MARKS_MAX)
}

/**
 * Each interaction is asked about anew, as if it came in now for the known person: it moves for the
 * purposes that it was kept for and that they permit, and not where they marked it or had said no.
 */
async function moveInteractions(
  parts: IdentifyParts,
  from: SubjectId,
  to: SubjectId,
): Promise<number> {
  const { store, gate, now } = parts
  const kept = await store.read(decideRights('access', from, now()), async (reader) =>
    reader.listInteractions(),
  )
  const moving = kept.map(({ id, item, verb, at, purposes }, index) => ({
    index,
    interaction: { id, item, verb, at },
    allowed: new Set(purposes),
  }))
  const { accepted } = await gate.act(to, NO_SITUATION, (person) =>
    keepInteractions(parts, person, moving),
  )
  return accepted
}
