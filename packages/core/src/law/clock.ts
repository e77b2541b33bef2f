/** How long there is to answer a person's request, or to report a breach, under one law. */
import type { Grade } from './rule-pack.ts'

export const REQUESTS = [
  'access',
  'correction',
  'erasure',
  'portability',
  'restriction',
  'objection',
  'opt_out',
  'unsubscribe',
  'limit',
  'withdrawal',
  'appeal',
  'broker_deletion',
  'breach_authority',
  'breach_people',
] as const

export type Request = (typeof REQUESTS)[number]

export function isRequest(value: unknown): value is Request {
  return REQUESTS.some((request) => request === value)
}

/** The legal unit as the law has it: a calendar period, working days, or hours. */
export type LegalTime =
  | { readonly unit: 'period'; readonly period: string }
  | { readonly unit: 'business_days'; readonly days: number }
  | { readonly unit: 'hours'; readonly hours: number }

export interface Clock {
  readonly id: string
  readonly request: Request
  /** Whether the law knows the right. */
  readonly exists: boolean
  /** Undefined where the law sets no number, or the right does not exist. */
  readonly respond: LegalTime | undefined
  readonly extend: LegalTime | undefined
  readonly from: string
  readonly until: string | undefined
  readonly citation: string
  readonly says: string
  readonly advisory: boolean
  readonly grade?: Grade | undefined
}
