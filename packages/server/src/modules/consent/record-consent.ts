/**
 * Records what a person says about purposes. A yes needs evidence; a no needs nothing. A no, or a
 * withdrawal, acts in the same transaction: what was kept for those purposes alone is deleted, and
 * the person leaves the training state where that purpose ended.
 *
 * Of one person a day has so many yeses; more are told to wait. A no is never told to: one that
 * says nothing new, a no to what stands at no already, without words of its own, is the one that
 * stands, and adds no record. So a day has a bounded number of records.
 */
import {
  type ConsentAction,
  type ConsentFold,
  type ConsentMethod,
  type ConsentRecord,
  type ConsentSignals,
  consentFor,
  EMPTY_FOLD,
  givesOn,
  isNo,
  latestIn,
  type NoticeShown,
} from '@equipoise/core/consent'
import { CLOCK_TOLERANCE_MS, decideRights } from '@equipoise/core/law'
import {
  type AgeBand,
  type ConsentRecordId,
  DAY_MS,
  formatId,
  type Instant,
  PURPOSES,
  type Purpose,
  type Region,
  type SubjectId,
  toInstant,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Identity, Removal, RightsWriter } from '../../store/index.ts'
import type { PersonGate } from '../law/index.ts'
import { PLACES_MAX } from '../receipts/index.ts'
import { findSubject, identityIn, type SubjectReference } from '../subjects/index.ts'
import { type Cleared, removing } from '../train/index.ts'
import type { ConsentParts } from './consent-parts.ts'
import { endUnpermitted } from './end-unpermitted.ts'
import { type NewYes, yesExpiry } from './yes-expiry.ts'

export const EVIDENCE_LENGTH_MAX = 2_000
/** Of one person on one UTC day. */
export const GIVES_PER_DAY_MAX = 100

export interface ConsentAct {
  readonly action: ConsentAction
  readonly purposes: readonly Purpose[]
  readonly evidence: string
  readonly by: 'subject' | 'guardian'
  readonly explicit: boolean
  /** The registered notice that was shown, where one is named. */
  readonly notice?: NoticeShown | undefined
  /** How it was said; `other` where nobody tells. */
  readonly method?: ConsentMethod | undefined
  /** What the browser or app said by itself, as it came with the act. */
  readonly signals?: ConsentSignals | undefined
  readonly region: Region | undefined
  readonly ageBand: AgeBand | undefined
  /** Whether a back end speaks for the person, so that they count towards k. */
  readonly vouched: boolean
  /** A one-time text that this act uses up: it is refused where it was used before. */
  readonly once?: { readonly text: string; readonly until: Instant } | undefined
}

export interface RecordedConsent {
  readonly subject: SubjectId
  readonly record: ConsentRecordId
  readonly at: Instant
  /** What followed from it in the model; undefined where nothing was to be removed. */
  readonly cleared: Cleared | undefined
}

/**
 * A subject who is not known yet is made by a first yes or no under an identity; a withdrawal, or
 * an act on one of our ids, needs somebody who is there.
 *
 * @throws EquipoiseError `evidence_missing`, `invalid_request`, `not_found`, `invalid_subject`,
 *   `nonce_invalid` where what may be used once was used before, `guardian_needed` where a child
 *   would put a yes that does not count in the place of a guardian's, `clock_set_back`.
 */
export async function recordConsent(
  parts: ConsentParts,
  reference: SubjectReference,
  act: ConsentAct,
): Promise<RecordedConsent> {
  checkEvidence(act)
  const { store, now, random } = parts
  const known = await findSubject(store, reference)
  const identity = 'subject' in reference ? undefined : identityIn(reference)
  if (known === undefined && (identity === undefined || act.action === 'withdraw')) {
    throw new EquipoiseError('not_found', 'Cannot find the subject')
  }
  const startedAt = now()
  const person = await parts.gate.open(known)
  const at = speakingTime(person.consent, act.action, startedAt)
  const subject = known ?? formatId('sub', random(16))
  const record: ConsentRecord = {
    id: formatId('con', random(16)),
    action: act.action,
    purposes: PURPOSES.filter((purpose) => act.purposes.includes(purpose)),
    at,
    by: act.by,
    explicit: act.explicit,
    evidence: act.evidence,
    ...(act.notice === undefined ? {} : { notice: act.notice }),
    method: act.method ?? 'other',
    places: placesOf(parts, person, act),
    party: await parts.parties.current(),
    ...(act.signals === undefined ? {} : { signals: act.signals }),
    ...(act.action === 'give' ? yesExpiry(person, toYes(person, act, at)) : {}),
  }
  let standing: ConsentRecordId | undefined
  const write = async (writer: RightsWriter): Promise<Removal | undefined> => {
    const before = known === undefined ? EMPTY_FOLD : await writer.readConsent()
    checkGives(before, act, at)
    if (act.once !== undefined && !(await writer.useOnce(act.once.text, act.once.until))) {
      throw new EquipoiseError('nonce_invalid', 'Cannot use the same nonce twice')
    }
    if (known === undefined && identity !== undefined) await begin(writer, identity, act, at)
    else await describeSubject(writer, act)
    standing = repeated(before, act)
    if (standing === undefined) await writer.appendConsent({ ...record, ...renewal(before, act) })
    return act.action === 'give' ? undefined : await writer.endPurposes(record.purposes)
  }
  let removal: Removal | undefined
  try {
    removal = await removing(parts.resume, () =>
      store.transact(decideRights('consent', subject, startedAt), write),
    )
  } catch (error) {
    const came = known === undefined && (await findSubject(store, reference)) !== undefined
    if (!came) throw error
    return recordConsent(parts, reference, act)
  }
  const isMailOver = act.action !== 'give' && act.purposes.includes('email_marketing')
  if (isMailOver) await parts.settleMail?.(subject)
  const cleared = await followUp(parts, subject, { removal, at, described: describes(act) })
  return { subject, record: standing ?? record.id, at, cleared }
}

