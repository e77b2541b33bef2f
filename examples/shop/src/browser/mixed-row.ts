/**
 * A row that is the same for everybody, with something from each department: one is asked for of
 * each, so that what sells by the thousand does not fill the shop window. What stands in the slot
 * stays where nothing comes.
 */
import type { Client, Decided } from '@equipoise/browser'
import { entryOf } from './entries.ts'

/** @param slot `data-mix` names its departments: groups by `|`, categories of a group by `,`. */
export async function mixRow(client: Client, slot: HTMLElement): Promise<void> {
  const name = slot.dataset['equipoiseSlot']
  if (name !== 'home') return
  const groups = (slot.dataset['mix'] ?? '').split('|').map((group) => group.split(','))
  const exclude = slot.dataset['except']?.split(',')
  slot.style.visibility = 'hidden'
  const answers = await Promise.all(
    groups.map((categories) =>
      client.decide({ slot: name, count: 1, filters: { categories }, exclude }),
    ),
  )
  slot.style.visibility = ''
  const found = answers.filter((one): one is Decided => one !== undefined)
  // Somebody agreed meanwhile: then the row is theirs.
  if (slot.dataset['rung'] !== 'general' || found.length === 0) return
  const entries = found.flatMap((decided) =>
    decided.items
      .slice(0, 1)
      .map((item) => entryOf(item, { decided, slot: name, adSlot: '', tag: 'div' })),
  )
  slot.replaceChildren(...slot.querySelectorAll(':scope > template'), ...entries)
  await client.fill(slot)
}
