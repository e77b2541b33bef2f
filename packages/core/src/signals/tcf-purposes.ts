/**
 * Our purposes in the purposes of the transparency frameworks. One of ours needs all of its
 * numbers. Reading is wider than `PURPOSE_TERMS`: a use that the frameworks do not name is refused
 * with the nearest that they do.
 */
import { PURPOSES, type Purpose } from '../values/index.ts'
import { CONSENT_ONLY_PURPOSES } from './tc-string.ts'

export interface TcfNeed {
  readonly purposes: readonly number[]
  /** The business's own use, which the publisher's segment speaks of where there is one. */
  readonly own: boolean
  /** Others receive data: at least one of them must have consent and have been disclosed. */
  readonly vendors: boolean
}

const OWN = { own: true, vendors: false }
const OTHERS = { own: false, vendors: true }

export const TCF_NEEDS: Readonly<Partial<Record<Purpose, TcfNeed>>> = {
  device_storage: { purposes: [1], ...OWN },
  site_personalization: { purposes: [5, 6], ...OWN },
  model_training: { purposes: [10], ...OWN },
  first_party_advertising: { purposes: [3, 4], ...OWN },
  cross_context_advertising: { purposes: [3, 4], ...OTHERS },
  sale_or_sharing: { purposes: [3, 4], ...OTHERS },
  measurement: { purposes: [7, 8], ...OWN },
  sensitive_profiling: { purposes: [5, 6], ...OWN },
  political_advertising: { purposes: [3, 4], ...OWN },
}

/** What a person said to numbered purposes, on either ground. */
export interface TcfChoices {
  readonly consent: readonly number[]
  /** Or implied consent, in Canada. */
  readonly interest: readonly number[]
}

export function allowsAll(purposes: readonly number[], { consent, interest }: TcfChoices): boolean {
  return purposes.every((purpose) => consent.includes(purpose) || interest.includes(purpose))
}

/** Without the legitimate interest that does not count where consent must be had. */
export function withoutVoidInterest({ consent, interest }: TcfChoices): TcfChoices {
  return { consent, interest: interest.filter((one) => !CONSENT_ONLY_PURPOSES.includes(one)) }
}

/** The purposes that the frameworks speak of, parted by whether they are allowed. */
export function partPurposes(isAllowed: (purpose: Purpose, need: TcfNeed) => boolean): {
  readonly refuses: readonly Purpose[]
  readonly leaves: readonly Purpose[]
} {
  const spoken = PURPOSES.flatMap((purpose) => {
    const need = TCF_NEEDS[purpose]
    return need === undefined ? [] : [{ purpose, allowed: isAllowed(purpose, need) }]
  })
  return {
    refuses: spoken.filter(({ allowed }) => !allowed).map(({ purpose }) => purpose),
    leaves: spoken.filter(({ allowed }) => allowed).map(({ purpose }) => purpose),
  }
}
