/**
 * A person says that something is not theirs: an item or a whole category. What is kept of it goes,
 * from the store and from the training state, and from then on it is neither collected, nor used,
 * nor suggested, nor trained on for them, until they take the mark back (GDPR Art. 16 and 21).
 */
import { decideRights } from '@equipoise/core/law'
import type { SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Marks, RightsWriter } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { type Cleared, removing } from '../train/index.ts'
import type { ActingFor } from './acting-for.ts'
import { rightsLeaf } from './rights-leaf.ts'
import type { RightsParts } from './rights-parts.ts'
import { shrinkContribution } from './shrink-contribution.ts'

export const MARKS_MAX = 500

/** What is wrong: one thing they are said to have done, an item, or a category. */
export type Wrong =
  | { readonly interaction: string }
  | { readonly item: string }
  | { readonly category: string }

/** @throws EquipoiseError `not_found`, and `invalid_request` past `MARKS_MAX` marks. */
export async function markWrong(
  { store, catalogue, now, follow, resume }: RightsParts,
  subject: SubjectId,
  { wrong, acting }: { readonly wrong: Wrong; readonly acting: ActingFor },
): Promise<Cleared> {
  const at = now()
  const removal = await removing(resume, () =>
    store.transact(decideRights('correction', subject, at), async (writer) => {
      const mark = await toMark(writer, wrong)
      const { marks } = await writer.readSubject()
      await writer.updateSubject({ marks: addMark(marks, mark) })
      const { rows } = await writer.removeItems(await itemsUnder(writer, catalogue, mark))
      await writer.appendRightsAct(rightsLeaf('mark_wrong', { subject, at, acting }, mark))
      return { ...(await shrinkContribution(writer)), rows }
    }),
  )
  return follow(subject, removal, at)
}

/** What was marked counts again from now on. @throws EquipoiseError `not_found`. */
export async function unmark(
  { store, now }: RightsParts,
  subject: SubjectId,
  { mark, acting }: { readonly mark: Mark; readonly acting: ActingFor },
): Promise<void> {
  const at = now()
  await store.transact(decideRights('correction', subject, at), async (writer) => {
    const { marks } = await writer.readSubject()
    const left = {
      items: marks.items.filter((item) => !('item' in mark && mark.item === item)),
      categories: marks.categories.filter((one) => !('category' in mark && mark.category === one)),
    }
    if (countMarks(left) === countMarks(marks)) {
      throw new EquipoiseError('not_found', 'Cannot find the mark')
    }
    await writer.updateSubject({ marks: left })
    await writer.appendRightsAct(rightsLeaf('unmark', { subject, at, acting }, mark))
  })
}

export type Mark = { readonly item: string } | { readonly category: string }

async function toMark(writer: RightsWriter, wrong: Wrong): Promise<Mark> {
  if (!('interaction' in wrong)) return wrong
  const kept = await writer.listInteractions()
  const found = kept.find(({ id }) => id === wrong.interaction)
  if (!found) throw new EquipoiseError('not_found', 'Cannot find the interaction')
  return { item: found.item }
}

function addMark(marks: Marks, mark: Mark): Marks {
  const added = {
    items: 'item' in mark ? [...new Set([...marks.items, mark.item])] : marks.items,
    categories:
      'category' in mark ? [...new Set([...marks.categories, mark.category])] : marks.categories,
  }
  if (countMarks(added) <= MARKS_MAX) return added
  throw new EquipoiseError('invalid_request', `Cannot mark more: ${MARKS_MAX} marks at most`)
}

function countMarks({ items, categories }: Marks): number {
  return items.length + categories.length
}

/** The items of theirs that a mark takes: of a category, all that the catalogue puts there. */
async function itemsUnder(
  writer: RightsWriter,
  catalogue: Catalogue,
  mark: Mark,
): Promise<readonly string[]> {
  if ('item' in mark) return [mark.item]
  const met = [
    ...(await writer.listInteractions()).map(({ item }) => item),
    ...(await writer.listImpressions()).map(({ item }) => item),
  ]
  const { category } = mark
  const isUnder = (item: string) => catalogue.find(item)?.categories.includes(category) === true
  return [...new Set(met)].filter(isUnder)
}
