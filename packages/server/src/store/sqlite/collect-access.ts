/** Keeps what people did and what they were shown, under the permits that each of them gave. */
import { purposesAccepting } from '@equipoise/core/consent'
import type { Permit } from '@equipoise/core/law'
import { assert, type Purpose, purposeMask } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type {
  AppendOutcome,
  CollectedInteraction,
  CollectWriter,
  Gathering,
  Marks,
} from '../store.ts'
import type { Intake } from './arrivals.ts'
import type { Engine } from './engine.ts'
import { addOutcome, capImpressions, insertImpression } from './impression-rows.ts'
import { arrive } from './interaction-rows.ts'
import { measurementWriter } from './measured-rows.ts'
import { type OpenSubject, sealerOf } from './open-subject.ts'
import { checkPermit } from './permit-check.ts'
import { useOnce } from './used-once.ts'

export function collectWriter(engine: Engine, permits: readonly Permit[]): CollectWriter {
  return {
    ...measurementWriter(engine, () => openWithPermits(engine, permits)),
    async appendInteractions(interactions) {
      const opened = checkInteractions(engine, permits, interactions)
      const intake = engine.arrivals.intake(engine)
      const outcome = append(engine, intake, opened, interactions)
      intake.flush()
      return outcome
    },
    async appendImpressions(impressions, usedUntil) {
      const { allowed, marks, apart: _, ...opened } = openWithPermits(engine, permits)
      for (const { purposes } of impressions) assertAllowed(purposes, allowed)
      refuseMarked(marks, impressions)
      const inserted = impressions.filter(
        (one) =>
          useOnce(engine, `impression ${one.id}`, usedUntil) &&
          insertImpression(engine, opened, one),
      )
      if (inserted.length > 0) {
        const { subject } = opened.subject
        capImpressions(engine.writing, opened.subject)
        engine.afterCommit(() => engine.people.dropShowings(subject))
      }
      return { accepted: inserted.length, duplicates: impressions.length - inserted.length }
    },
    async appendOutcome(id, outcome) {
      const { allowed: purposes, marks: _, apart: __, ...opened } = openWithPermits(engine, permits)
      return addOutcome(engine, opened, { id, outcome, purposes })
    },
  }
}

/**
 * Many people in one transaction. All that can be wrong about a person is found before their first
 * row is written, so that nobody needs a savepoint: whoever fails is simply left out.
 */
export function collect(
  engine: Engine,
  gatherings: readonly Gathering[],
): readonly (AppendOutcome | 'consent_changed')[] {
  const intake = engine.arrivals.intake(engine)
  const outcomes = gatherings.map(({ permits, interactions }) => {
    try {
      const opened = checkInteractions(engine, permits, interactions)
      return append(engine, intake, opened, interactions)
    } catch (error) {
      const changed = error instanceof EquipoiseError && error.code === 'consent_changed'
      if (changed) return 'consent_changed'
      throw error
    }
  })
  intake.flush()
  return outcomes
}

interface Permitted extends OpenSubject {
  /** Bits of the purposes that the permits are for. */
  readonly allowed: number
  readonly marks: Marks
  readonly apart: readonly string[]
}

/** @throws EquipoiseError `consent_changed`, before anything is written. */
function checkInteractions(
  engine: Engine,
  permits: readonly Permit[],
  interactions: readonly CollectedInteraction[],
): OpenSubject {
  const { allowed, marks, apart, ...opened } = openWithPermits(engine, permits)
  for (const { purposes, verb } of interactions) {
    const mask = assertAllowed(purposes, allowed)
    const accepting = purposeMask(purposesAccepting(verb))
    assert((mask & ~accepting) === 0, 'purposes that accept the verb')
  }
  refuseMarked(marks, interactions)
  refuseApart(apart, interactions)
  return opened
}

/** @throws EquipoiseError `consent_changed` where something was marked since the gate decided. */
function refuseMarked({ items }: Marks, acts: readonly { readonly item: string }[]): void {
  if (items.length === 0 || !acts.some(({ item }) => items.includes(item))) return
  throw new EquipoiseError('consent_changed', 'Cannot keep an item: it was marked as wrong')
}

/** @throws EquipoiseError `consent_changed` where it was kept apart since the gate decided. */
function refuseApart(items: readonly string[], acts: readonly { readonly item: string }[]): void {
  if (items.length === 0 || !acts.some(({ item }) => items.includes(item))) return
  throw new EquipoiseError('consent_changed', 'Cannot keep an item: it is not for the profile')
}

function openWithPermits(engine: Engine, permits: readonly Permit[]): Permitted {
  const checked = permits.map((permit) => checkPermit(engine, engine.writing, permit))
  const [first] = checked
  assert(first !== undefined, 'at least one permit')
  assert(
    checked.every(({ row }) => row.subject === first.row.subject),
    'permits of one subject',
  )
  return {
    subject: first.row,
    sealer: sealerOf(engine, first.row),
    allowed: purposeMask(checked.map(({ terms }) => terms.purpose)),
    marks: first.marks,
    apart: first.apart,
  }
}

function assertAllowed(purposes: readonly Purpose[], allowed: number): number {
  const mask = purposeMask(purposes)
  assert(mask !== 0 && (mask & ~allowed) === 0, 'purposes that the permits are for')
  return mask
}

function append(
  engine: Engine,
  intake: Intake,
  { subject }: OpenSubject,
  interactions: readonly CollectedInteraction[],
): AppendOutcome {
  const accepted = arrive(intake, engine.root, subject, interactions)
  if (accepted > 0) engine.afterCommit(() => engine.people.dropProfile(subject.subject))
  return { accepted, duplicates: interactions.length - accepted }
}
