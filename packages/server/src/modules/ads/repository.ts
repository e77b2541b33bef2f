/**
 * The public repository of ads (Regulation (EU) 2022/2065, Art. 39): what was shown, on whose
 * behalf, who paid, when, how it was aimed, and about how often it was shown, by country too; kept
 * until a year after its last showing, and nothing of anybody in it.
 *
 * Art. 39(2)(g) asks for the recipients reached. Who was shown an ad is kept of nobody, so that
 * showings are told instead: no more people were reached than that.
 */
import { AUDIENCE_PEOPLE_FLOOR, shownSize } from '@equipoise/core/channels'
import { DAY_MS, formatInstant, type Instant, toInstant } from '@equipoise/core/values'
import type { Page, Paged, Store } from '../../store/index.ts'

export const REPOSITORY_DAYS = 365

export interface ListedAd {
  readonly digest: string
  readonly ad: unknown
  readonly firstShownOn: string
  readonly lastShownOn: string
  /** In two digits, in tens at least; 0 below 50. */
  readonly showings: number
  /** Those with 50 showings or more, in two digits. */
  readonly countries: readonly { readonly country: string; readonly showings: number }[]
}

export async function listRepository(
  { store }: { readonly store: Store },
  page: Page,
): Promise<Paged<ListedAd>> {
  const found = await store.read('system', async (reader) => reader.pageRepository(page))
  return {
    next: found.next,
    entries: found.entries.map(
      ({ digest, body, firstShownAt, lastShownAt, showings, countries }) => ({
        digest,
        ad: JSON.parse(body),
        firstShownOn: formatInstant(firstShownAt).slice(0, 10),
        lastShownOn: formatInstant(lastShownAt).slice(0, 10),
        showings: shownSize(showings),
        countries: countries
          .filter((one) => one.showings >= AUDIENCE_PEOPLE_FLOOR)
          .map((one) => ({ country: one.country, showings: shownSize(one.showings) })),
      }),
    ),
  }
}

/** Drops what was last shown a year ago or longer. */
export function sweepRepository({
  store,
  now,
}: {
  readonly store: Store
  readonly now: () => Instant
}): Promise<number> {
  const before = toInstant(Math.max(0, now() - REPOSITORY_DAYS * DAY_MS))
  return store.transact('system', async (writer) => writer.sweepRepository(before))
}
