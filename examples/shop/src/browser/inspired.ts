/**
 * The row that names what it starts from: the thing that the person looked at last. It is made
 * after a row of theirs was, so only where that is permitted, and repeats nothing of that; it is
 * the last on the page, so that nothing moves when it comes.
 */
import type { Client, Decided } from '@equipoise/browser'
import { coloursOf } from '../art/tones.ts'
import { SOLD } from '../departments.ts'
import { el } from './dom.ts'
import { entryOf } from './entries.ts'
import type { ProductApi } from './product-api.ts'
import { RUNG_WORDS } from './words.ts'

const SLOT = 'item'
const COUNT = 4

export interface InspiredParts {
  readonly client: Client
  readonly api: ProductApi
  readonly onDecided: (decided: Decided) => void
}

let turn = 0

/** @param beside the row that was made of what the person did; undefined where none was. */
export async function showInspired(
  row: HTMLElement,
  beside: Decided | undefined,
  { client, api, onDecided }: InspiredParts,
): Promise<void> {
  turn += 1
  const own = turn
  row.hidden = true
  if (beside?.rung !== 'personal') return
  const look = await api.readLatestLook()
  if (look === undefined) return
  const shown = beside.items.map(({ id }) => id)
  const decided = await client.decide({
    slot: SLOT,
    count: COUNT,
    from: { like: [look.item] },
    filters: { categories: SOLD },
    exclude: [...shown, ...coloursOf(look.item)],
    rerank: { caps: [{ by: 'model', max: 1 }] },
  })
  // Somebody took a yes back meanwhile, or nothing is like it: then there is no such row.
  if (own !== turn || decided?.rung !== 'personal' || decided.items.length === 0) return
  const [name, rung, list] = ['h2 a', '.rung', '.slot'].map((one) => row.querySelector(one))
  name?.replaceWith(linkTo(look.item, look.title))
  if (rung) rung.textContent = RUNG_WORDS[decided.rung] ?? ''
  const about = { decided, slot: SLOT, adSlot: '', tag: 'div' } as const
  list?.replaceChildren(...decided.items.map((item) => entryOf(item, about)))
  row.hidden = false
  onDecided(decided)
  await client.fill(row)
}

function linkTo(item: string, title: string): HTMLElement {
  return el('a', { href: `/p/${encodeURIComponent(item)}`, dir: 'auto' }, title)
}
