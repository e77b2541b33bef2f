/** What a person's screen shows of what is kept about them, and how far an erasure has come. */
import type { ConsentFold } from '@equipoise/core/consent'
import { type DecisionRecord, decideRights, type Reason } from '@equipoise/core/law'
import { type ErasureId, formatId, parseId, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Clearance, Page, Paged, Store } from '../../store/index.ts'
import { replayReasons } from '../law/index.ts'
import {
  type ExportedImpression,
  type ExportedInteraction,
  viewImpression,
  viewInteraction,
} from './kept-views.ts'
import type { RightsParts } from './rights-parts.ts'

/**
 * What the person did that is kept, the latest that came first.
 *
 * @throws EquipoiseError `not_found`.
 */
export async function listKeptInteractions(
  { store, now }: RightsParts,
  subject: SubjectId,
  page: Page,
): Promise<Paged<ExportedInteraction>> {
  const { entries, next } = await store.read(
    decideRights('access', subject, now()),
    async (reader) => reader.pageInteractions(page),
  )
  return { entries: entries.map(viewInteraction), next }
}

/** An impression with the reasons of the decision that permitted it, taken from its facts again. */
export interface ListedImpression extends ExportedImpression {
  readonly reasons: readonly Reason[]
}

/** What was shown to the person, latest first: what, when, why, on what basis. */
export async function listImpressions(
  { store, now }: RightsParts,
  subject: SubjectId,
  page: Page,
): Promise<Paged<ListedImpression>> {
  const { shown, stood } = await store.read(
    decideRights('access', subject, now()),
    async (reader) => {
      const shown = await reader.pageImpressions(page)
      const revisions = shown.entries.map(({ basis }) => basis.consentRevision)
      return { shown, stood: await reader.readConsentAt(revisions) }
    },
  )
  const listed = shown.entries.map(async (one) => ({
    ...viewImpression(one),
    reasons: await reasonsOf(store, subject, { record: one.basis, stood }),
  }))
  return { entries: await Promise.all(listed), next: shown.next }
}

interface Stood {
  readonly record: DecisionRecord
  readonly stood: ReadonlyMap<number, ConsentFold>
}

async function reasonsOf(
  store: Store,
  subject: SubjectId,
  { record, stood }: Stood,
): Promise<readonly Reason[]> {
  const consent = stood.get(record.consentRevision)
  return consent === undefined ? [] : replayReasons(store, { subject, consent, record })
}

/** @throws EquipoiseError `not_found`. */
export async function getClearance(store: Store, id: string): Promise<Clearance> {
  const erasure = parseErasureId(id)
  const found =
    erasure === undefined
      ? undefined
      : await store.read('system', async (reader) => reader.findClearance(erasure))
  if (!found) throw new EquipoiseError('not_found', 'Cannot find the erasure')
  return found
}

function parseErasureId(text: string): ErasureId | undefined {
  const bytes = parseId('era', text)
  return bytes === undefined ? undefined : formatId('era', bytes)
}
