/**
 * An operator has our opt-in default give way to the law, for one purpose and some places, and only
 * with an assessment: the act gets a leaf of its own in the ledger, and what opens it is kept with
 * it. Laws themselves, sensitive data, political ads, signals and minors are never relaxed.
 */
import { createHash } from 'node:crypto'
import { isPlace, type Relaxation } from '@equipoise/core/law'
import { LEDGER_RECORD_SCHEMA, type LedgerRecord } from '@equipoise/core/ledger'
import {
  formatInstant,
  type Instant,
  isPurpose,
  type Purpose,
  type Region,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { LeafOpening, Store } from '../../store/index.ts'

const SETTING = 'law_relaxations'
const ASSESSMENT_MIN = 40
const ASSESSMENT_MAX = 100_000
const PLACES_MAX = 64

export interface AssessedRelaxation extends Relaxation, LeafOpening {
  readonly at: string
  /** Who did it: an operator's key, or the command line. */
  readonly by?: string
  /** The assessment in full, and its SHA-256, to which the leaf commits. */
  readonly assessment: string
  readonly digest: string
}

export interface RelaxParts {
  readonly store: Store
  readonly now: () => Instant
}

export interface RelaxRequest {
  readonly purpose: Purpose
  readonly places: readonly Region[]
  readonly assessment: string
  /** Who does it: the id of an operator's key, or `command_line`. */
  readonly by?: string
}

/** A relaxation as it is told: what opens its leaf stays with it. */
export type RelaxationView = Omit<AssessedRelaxation, 'secret'>

export function viewRelaxation({ secret: _, ...relaxed }: AssessedRelaxation): RelaxationView {
  return relaxed
}

/** @throws EquipoiseError `assessment_missing` where it is too short to be one, or too long. */
export async function relaxLaw(
  { store, now }: RelaxParts,
  { purpose, places: named, assessment, by = 'command_line' }: RelaxRequest,
): Promise<AssessedRelaxation> {
  const places = [...new Set(named)].toSorted()
  const length = assessment.trim().length
  if (length < ASSESSMENT_MIN || length > ASSESSMENT_MAX || places.length === 0) {
    throw new EquipoiseError(
      'assessment_missing',
      `Cannot relax: an assessment has ${ASSESSMENT_MIN} to ${ASSESSMENT_MAX} characters`,
    )
  }
  if (places.length > PLACES_MAX) {
    throw new EquipoiseError('assessment_missing', `Cannot relax: at most ${PLACES_MAX} places`)
  }
  const digest = createHash('sha256').update(assessment).digest('hex')
  const at = formatInstant(now())
  const body = { purpose, places, digest, by }
  return store.transact('system', async (writer) => {
    const opening = await writer.appendSystemAct(actOf('law_relaxed', at, body))
    const relaxed = { purpose, places, at, by, assessment, digest, ...opening }
    const others = read(await writer.findSetting(SETTING)).filter((one) => !isSame(one, relaxed))
    await writer.putSetting(SETTING, JSON.stringify([...others, relaxed]))
    return relaxed
  })
}

/** Ends every relaxation of the purpose. @returns how many there were. */
export async function endRelaxation(
  { store, now }: RelaxParts,
  purpose: Purpose,
  by: string = 'command_line',
): Promise<number> {
  return store.transact('system', async (writer) => {
    const all = read(await writer.findSetting(SETTING))
    const left = all.filter((one) => one.purpose !== purpose)
    if (left.length === all.length) return 0
    const ended = actOf('law_relaxation_ended', formatInstant(now()), { purpose, by })
    await writer.appendSystemAct(ended)
    await writer.putSetting(SETTING, JSON.stringify(left))
    return all.length - left.length
  })
}

/** What is relaxed now, with the assessments. */
export async function listRelaxations(store: Store): Promise<readonly AssessedRelaxation[]> {
  return read(await store.read('system', async (reader) => reader.findSetting(SETTING)))
}

type SystemRecord = LedgerRecord & { readonly kind: 'system' }

function actOf(act: string, at: string, body: SystemRecord['body']): SystemRecord {
  return { schema: LEDGER_RECORD_SCHEMA, kind: 'system', act, at, body }
}

function isSame(a: Relaxation, b: Relaxation): boolean {
  return a.purpose === b.purpose && a.places.join() === b.places.join()
}

/** What cannot be read relaxes nothing. */
function read(text: string | undefined): readonly AssessedRelaxation[] {
  const list: unknown = text === undefined ? [] : JSON.parse(text)
  return Array.isArray(list) ? list.filter(isRelaxation) : []
}

function isRelaxation(one: unknown): one is AssessedRelaxation {
  const { purpose, places, digest } = Object(one)
  return (
    isPurpose(purpose) && Array.isArray(places) && places.every(isPlace) && digest !== undefined
  )
}
