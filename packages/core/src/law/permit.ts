/**
 * A permit is the only way to personal data. It is proof that the gate allowed one purpose for one
 * subject at one consent revision, until a time. Its class has a private field, so that nothing
 * else passes for one: a look-alike does not compile, and a cast one is found out at run time.
 *
 * Only `decide.ts` may call the two mints (the architecture test holds this, and the package does
 * not export them). A permit never crosses a thread or a process: cloning drops the private field.
 */
import type { Instant, Purpose, SubjectId } from '../values/index.ts'

export interface PermitTerms<P extends Purpose> {
  readonly purpose: P
  readonly subject: SubjectId
  readonly consentRevision: number
  readonly until: Instant
}

export class Permit<P extends Purpose = Purpose> {
  readonly #terms: PermitTerms<P>

  constructor(terms: PermitTerms<P>, key: typeof MINT) {
    if (key !== MINT) throw new TypeError('Cannot make a permit: only the gate does')
    this.#terms = Object.freeze({ ...terms })
  }

  /** @throws TypeError where the value is no permit of the gate. */
  static termsOf<P extends Purpose>(permit: Permit<P>): PermitTerms<P> {
    if (typeof permit !== 'object' || permit === null || !(#terms in permit)) {
      throw new TypeError('Cannot read a permit: the value was not made by the gate')
    }
    return permit.#terms
  }
}

/** What a subject, or an operator on their behalf, may do to their own data. */
export type RightsAct = 'consent' | 'access' | 'correction' | 'erasure'

export interface RightsTerms {
  readonly act: RightsAct
  readonly subject: SubjectId
  readonly until: Instant
}

export class RightsPermit {
  readonly #terms: RightsTerms

  constructor(terms: RightsTerms, key: typeof MINT) {
    if (key !== MINT) throw new TypeError('Cannot make a rights permit: only the gate does')
    this.#terms = Object.freeze({ ...terms })
  }

  /** @throws TypeError where the value is no rights permit of the gate. */
  static termsOf(permit: RightsPermit): RightsTerms {
    if (typeof permit !== 'object' || permit === null || !(#terms in permit)) {
      throw new TypeError('Cannot read a rights permit: the value was not made by the gate')
    }
    return permit.#terms
  }
}

const MINT: unique symbol = Symbol('the gate')

export function mintPermit<P extends Purpose>(terms: PermitTerms<P>): Permit<P> {
  return new Permit(terms, MINT)
}

export function mintRightsPermit(terms: RightsTerms): RightsPermit {
  return new RightsPermit(terms, MINT)
}
