/** What a person's screen shows of what is kept about them, and how far an erasure has come. */
import { decideRights } from '@equipoise/core/law'
import { type ErasureId, formatId, parseId, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Clearance, Store } from '../../store/index.ts'
import { type ExportedInteraction, exportInteraction, type RightsParts } from './export-subject.ts'

/** Everything the person did that is kept, latest first. @throws EquipoiseError `not_found`. */
export async function listKeptInteractions(
  { store, now }: RightsParts,
  subject: SubjectId,
): Promise<readonly ExportedInteraction[]> {
  const kept = await store.read(decideRights('access', subject, now()), async (reader) =>
    reader.listInteractions(),
  )
  return kept.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).map(exportInteraction)
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