/** The record that says all of it already; only a no without words of its own is the same again. */
function repeated(
  before: ConsentFold | 'unverifiable',
  { action, purposes, by, evidence, notice }: ConsentAct,
): ConsentRecordId | undefined {
  if (before === 'unverifiable' || action === 'give') return undefined
  if (evidence !== '' || notice !== undefined) return undefined
  const said = purposes.map((purpose) => consentFor(before.state, purpose))
  return said.every((one) => isNo(one) && one.by === by) ? said[0]?.record : undefined
}

/** A yes to what stands as given is a renewal: its receipt says so. */
function renewal(
  before: ConsentFold | 'unverifiable',
  act: ConsentAct,
): { readonly renews?: true } {
  if (before === 'unverifiable' || act.action !== 'give') return {}
  const stands = (purpose: Purpose) => consentFor(before.state, purpose).status === 'given'
  return act.purposes.every(stands) ? { renews: true } : {}
}

/** @throws EquipoiseError `too_many_requests`. */
function checkGives(before: ConsentFold | 'unverifiable', act: ConsentAct, at: Instant): void {
  if (before === 'unverifiable' || act.action !== 'give') return
  if (givesOn(before, at) < GIVES_PER_DAY_MAX) return
  const retryAfterSeconds = Math.ceil((DAY_MS - (at % DAY_MS)) / 1_000)
  throw new EquipoiseError(
    'too_many_requests',
    `Cannot take more than ${GIVES_PER_DAY_MAX} yeses of one person a day`,
    { details: { retryAfterSeconds } },
  )
}

interface Recorded {
  readonly removal: Removal | undefined
  readonly at: Instant
  /** Whether the act also said where or how old the person is: then other purposes may end. */
  readonly described: boolean
}

async function followUp(
  parts: ConsentParts,
  subject: SubjectId,
  { removal, at, described }: Recorded,
): Promise<Cleared | undefined> {
  const cleared = removal === undefined ? undefined : await parts.follow(subject, removal, at)
  const ended = described ? await endUnpermitted(parts, subject) : undefined
  return ended ?? cleared
}

function describes({ region, ageBand }: ConsentAct): boolean {
  return region !== undefined || ageBand !== undefined
}

function checkEvidence({ action, evidence }: ConsentAct): void {
  if (action === 'give' && evidence.trim() === '') {
    throw new EquipoiseError('evidence_missing', 'Cannot record consent without its evidence')
  }
  if (evidence.length > EVIDENCE_LENGTH_MAX || !evidence.isWellFormed()) {
    throw new EquipoiseError(
      'invalid_request',
      `Cannot record consent: its evidence is well-formed text of up to ${EVIDENCE_LENGTH_MAX} characters`,
    )
  }
}

/**
 * The later act speaks, also within a millisecond. Where the clock was set back meanwhile a no
 * still speaks, after what stands; of a yes nobody could tell when it lapses.
 *
 * @throws EquipoiseError `clock_set_back`.
 */
function speakingTime(before: ConsentFold, action: ConsentAction, at: Instant): Instant {
  const latest = latestIn(before)
  if (latest === undefined || latest < at) return at
  if (action === 'give' && latest > at + CLOCK_TOLERANCE_MS) {
    throw new EquipoiseError(
      'clock_set_back',
      'Cannot take a yes: the clock is behind what was said before',
    )
  }
  return toInstant(latest + 1)
}

/** Whose law counts: where they live, else the markets. */
function placesOf(
  { gate }: Pick<ConsentParts, 'gate'>,
  { residence }: PersonGate,
  { region }: ConsentAct,
): readonly Region[] {
  const place = region ?? residence
  return place === undefined ? gate.deployment.markets.slice(0, PLACES_MAX) : [place]
}

function toYes(
  { residence, ageBand }: PersonGate,
  { purposes, by, ...told }: ConsentAct,
  at: Instant,
): NewYes {
  const about = { residence: told.region ?? residence, ageBand: told.ageBand ?? ageBand }
  return { at, purposes, by, ...about }
}

async function begin(
  writer: RightsWriter,
  identity: Identity,
  { region, ageBand, vouched }: ConsentAct,
  createdAt: Instant,
): Promise<void> {
  await writer.createSubject(identity, { region, ageBand, vouched, createdAt })
}

async function describeSubject(writer: RightsWriter, act: ConsentAct): Promise<void> {
  const { region, ageBand } = act
  const vouches = act.vouched && !(await writer.readSubject()).vouched
  if (region === undefined && ageBand === undefined && !vouches) return
  await writer.updateSubject({
    ...(region === undefined ? {} : { region }),
    ...(ageBand === undefined ? {} : { ageBand }),
    ...(vouches ? { vouched: true } : {}),
  })
}
