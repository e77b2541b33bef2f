/**
 * What an experiment changes of a decision: the steps of re-ranking and the ceiling of the arm that
 * the person is in. Only for who permits `measurement` beside what the slot is for; for everybody
 * else, and where nothing is tried, the request stays as it is.
 */
import { lowerLevel, type SpecificityLevel } from '@equipoise/core/channels'
import type { Purpose } from '@equipoise/core/values'
import { armFor } from '../ads/index.ts'
import type { PersonGate } from '../law/index.ts'
import type { DecideParts } from './decide.ts'
import type { DecideRequest } from './decide-request.ts'

export interface Tried {
  readonly request: DecideRequest
  /** The lower one of the person's and the arm's; undefined where neither says. */
  readonly ceiling: SpecificityLevel | undefined
}

export function tryArm(
  { desk, root, now }: DecideParts,
  request: DecideRequest,
  person: PersonGate,
  purpose: Purpose,
): Tried {
  const untried = { request, ceiling: person.ceiling }
  const experiment = desk.experimentIn(request.slot, now())
  if (experiment === undefined || person.subject === undefined) return untried
  const needed: readonly Purpose[] = ['measurement', purpose]
  if (needed.some((one) => person.decide(one).outcome === 'refused')) return untried
  const arm = experiment.settings.get(armFor(root, experiment, person.subject))
  if (arm === undefined) return untried
  const { rerank, ceiling } = arm
  return {
    request:
      rerank === undefined ? request : { ...request, rerank: { ...request.rerank, ...rerank } },
    ceiling:
      ceiling === undefined || person.ceiling === undefined
        ? (ceiling ?? person.ceiling)
        : lowerLevel(ceiling, person.ceiling),
  }
}
