/**
 * The compiler's half of the permit. Nothing here runs: each line that must not compile stands
 * under an expected error, and `tsc` fails where one of them does compile.
 */
import type { Instant, Purpose, SubjectId } from '../values/index.ts'
import type { Decision } from './decide.ts'
import { Permit, type PermitTerms, RightsPermit } from './permit.ts'

declare function readProfile(permit: Permit<'site_personalization'>): string
declare function erase(permit: RightsPermit): void

export function whatIsNoPermitDoesNotCompile(): unknown {
  const terms = {} as PermitTerms<'site_personalization'>

  // @ts-expect-error: an object of the same terms is no permit
  readProfile(terms)
  // @ts-expect-error: nothing is no permit
  readProfile(undefined)
  // @ts-expect-error: neither is a text
  readProfile('permit')
  // @ts-expect-error: a clone loses the private field
  readProfile({ ...({} as Permit<'site_personalization'>) })

  // @ts-expect-error: a permit for another purpose
  readProfile({} as Permit<'model_training'>)
  // @ts-expect-error: a permit for any one of the purposes
  readProfile({} as Permit<Purpose>)
  // @ts-expect-error: a right is no purpose
  readProfile({} as RightsPermit)
  // @ts-expect-error: a purpose is no right
  erase({} as Permit<'site_personalization'>)

  // @ts-expect-error: the key of the gate is needed, and the gate keeps it
  const forged = new Permit(terms)
  // @ts-expect-error: no other symbol is that key
  const forgedRight = new RightsPermit({} as never, Symbol('the gate'))
  // @ts-expect-error: the private field cannot be named outside
  const inside = forged.terms
  return [forged, forgedRight, inside]
}

export function aDecisionIsLookedAtFirst(): unknown {
  const decision = {} as Decision<'site_personalization'>

  // @ts-expect-error: a refusal has no permit
  readProfile(decision.permit)
  // @ts-expect-error: a refusal has no basis
  const basis: Basis = decision.basis
  if (decision.outcome === 'permitted') readProfile(decision.permit)
  // @ts-expect-error: still none where it was refused
  if (decision.outcome === 'refused') readProfile(decision.permit)
  return basis
}

export function everyOutcomeIsThoughtOf(): unknown {
  const decision = {} as Decision<'site_personalization'>

  // @ts-expect-error: a refusal is not handled, so that no text comes back
  const unhandled = (): string => {
    switch (decision.outcome) {
      case 'permitted':
        return readProfile(decision.permit)
    }
  }
  const handled = (): string => {
    switch (decision.outcome) {
      case 'permitted':
        return readProfile(decision.permit)
      case 'refused':
        return decision.reasons.map(({ citation }) => citation).join()
    }
  }
  return [unhandled, handled]
}

export function idsAndTimesAreNoPlainValues(): unknown {
  // @ts-expect-error: a text is no subject id
  const subject: SubjectId = 'sub_00000000000000000000000000'
  // @ts-expect-error: an id of another kind is no subject id
  const other: SubjectId = {} as import('../values/index.ts').ConsentRecordId
  // @ts-expect-error: a number is no instant
  const at: Instant = 0
  return [subject, other, at]
}
