/**
 * What stays in a person’s own browser: cookies that the server sets, and what the SDK for pages
 * keeps there. A test looks for names that the server and the SDK use and that are not here.
 */
import { CHOICE_COOKIE, CHOICE_LIFETIME_DAYS_MAX, PRIVATE_COOKIE } from '@equipoise/core/consent'
import {
  ASKED_COOKIE,
  CENTER_COOKIE,
  CENTER_MINUTES,
  SESSION_COOKIE,
  SESSION_LIFETIME_DAYS,
} from '../access/index.ts'
import { LINK_MINUTES } from '../email/index.ts'

export interface DeviceEntry {
  readonly name: string
  readonly kind: 'cookie' | 'storage'
  readonly says: string
  /** At most; null for as long as the browser is open, or until the person says no. */
  readonly lifetimeDays: number | null
  readonly until: string
}

export const DEVICE: readonly DeviceEntry[] = [
  {
    name: SESSION_COOKIE,
    kind: 'cookie',
    says: 'A random number, so that you are known when you come again. It is set when you say yes to that, never before.',
    lifetimeDays: SESSION_LIFETIME_DAYS,
    until: `Until your no, ${SESSION_LIFETIME_DAYS} days at most.`,
  },
  {
    name: ASKED_COOKIE,
    kind: 'cookie',
    says: 'A random number, set when you ask for a link to your privacy center by mail, so that the link knows the browser that asked.',
    lifetimeDays: 1,
    until: `Until you use the link, ${LINK_MINUTES} minutes at most.`,
  },
  {
    name: CENTER_COOKIE,
    kind: 'cookie',
    says: 'A random number, set when you use such a link, for your privacy center alone.',
    lifetimeDays: 1,
    until: `Until you sign out, ${CENTER_MINUTES} minutes at most.`,
  },
  {
    name: CHOICE_COOKIE,
    kind: 'cookie',
    says: 'What you chose and on which day, as three numbers, so that your no is heeded and you are not asked again. It is the same for everybody who chose so that day.',
    lifetimeDays: CHOICE_LIFETIME_DAYS_MAX,
    until: `Until one may ask you again, ${CHOICE_LIFETIME_DAYS_MAX} days at most.`,
  },
  {
    name: 'equipoise-caps',
    kind: 'storage',
    says: 'How often you saw each item, so that nothing follows you around. It never leaves your browser, and is kept only where you said yes to keeping anything there.',
    lifetimeDays: null,
    until: 'Until your no, or until you empty your browser.',
  },
  {
    name: PRIVATE_COOKIE,
    kind: 'cookie',
    says: 'That you asked for a private session. It is the same for everybody who did.',
    lifetimeDays: null,
    until: 'Until you end it or close the browser.',
  },
]
