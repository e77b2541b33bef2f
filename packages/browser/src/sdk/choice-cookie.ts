/**
 * The person's choice as this browser keeps it. The server sets it, so that it lasts where browsers
 * shorten what scripts set; where the server cannot be reached we set it, and where cookies are
 * blocked it lives as long as the page.
 */
import {
  CHOICE_COOKIE,
  type Choice,
  formatChoice,
  parseChoice,
  refuseUntold,
} from '@equipoise/core/consent'
import { DAY_MS, type Purpose } from '@equipoise/core/values'
import { readCookie, writeCookie } from './page-cookie.ts'

/** Where caps on frequency are kept, once the person agreed to storage. */
export const CAPS_KEY = 'equipoise-caps'

/** 180 days. */
const LIFETIME_SECONDS = 15_552_000

let inMemory: string | undefined

export function readChoice(): Choice | undefined {
  return parseChoice(readCookie(CHOICE_COOKIE) ?? inMemory)
}

/** Keeps a no at once, before anybody is asked. */
export function keepRefusal(refuse: readonly Purpose[]): void {
  if (refuse.includes('device_storage')) forgetCaps()
  const day = Math.floor(Date.now() / DAY_MS)
  keep(formatChoice(refuseUntold(readChoice(), refuse, day)))
}

/** Keeps what the server said stands, where its own cookie did not reach us; nothing else. */
export function keepAnswered(text: string): void {
  if (readCookie(CHOICE_COOKIE) !== text && parseChoice(text) !== undefined) keep(text)
}

function keep(text: string): void {
  inMemory = text
  writeCookie(CHOICE_COOKIE, text, `;max-age=${LIFETIME_SECONDS}`)
}

function forgetCaps(): void {
  try {
    localStorage.removeItem(CAPS_KEY)
  } catch {
    // Storage is blocked: nothing is there.
  }
}
