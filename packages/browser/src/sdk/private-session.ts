/**
 * A private session: the person asked that nothing be recorded and nothing leave. It holds in every
 * tab, also in those that are opened meanwhile, until they end it or the browser is closed; where
 * cookies are blocked, as long as the page. The mark is the same for everybody.
 */
import { PRIVATE_COOKIE } from '@equipoise/core/consent'
import { readCookie, writeCookie } from './page-cookie.ts'

let isOn = false

export function isPaused(): boolean {
  // A page that saw it ends it when it is told to, not when a mark is lost with other cookies.
  isOn ||= readCookie(PRIVATE_COOKIE) !== undefined
  return isOn
}

export function setPaused(paused: boolean): void {
  writeCookie(PRIVATE_COOKIE, '1', paused ? '' : ';max-age=0')
  isOn = paused
}
