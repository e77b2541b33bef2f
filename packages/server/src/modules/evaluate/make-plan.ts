/** From a data set and a protocol to what is trained on and what is asked. */
import {
  givenTest,
  givenValidation,
  holdOutItems,
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
}

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
 * Asks for a validation part: the given one, else one taken from training as the test part was. The
 * test part has no say in it.
 *
 * @throws EquipoiseError as `planTest`.
 */
export function planValidation(interactions: Interactions, request: PlanRequest): Plan {
  const { protocol } = request
  const test = planTest(interactions, request)
  if (protocol === 'temporal' || protocol === 'strong')
    return divide({ ...test, notes: {} }, request)
  return givenValidation(interactions) ?? { ...heldFrom(test, request), protocol: 'given' }
}

function heldFrom({ candidates: _, ...test }: Plan, { seed }: PlanRequest): Plan {
  return holdOutItems(
    { ...test, notes: {} },
    { itemRatio: TEST_RATIO, chance: seededChance(seed + 1) },
  )
}

function divide(plan: Plan, { protocol, seed }: PlanRequest): Plan {
  try {
    if (protocol === 'temporal') return splitByTime(plan, { testRatio: TEST_RATIO })
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
