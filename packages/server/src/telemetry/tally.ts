/**
 * Counts by labels between two readings. The library names a series by sorting and joining its
 * labels each time, which costs more than what is counted.
 */
import type { Counter } from 'prom-client'

type Label = string | number

/** How often one series was counted; of one with more labels, the series that go on from it. */
interface Series {
  count: number
  readonly next: Map<Label, Series>
}

export class Tally<L extends string> {
  readonly #counter: Counter<L>
  readonly #names: readonly L[]
  #all = newSeries()

  /** @param names of the labels, in the order in which they are given. */
  constructor(counter: Counter<L>, names: readonly L[]) {
    this.#counter = counter
    this.#names = names
  }

  /** @param labels one for each name; of as few kinds as labels have to be. */
  add(labels: readonly Label[], count: number = 1): void {
    let series = this.#all
    for (const label of labels) {
      let next = series.next.get(label)
      if (next === undefined) {
        next = newSeries()
        series.next.set(label, next)
      }
      series = next
    }
    series.count += count
  }

  /** Hands on to the counter what was counted since. */
  flush(): void {
    const all = this.#all
    this.#all = newSeries()
    this.#hand(all, [])
  }

  #hand({ count, next }: Series, labels: readonly Label[]): void {
    if (count > 0) {
      const named = this.#names.map((name, place) => [name, labels[place] ?? ''])
      // As many names as labels: what is made of them has just those.
      this.#counter.inc(Object.fromEntries(named) as Record<L, Label>, count)
    }
    for (const [label, series] of next) this.#hand(series, [...labels, label])
  }
}

function newSeries(): Series {
  return { count: 0, next: new Map() }
}
