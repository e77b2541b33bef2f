/**
 * The data set that is a store's own: what everybody gives whom the gate permits `model_training`,
 * exactly as a training takes it. Who does not permit it is neither trained on nor asked about.
 */
import { type Interactions, InteractionTable } from '@equipoise/core/evaluate'
import type { SubjectId } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'
import { type Catalogue, isSensitive } from '../catalogue/index.ts'
import { type Gate, NO_SITUATION } from '../law/index.ts'
import { datedContributionOf, markedBy } from '../train/index.ts'

export interface GatherParts {
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
}

const BATCH_SUBJECTS = 256
/** So many people are read before whoever waits for an answer gets a turn. */
const SLICE_SUBJECTS = 8

/** @param onProgress called with the ratio done, 0 to 1. */
export async function gatherInteractions(
  parts: GatherParts,
  onProgress: (ratio: number) => void,
): Promise<Interactions> {
  const { store } = parts
  const table = new InteractionTable()
  const total = await store.read('system', async (reader) => reader.countSubjects())
  let seen = 0
  for (let after: SubjectId | undefined; ; ) {
    const last: SubjectId | undefined = after
    const subjects = await store.read('system', async (reader) =>
      reader.listSubjects(last, BATCH_SUBJECTS),
    )
    if (subjects.length === 0) return table.finish()
    for (let at = 0; at < subjects.length; at += SLICE_SUBJECTS) {
      const slice = subjects.slice(at, at + SLICE_SUBJECTS)
      await Promise.all(slice.map((subject) => gatherSubject(parts, subject, table)))
      await new Promise((resolve) => setImmediate(resolve))
    }
    seen += subjects.length
    onProgress(Math.min(1, seen / Math.max(1, total)))
    after = subjects.at(-1)
  }
}

async function gatherSubject(
  { store, gate, catalogue }: GatherParts,
  subject: SubjectId,
  table: InteractionTable,
): Promise<void> {
  const given = await gate.act(subject, NO_SITUATION, async (person) => {
    const decision = person.decide('model_training')
    if (decision.outcome !== 'permitted') return []
    const sensitiveToo = person.decide('sensitive_profiling').outcome === 'permitted'
    const isMarked = markedBy(person, catalogue)
    const profile = await store.read(decision.permit, async (reader) => reader.readProfile())
    return datedContributionOf(
      profile,
      (item) => (sensitiveToo || !isSensitive(catalogue, item)) && !isMarked(item),
    )
  })
  for (const { item, lastAt } of given) table.add(subject, item, { at: lastAt })
}
