/** A record as operators read it, with what became of it. */
import { shownSize } from '@equipoise/core/channels'
import { DAY_MS, type Instant } from '@equipoise/core/values'
import type { AdRecordKind, Store } from '../../store/index.ts'
import type { AdDesk } from './ad-desk.ts'
import type { AdPeople } from './ad-people.ts'

export interface AdViewParts {
  readonly desk: AdDesk
  readonly adPeople: AdPeople
  readonly store: Store
  readonly now: () => Instant
}

/** @throws EquipoiseError `not_found`. */
export async function viewAdRecord(
  parts: AdViewParts,
  kind: AdRecordKind,
  id: string,
): Promise<Record<string, unknown>> {
  const { form, review } = parts.desk.get(kind, id)
  return { id, ...form, ...(review && { review }), ...(await becameOf(parts, kind, id)) }
}

async function becameOf(
  { desk, adPeople, store, now }: AdViewParts,
  kind: AdRecordKind,
  id: string,
): Promise<Record<string, unknown>> {
  if (kind === 'audiences') {
    await adPeople.refresh()
    return { people: shownSize(adPeople.sizeOf(id)), runs: adPeople.running().has(id) }
  }
  if (kind !== 'campaigns') return {}
  const all = await store.read('system', async (reader) => reader.listAdDays(id))
  // Of days that are over: what changes by the minute would tell who came just now.
  const days = all.filter(({ day }) => day < Math.floor(now() / DAY_MS))
  const sum = (of: 'showings' | 'clicks'): number => days.reduce((all, day) => all + day[of], 0)
  return {
    spentMinor: Math.floor(desk.spentOf(id).total / 1_000),
    showings: shownSize(sum('showings')),
    clicks: shownSize(sum('clicks')),
  }
}
