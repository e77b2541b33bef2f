/**
 * A data set divided into what is trained on and what is asked afterwards. A plan labels every
 * interaction; a split is what follows from it, in ordinals of the items that training knows.
 */

import { placesBack } from '../recommend/recency.ts'
import type { Interactions } from './interaction-table.ts'
import { type ItemLists, listCount } from './item-lists.ts'

export const PROTOCOLS = ['temporal', 'last', 'strong', 'given', 'leave-one-out'] as const
export type Protocol = (typeof PROTOCOLS)[number]

/** What becomes of an interaction. */
export const LABEL = {
  /** Left out. */
  out: 0,
  /** Trained on; where its subject is tested, also part of the history that is shown. */
  train: 1,
  /** Shown as history, and not trained on: the fold-in of somebody held out. */
  shown: 2,
  /** Asked for. */
  held: 3,
} as const

export interface Plan {
  readonly protocol: Protocol
  readonly interactions: Interactions
  /** One of `LABEL` for each entry. */
  readonly labels: Uint8Array<ArrayBuffer>
  /** For each subject the items to rank beside the held ones, by ordinal of `interactions`. */
  readonly candidates?: ItemLists
  /** What was done with what does not fit, as counts by name. */
  readonly notes: Readonly<Record<string, number>>
}

export interface Split {
  readonly protocol: Protocol
  /** Items that training knows, by ordinal. */
  readonly itemIds: readonly string[]
  /** A list for everybody who is trained on. */
  readonly train: ItemLists
  readonly cases: Cases
  readonly notes: Readonly<Record<string, number>>
}

/** The people asked: one list each in everything here. */
export interface Cases {
  readonly subjects: readonly string[]
  readonly history: ItemLists
  /**
   * How many of the history were met later than each entry of it (`placesBack`); left out where
   * nothing is dated.
   */
  readonly places?: Uint32Array<ArrayBuffer>
  /** Held items that training knows. */
  readonly held: ItemLists
  /**
   * How many were held, also those that training does not know: these are missed by every model.
   */
  readonly heldCounts: Uint32Array<ArrayBuffer>
  /** Where given, only these and the held ones are ranked. */
  readonly candidates?: ItemLists
}

/**
 * Carries a plan out. Asked is who has something held and, of what training knows, at least one
 * item to show; the others are counted in the notes: `subjectsWithoutHistory`.
 */
export function toSplit(plan: Plan): Split {
  const { interactions, labels, candidates } = plan
  const { known, ordinalOf } = knownItems(interactions, labels)
  const pick = (subject: number, wanted: (label: number) => boolean): Uint32Array<ArrayBuffer> =>
    itemsOf(interactions, subject, (entry) => wanted(labels[entry] ?? 0))
  const places: Uint32Array[] = []
  const toKnown = (items: Uint32Array): Uint32Array<ArrayBuffer> =>
    Uint32Array.from(items.filter((item) => ordinalOf[item] !== UNKNOWN)).map(
      (item) => ordinalOf[item] ?? UNKNOWN,
    )
  const [train, history, held, ranked] = Array.from({ length: 4 }, () => new GrowingLists())
  const [subjects, heldCounts]: [string[], number[]] = [[], []]
  let withoutHistory = 0
  for (let subject = 0; subject < interactions.subjects.length; subject += 1) {
    const trained = pick(subject, (label) => label === LABEL.train)
    if (trained.length > 0) train?.append(toKnown(trained))
    const asked = pick(subject, (label) => label === LABEL.held)
    if (asked.length === 0) continue
    const isShown = (entry: number): boolean => isHistory(labels[entry] ?? 0)
    const shown = toKnown(pick(subject, isHistory))
    if (shown.length === 0) {
      withoutHistory += 1
      continue
    }
    subjects.push(interactions.subjects[subject] ?? '')
    heldCounts.push(asked.length)
    history?.append(shown)
    places.push(
      placesOf(interactions, subject, (entry, item) => {
        return isShown(entry) && ordinalOf[item] !== UNKNOWN
      }),
    )
    held?.append(toKnown(asked))
    if (candidates) ranked?.append(toKnown(itemsOf({ lists: candidates }, subject, () => true)))
  }
  const listsOf = (lists: GrowingLists | undefined): ItemLists =>
    (lists ?? new GrowingLists()).finish(known.length)
  return {
    protocol: plan.protocol,
    itemIds: known.map((item) => interactions.items[item] ?? ''),
    train: listsOf(train),
    cases: {
      subjects,
      history: listsOf(history),
      held: listsOf(held),
      heldCounts: Uint32Array.from(heldCounts),
      ...(isDated(interactions) ? { places: joined(places) } : {}),
      ...(candidates ? { candidates: listsOf(ranked) } : {}),
    },
    notes: { ...plan.notes, subjectsWithoutHistory: withoutHistory },
  }
}

