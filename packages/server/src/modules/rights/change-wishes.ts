/**
 * What a person wants of their lists for good: how personal a feed may be at most, what they
 * follow, and what is not to count for them. It goes for the next decision and the next event.
 */
import {
  changeWishes,
  isWithinLimits,
  WISHES_MAX,
  type WishChange,
  type Wishes,
} from '@equipoise/core/channels'
import { decideRights } from '@equipoise/core/law'
import type { PlainJson } from '@equipoise/core/ledger'
import type { SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { ActingFor } from './acting-for.ts'
import { rightsLeaf } from './rights-leaf.ts'
import type { RightsParts } from './rights-parts.ts'

type WishParts = Pick<RightsParts, 'store' | 'now'>

/** @throws EquipoiseError `not_found`, and `invalid_request` past `WISHES_MAX` of a kind. */
export async function changeSubjectWishes(
  { store, now }: WishParts,
  subject: SubjectId,
  { change, acting }: { readonly change: WishChange; readonly acting: ActingFor },
): Promise<Wishes> {
  const at = now()
  return store.transact(decideRights('correction', subject, at), async (writer) => {
    const before = await writer.readSubject()
    const wishes = changeWishes(before.wishes, change)
    if (!isWithinLimits(wishes)) {
      throw new EquipoiseError('invalid_request', `Cannot wish more: ${WISHES_MAX} of a kind`)
    }
    await writer.updateSubject({ wishes })
    // What was said, and not all that stands: each act is kept, and a small one stays small.
    const details = JSON.parse(JSON.stringify(change))
    await writer.appendRightsAct(rightsLeaf('wishes', { subject, at, acting }, details))
    return wishes
  })
}

/** @throws EquipoiseError `not_found`. */
export async function readWishes({ store, now }: WishParts, subject: SubjectId): Promise<Wishes> {
  const access = decideRights('access', subject, now())
  return store.read(access, async (reader) => (await reader.readSubject()).wishes)
}

/** Their wishes as they read on the wire and in an export. */
export function viewWishes({ feedMode, follows, notForProfile }: Wishes): WishesView {
  return {
    feedMode: feedMode ?? null,
    follows: follows.map(({ by, value }) => ({ by, value })),
    notForProfile: { items: [...notForProfile.items], lists: [...notForProfile.lists] },
  }
}

export type WishesView = {
  readonly feedMode: NonNullable<Wishes['feedMode']> | null
  readonly follows: readonly { readonly by: string; readonly value: string }[]
  readonly notForProfile: { readonly items: readonly string[]; readonly lists: readonly string[] }
} & { readonly [name: string]: PlainJson }
