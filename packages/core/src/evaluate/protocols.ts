/**
 * How a data set is divided. A protocol divides what is labelled `train`, so that it can be applied
 * to its own training part again: that is how a validation part comes about which the test part
 * never meets.
 */

import { type Chance, shuffled } from './chance.ts'
import type { Interactions } from './interaction-table.ts'
import { eachEntry, LABEL, type Plan } from './split.ts'

/** Everything is for training. */
export function wholePlan(interactions: Interactions, protocol: Plan['protocol']): Plan {
  const labels = new Uint8Array(interactions.lists.items.length).fill(LABEL.train)
  return { protocol, interactions, labels, notes: {} }
}

export interface TimeOptions {
  /** The share of the dated interactions that is asked for, above 0 and below 1. */
  readonly testRatio: number
}

/**
 * One cut in time for everybody: what was before it is trained on, what came at it or later is
 * asked for (Meng et al. 2020's temporal global split). So no model sees a future that it is asked
 * about. A pair counts once, at the time it was met last. What is undated cannot be told from the
 * past: it is trained on, and counted as `undated`.
 *
 * @throws RangeError where there are no two different times to cut between.
 */
export function splitByTime(plan: Plan, { testRatio }: TimeOptions): Plan {
  const { interactions } = plan
  const labels = demoted(plan.labels)
  const times = interactions.times.filter(
    (time, entry) => labels[entry] === LABEL.train && !Number.isNaN(time),
  )
  times.sort()
  const cut = times[Math.floor(times.length * (1 - testRatio))]
  if (cut === undefined || cut === times[0]) {
    const says = 'fewer than two different times are known'
    throw new RangeError(`Cannot split by time: ${says}`)
  }
  let undated = 0
  for (const [entry, time] of interactions.times.entries()) {
    if (labels[entry] !== LABEL.train) continue
    if (Number.isNaN(time)) undated += 1
    else if (time >= cut) labels[entry] = LABEL.held
  }
  return { ...plan, labels, notes: { ...plan.notes, undated, cutAt: cut } }
}

export interface HoldOutOptions {
  /** The share of the people who are held out, above 0 and below 1. */
  readonly subjectRatio: number
  /**
   * The share of their items that is asked for, rounded down; who has none of it is not held out.
   */
  readonly itemRatio: number
  readonly chance: Chance
}

/**
 * Strong generalization (Marlin 2004, as in Liang et al. 2018): people held out as a whole; most of
 * their items are shown as history and the rest is asked for. The model has never seen them.
 */
export function holdOutSubjects(plan: Plan, options: HoldOutOptions): Plan {
  const { subjectRatio, itemRatio, chance } = options
  const { lists } = plan.interactions
  const labels = demoted(plan.labels)
  const bySubject = trainEntries(plan.interactions, labels)
  const eligible = [...bySubject.keys()].filter(
    (subject) => Math.floor((bySubject.get(subject)?.length ?? 0) * itemRatio) > 0,
  )
  const wanted = Math.round(bySubject.size * subjectRatio)
  for (const place of shuffled(eligible.length, chance).slice(0, wanted)) {
    const entries = bySubject.get(eligible[place] ?? -1) ?? []
    const heldCount = Math.floor(entries.length * itemRatio)
    for (const [rank, at] of shuffled(entries.length, chance).entries()) {
      labels[entries[at] ?? lists.items.length] = rank < heldCount ? LABEL.held : LABEL.shown
    }
  }
  return { ...plan, labels }
}

export interface HoldItemsOptions {
  /** The share of everybody's items that is asked for, rounded down. */
  readonly itemRatio: number
  readonly chance: Chance
}

/** Weak generalization: some items of everybody are asked for, the rest is trained on. */
export function holdOutItems(plan: Plan, { itemRatio, chance }: HoldItemsOptions): Plan {
  const labels = demoted(plan.labels)
  for (const entries of trainEntries(plan.interactions, labels).values()) {
    const heldCount = Math.floor(entries.length * itemRatio)
    for (const at of shuffled(entries.length, chance).slice(0, heldCount)) {
      const entry = entries[at]
      if (entry !== undefined) labels[entry] = LABEL.held
    }
  }
  return { ...plan, labels }
}

/**
 * What each person did last: the last of everybody's dated items are asked for, at least one of
 * whoever has two, each person by their own clock (Quadrana et al. 2018's leave-last-out). Other
 * people's later interactions are trained on, so that no cut in time is needed: for sequences of
 * which only the order is known.
 *
 * @throws RangeError where nobody has two items at different times.
 */
export function holdOutLast(plan: Plan, { itemRatio }: Pick<HoldItemsOptions, 'itemRatio'>): Plan {
  const { times } = plan.interactions
  const labels = demoted(plan.labels)
  let undated = 0
  let held = 0
  for (const entries of trainEntries(plan.interactions, labels).values()) {
    const dated = entries.filter((entry) => !Number.isNaN(times[entry]))
    undated += entries.length - dated.length
    const latest = dated.toSorted((a, b) => (times[b] ?? 0) - (times[a] ?? 0) || a - b)
    const isOrdered = times[latest[0] ?? -1] !== times[latest.at(-1) ?? -1]
    const count = isOrdered ? Math.max(1, Math.floor(entries.length * itemRatio)) : 0
    for (const entry of latest.slice(0, Math.min(count, entries.length - 1))) {
      labels[entry] = LABEL.held
      held += 1
    }
  }
  if (held === 0) throw new RangeError('Cannot ask for what was last: nobody has two times')
  return { ...plan, labels, notes: { ...plan.notes, undated } }
}

/** What was shown or asked before is out of a part that is divided again. */
export function demoted(labels: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(labels, (label) => (label === LABEL.train ? label : LABEL.out))
}

export function trainEntries(
  interactions: Interactions,
  labels: Uint8Array,
): ReadonlyMap<number, readonly number[]> {
  const bySubject = new Map<number, number[]>()
  eachEntry(interactions, (subject, entry) => {
    if (labels[entry] !== LABEL.train) return
    const entries = bySubject.get(subject)
    if (entries) entries.push(entry)
    else bySubject.set(subject, [entry])
  })
  return bySubject
}
