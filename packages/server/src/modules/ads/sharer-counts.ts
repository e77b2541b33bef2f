/** How many people share an interest in a category, or looked at an item: counted exactly. */

export interface Shared {
  readonly categories: readonly string[]
  readonly items: readonly string[]
}

export class SharerCounts {
  readonly #of = { category: new Map<string, number>(), item: new Map<string, number>() }
  readonly #people = new Map<string, Shared>()

  of(kind: 'category' | 'item', id: string): number {
    return this.#of[kind].get(id) ?? 0
  }

  put(person: string, shared: Shared): void {
    this.drop(person)
    this.#people.set(person, shared)
    this.#add(shared, 1)
  }

  drop(person: string): void {
    const before = this.#people.get(person)
    if (before === undefined) return
    this.#people.delete(person)
    this.#add(before, -1)
  }

  #add({ categories, items }: Shared, by: number): void {
    for (const one of categories) addTo(this.#of.category, one, by)
    for (const one of items) addTo(this.#of.item, one, by)
  }
}

function addTo(counts: Map<string, number>, id: string, by: number): void {
  const count = (counts.get(id) ?? 0) + by
  if (count === 0) counts.delete(id)
  else counts.set(id, count)
}
