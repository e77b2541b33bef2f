/** From a data set and a protocol to what is trained on and what is asked. */
import {
  givenTest,
  givenValidation,
  holdOutBlocks,
  holdOutItems,
  holdOutLast,
  holdOutSubjects,
  type Interactions,
  type Plan,
  type Protocol,
  seededChance,
  splitByTime,
  wholePlan,
} from '@equipoise/core/evaluate'
import { EquipoiseError } from '../../errors.ts'

export interface PlanRequest {
  readonly protocol: Protocol
  readonly seed: number
  /**
   * How a validation part is taken from the training part of a given split, in place of the one
   * that is given: items drawn singly (`random`), in blocks of what belongs together
   * (`holdOutBlocks`), or `both`: a part of blocks beside the given or a random one.
   */
  readonly holdOut?: HoldOut | undefined
}

export const HOLD_OUTS = ['random', 'blocks', 'both'] as const
export type HoldOut = (typeof HOLD_OUTS)[number]

/** A fifth is asked for: of the interactions by time, of a held-out person's items. */
const TEST_RATIO = 0.2
/** A tenth of the people is held out for each part (Liang et al. 2018 hold out about as many). */
const SUBJECT_RATIO = 0.1

/**
 * Asks for the test part.
 *
 * @throws EquipoiseError `dataset_invalid` where the data cannot be divided like that.
 */
export function planTest(interactions: Interactions, request: PlanRequest): Plan {
  const { protocol } = request
  if (protocol === 'given' || protocol === 'leave-one-out') return givenTest(interactions, protocol)
  return divide(wholePlan(interactions, protocol), request)
}

/**
 * Asks for validation parts, each built for and asked on its own: the given one, else parts taken
 * from training as the test part was; `holdOut` counts before the given one. The test part has no
 * say in it. Where few people are asked there are several parts, because with a hundred people the
 * best of many settings is mostly the luckiest.
 *
 * @throws EquipoiseError as `planTest`.
 */
export function planValidation(
  interactions: Interactions,
  request: PlanRequest,
): readonly [Plan, ...Plan[]] {
  const { protocol, seed } = request
  const test = { ...planTest(interactions, request), notes: {} }
  if (protocol === 'temporal' || protocol === 'last') return [divide(test, request)]
  if (protocol === 'strong') {
    const parts = partsFor(test)
    const others = Array.from({ length: parts - 1 }, (_, at) => ({ protocol, seed: seed + 1 + at }))
    return [divide(test, request), ...others.map((other) => divide(test, other))]
  }
  const { holdOut } = request
  const given =
    holdOut === undefined || holdOut === 'both' ? givenValidation(interactions) : undefined
  const first = given ?? heldFrom(test, request)
  return holdOut === 'both' ? [first, heldFrom(test, { ...request, holdOut: 'blocks' })] : [first]
}

/** At least so many people are asked about in all, if need be in so many parts. */
const ASKED_MIN = 600
const PARTS_MAX = 6

function partsFor({ interactions }: Plan): number {
  const asked = Math.max(1, interactions.subjects.length * SUBJECT_RATIO)
  return Math.min(PARTS_MAX, Math.max(1, Math.ceil(ASKED_MIN / asked)))
}

function heldFrom({ candidates: _, ...test }: Plan, { seed, holdOut }: PlanRequest): Plan {
  const hold = holdOut === 'blocks' ? holdOutBlocks : holdOutItems
  const options = { itemRatio: TEST_RATIO, chance: seededChance(seed + 1) }
  return { ...hold(test, options), protocol: 'given' }
}

function divide(plan: Plan, { protocol, seed }: PlanRequest): Plan {
  try {
    if (protocol === 'temporal') return splitByTime(plan, { testRatio: TEST_RATIO })
    if (protocol === 'last') return holdOutLast(plan, { itemRatio: TEST_RATIO })
    return holdOutSubjects(plan, {
      subjectRatio: SUBJECT_RATIO,
      itemRatio: TEST_RATIO,
      chance: seededChance(seed),
    })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new EquipoiseError('dataset_invalid', cause.message, { cause })
  }
}