const UNKNOWN = 2 ** 32 - 1

function knownItems(
  { items, lists }: Interactions,
  labels: Uint8Array,
): { readonly known: readonly number[]; readonly ordinalOf: Uint32Array } {
  const ordinalOf = new Uint32Array(items.length).fill(UNKNOWN)
  for (let entry = 0; entry < labels.length; entry += 1) {
    if (labels[entry] === LABEL.train) ordinalOf[lists.items[entry] ?? 0] = 0
  }
  const known: number[] = []
  for (let item = 0; item < items.length; item += 1) {
    if (ordinalOf[item] === UNKNOWN) continue
    ordinalOf[item] = known.length
    known.push(item)
  }
  return { known, ordinalOf }
}

function itemsOf(
  { lists }: Pick<Interactions, 'lists'>,
  subject: number,
  isWanted: (entry: number) => boolean,
): Uint32Array<ArrayBuffer> {
  const items: number[] = []
  const end = lists.starts[subject + 1] ?? 0
  for (let entry = lists.starts[subject] ?? 0; entry < end; entry += 1) {
    if (isWanted(entry)) items.push(lists.items[entry] ?? 0)
  }
  return Uint32Array.from(items)
}

function isHistory(label: number): boolean {
  return label === LABEL.train || label === LABEL.shown
}

function isDated({ times }: Interactions): boolean {
  return times.some((time) => !Number.isNaN(time))
}

function placesOf(
  { lists, times }: Interactions,
  subject: number,
  isWanted: (entry: number, item: number) => boolean,
): Uint32Array {
  const kept: number[] = []
  const end = lists.starts[subject + 1] ?? 0
  for (let entry = lists.starts[subject] ?? 0; entry < end; entry += 1) {
    if (isWanted(entry, lists.items[entry] ?? 0)) kept.push(times[entry] ?? Number.NaN)
  }
  return placesBack(Float64Array.from(kept))
}

function joined(arrays: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const whole = new Uint32Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let end = 0
  for (const one of arrays) {
    whole.set(one, end)
    end += one.length
  }
  return whole
}

class GrowingLists {
  readonly #lists: Uint32Array[] = []
  #total = 0

  append(list: Uint32Array): void {
    this.#lists.push(list)
    this.#total += list.length
  }

  finish(itemCount: number): ItemLists {
    const starts = new Uint32Array(this.#lists.length + 1)
    const items = new Uint32Array(this.#total)
    for (const [index, list] of this.#lists.entries()) {
      items.set(list, starts[index])
      starts[index + 1] = (starts[index] ?? 0) + list.length
    }
    return { itemCount, starts, items }
  }
}

/** Calls for each entry of each subject. */
export function eachEntry(
  { lists }: Pick<Interactions, 'lists'>,
  visit: (subject: number, entry: number) => void,
): void {
  for (let subject = 0; subject < listCount(lists); subject += 1) {
    const end = lists.starts[subject + 1] ?? 0
    for (let entry = lists.starts[subject] ?? 0; entry < end; entry += 1) visit(subject, entry)
  }
}
