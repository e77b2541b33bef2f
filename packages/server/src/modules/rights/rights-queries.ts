/** What a person's screen shows of what is kept about them, and how far an erasure has come. */
import { decideRights, type Reason } from '@equipoise/core/law'
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
  const [{ entries, next }, consent] = await store.read(
    decideRights('access', subject, now()),
    async (reader) => [await reader.pageImpressions(page), await reader.listConsent()],
  )
  const listed = entries.map(async (one) => ({
    ...viewImpression(one),
    reasons: await replayReasons(store, { subject, consent, record: one.basis }),
  }))
  return { entries: await Promise.all(listed), next }
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
