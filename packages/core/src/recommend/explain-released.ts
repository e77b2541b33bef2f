/**
 * Why the personal rung shows an item, as a page may be told: the score taken apart once more, with
 * every weight as general and as coarse as it has to be for at least k people to share it.
 *
 *   the pair of items            where k people share it
 *   the pair of categories       else, where k people share that: what such items say on average
 *   any two items                else: the rest
 *
 * It reads a release, the person's own history and the catalogue, so that all of it stands still
 * until the next release, whoever comes or leaves. The exact shares are `explain`'s, and never go
 * to a page. O(history + m).
 */

import type { Contribution } from './contribution.ts'
import type { Explainer, ExplainOptions } from './explain.ts'
import { triangleAt } from './gram-snapshot.ts'
import type { HistoryItem } from './interaction-value.ts'
import { KeptAnswers, KeptWithHistory } from './kept-with-history.ts'
import { LargestContributions } from './largest-contributions.ts'
import { OrdinalSums } from './ordinal-sums.ts'
import { mark, type PlacedHistory, placeHistory, unmark } from './place-history.ts'
import { POPULARITY_WEIGHT } from './rank-personal.ts'
import { bandAt } from './support-band.ts'
import type { SupportRelease } from './support-release.ts'
import { stepWeight } from './weight-step.ts'

export type ReleasedOptions = Pick<ExplainOptions, 'categoryOf' | 'most'>

/**
 * Shares are of no unit that means anything: only how they compare does. Never empty.
 *
 * @param release undefined where none was taken yet: then nothing may be told.
 */
export function explainReleased(
  release: SupportRelease | undefined,
  history: readonly HistoryItem[],
  targetId: string,
  options: ReleasedOptions,
): readonly Contribution[] {
  return releasedExplainerFor(release, history, options)(targetId)
}

/** As `explainReleased`, for many targets of one history. */
export function releasedExplainerFor(
  release: SupportRelease | undefined,
  history: readonly HistoryItem[],
  options: ReleasedOptions,
): Explainer {
  if (release === undefined) return () => [NOTHING_TO_TELL]
  const { categoryOf, most } = options
  const told = prepare(release, history, categoryOf)
  const answer: Explainer = (targetId) => {
    const target: Target = {
      id: targetId,
      ordinal: release.ordinals.get(targetId) ?? -1,
      category: release.categoryOrdinals.get(categoryOf(targetId) ?? '') ?? -1,
    }
    const gathered = new LargestContributions({ most, bandOf: bandAt })
    told.isTold.fill(0)
    leaveOut(target, told)
    if (target.ordinal >= 0) addPairs(release, target, told, gathered)
    addCategories(release, target, told, gathered)
    if (target.ordinal >= 0) addPopularity(release, target.ordinal, gathered)
    const contributions = gathered.list()
    return contributions.length > 0 ? contributions : [NOTHING_TO_TELL]
  }
  if (most === undefined || most > KEPT_MOST) return answer
  return KEPT.of(history, release, [categoryOf, most], answer)
}

/** As of exact explanations. */
const KEPT_MOST = 10

const KEPT = new KeptAnswers<readonly Contribution[]>()

type CategoryOf = ExplainOptions['categoryOf']

const PREPARED = new KeptWithHistory<Told>()

function prepare(
  release: SupportRelease,
  history: readonly HistoryItem[],
  categoryOf: CategoryOf,
): Told {
  const known = PREPARED.find(history, release, [categoryOf])
  if (known !== undefined) return known
  const { ordinals, categoryOrdinals } = release
  const categoryAt = (item: string): number => categoryOrdinals.get(categoryOf(item) ?? '') ?? -1
  return PREPARED.keep(history, release, [categoryOf], {
    placed: placeHistory(ordinals, history),
    values: Float64Array.from(history, ({ value }) => value),
    categories: Int32Array.from(history, ({ item }) => categoryAt(item)),
    isTold: new Uint8Array(history.length),
    byCategory: new OrdinalSums(categoryOrdinals.size),
  })
}

/** Something spoke for the item, and none of it may be told. */
const NOTHING_TO_TELL: Contribution = { kind: 'rest', id: null, share: 1, support: null }

interface Target {
  readonly id: string
  /** -1 for one that fewer than k people hold. */
  readonly ordinal: number
  /** -1 where it has none that may be told. */
  readonly category: number
}

/** A history, and how much of it is told already of the target at hand. */
interface Told {
  readonly placed: PlacedHistory
  readonly values: Float64Array
  /** Of each item, -1 where it has none that may be told. */
  readonly categories: Int32Array
  /** 1 for each item that is told, or is the target itself. */
  readonly isTold: Uint8Array
  readonly byCategory: OrdinalSums
}

/** An item does not speak for itself. */
function leaveOut({ id, ordinal }: Target, { placed, isTold }: Told): void {
  for (let at = 0; at < isTold.length; at += 1) {
    if (placed.ordinals[at] === ordinal && placed.items[at]?.item === id) isTold[at] = 1
  }
}

/** Adds what is told by the item. */
function addPairs(
  { ordinals, pairs }: SupportRelease,
  { ordinal }: Target,
  { placed, isTold }: Told,
  gathered: LargestContributions,
): void {
  const { rows, steps, bands } = pairs
  const marks = mark(ordinals, placed)
  const end = pairs.starts[ordinal + 1] ?? 0
  for (let entry = pairs.starts[ordinal] ?? 0; entry < end; entry += 1) {
    const at = (marks[rows[entry] ?? 0] ?? 0) - 1
    if (at < 0 || isTold[at] === 1) continue
    const held = placed.items[at]
    if (held === undefined) continue
    isTold[at] = 1
    gathered.offer('item', held.item, held.value * stepWeight(steps[entry] ?? 0), bands[entry] ?? 0)
  }
  unmark(marks, placed)
}

/** Adds what is told by categories, and what by neither. */
function addCategories(
  { categories: released, anyStep }: SupportRelease,
  { category }: Target,
  { values, categories, isTold, byCategory }: Told,
  gathered: LargestContributions,
): void {
  let untold = 0
  for (let at = 0; at < isTold.length; at += 1) {
    if (isTold[at] === 1) continue
    const from = categories[at] ?? -1
    if (from < 0 || category < 0) untold += values[at] ?? 0
    else byCategory.add(from, values[at] ?? 0)
  }
  byCategory.drain((from, value) => {
    const band = released.bands[triangleAt(from, category)] ?? 0
    const step = released.steps[from * released.ids.length + category] ?? 0
    if (band === 0) untold += value
    else gathered.offer('category', released.ids[from] ?? null, value * stepWeight(step), band)
  })
  gathered.addRest(untold * stepWeight(anyStep))
}

function addPopularity(
  { bands }: SupportRelease,
  target: number,
  gathered: LargestContributions,
): void {
  const band = bands[target] ?? 0
  const most = bandAt(bands[0] ?? 0) ?? 1
  gathered.offer('popularity', null, (POPULARITY_WEIGHT * (bandAt(band) ?? 0)) / most, band)
}
