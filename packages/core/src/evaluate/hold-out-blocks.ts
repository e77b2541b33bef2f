/**
 * Holds out blocks: of each person an item drawn by chance, and those of their items that most of
 * its people hold, too. What is asked for is then something that the rest of the history does not
 * contain already, as a later visit is not a random part of the earlier ones. Items drawn singly
 * have their near twins in the history, and favour models that know twins and little else; where
 * data depend on each other, blocks are held out (Roberts et al. 2017, Ecography 40).
 *
 * For data of which no times are known: where they are, a cut in time says more.
 */

import { type Chance, shuffled } from './chance.ts'
import { demoted, type HoldItemsOptions, trainEntries } from './protocols.ts'
import { LABEL, type Plan } from './split.ts'

/** Who holds more says nothing of what belongs together, and costs most. */
const LIST_ITEMS_MAX = 1_000
/** So many of the people of a drawn item are looked at. */
const PEOPLE_MAX = 500

/**
 * Of everybody's items the share asked for, rounded down: the nearest to an item drawn by chance,
 * itself included, by Σ 1/√|u| over the people of both ÷ √(people of the item).
 */
export function holdOutBlocks(plan: Plan, { itemRatio, chance }: HoldItemsOptions): Plan {
  const { lists } = plan.interactions
  const labels = demoted(plan.labels)
  const bySubject = trainEntries(plan.interactions, labels)
  const likeness = new Likeness(lists.items, [...bySubject.values()], lists.itemCount)
  for (const [person, entries] of [...bySubject.values()].entries()) {
    const count = Math.floor(entries.length * itemRatio)
    if (count === 0) continue
    const first = entries[chance.below(entries.length)] ?? 0
    const drawn = lists.items[first] ?? 0
    const near = likeness.to(drawn, { person, chance })
    const nearness = (entry: number): number =>
      entry === first ? Number.POSITIVE_INFINITY : near(lists.items[entry] ?? 0)
    const ranked = entries
      .map((entry) => ({ entry, near: nearness(entry) || 0 }))
      .sort((a, b) => b.near - a.near || a.entry - b.entry)
    for (const { entry } of ranked.slice(0, count)) labels[entry] = LABEL.held
  }
  return { ...plan, labels }
}

class Likeness {
  readonly #items: Uint32Array
  readonly #lists: readonly (readonly number[])[]
  readonly #holders: readonly number[][]
  readonly #sums: Float64Array
  #summed: readonly number[] = []

  /** @param lists the entries of each person. */
  constructor(items: Uint32Array, lists: readonly (readonly number[])[], itemCount: number) {
    this.#items = items
    this.#lists = lists
    this.#sums = new Float64Array(itemCount)
    const holders: number[][] = Array.from({ length: itemCount }, () => [])
    for (const [person, entries] of lists.entries()) {
      if (entries.length > LIST_ITEMS_MAX) continue
      for (const entry of entries) holders[items[entry] ?? 0]?.push(person)
    }
    this.#holders = holders
  }

  /** How near each item is to one, by other people; holds until the next one is asked for. */
  to(
    drawn: number,
    { person, chance }: { readonly person: number; readonly chance: Chance },
  ): (item: number) => number {
    const people = this.#holders[drawn] ?? []
    for (const one of this.#summed) this.#add(one, 0)
    const order = people.length > PEOPLE_MAX ? shuffled(people.length, chance) : people.keys()
    const picked = [...order].slice(0, PEOPLE_MAX).map((place) => people[place] ?? 0)
    this.#summed = picked.filter((one) => one !== person)
    for (const one of this.#summed) this.#add(one, 1)
    return (item) => (this.#sums[item] ?? 0) / Math.sqrt(this.#holders[item]?.length ?? 1)
  }

  /** @param kept 1 to add a person's items to the sums, 0 to leave zeros there. */
  #add(person: number, kept: 0 | 1): void {
    const entries = this.#lists[person] ?? []
    const weight = kept / Math.sqrt(entries.length)
    for (const entry of entries) {
      const item = this.#items[entry] ?? 0
      this.#sums[item] = kept * (this.#sums[item] ?? 0) + weight
    }
  }
}
