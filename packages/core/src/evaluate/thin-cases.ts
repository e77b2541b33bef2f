/** Asks fewer people: enough to choose by, in a part of the time. */

import { type ItemLists, listAt, toItemLists } from './item-lists.ts'
import type { Split } from './split.ts'

/** The same training part, and of those who are asked at most so many, evenly spread. */
export function thinCases(split: Split, peopleMax: number): Split {
  const { subjects, history, places, held, heldCounts, candidates } = split.cases
  if (subjects.length <= peopleMax) return split
  const kept = Array.from({ length: peopleMax }, (_, at) =>
    Math.floor((at * subjects.length) / peopleMax),
  )
  const thin = (lists: ItemLists): ItemLists =>
    toItemLists(
      lists.itemCount,
      kept.map((at) => listAt(lists, at)),
    )
  const placesAt = (at: number): readonly number[] => [
    ...(places ?? []).slice(history.starts[at], history.starts[at + 1]),
  ]
  return {
    ...split,
    cases: {
      subjects: kept.map((at) => subjects[at] ?? ''),
      history: thin(history),
      held: thin(held),
      heldCounts: Uint32Array.from(kept, (at) => heldCounts[at] ?? 0),
      ...(places === undefined ? {} : { places: Uint32Array.from(kept.flatMap(placesAt)) }),
      ...(candidates === undefined ? {} : { candidates: thin(candidates) }),
    },
  }
}
