/**
 * An item counts as shown once half of it was in view for a second while the page was looked at
 * (MRC's guideline for viewable impressions).
 */
import type { Stop } from '../sdk/types.ts'

const SHARE = 0.5
const SECOND_MS = 1_000

/** Tells once, and watches no more. An element that leaves the page leaves nothing behind. */
export function whenSeen(element: Element, onSeen: () => void): Stop {
  let timer: ReturnType<typeof setTimeout> | undefined
  const settle = (): void => {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') timer = setTimeout(seen, SECOND_MS)
  }
  const leave = (): void => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', settle)
  }
  const observer = new IntersectionObserver(
    (entries) => {
      leave()
      if (!entries.at(-1)?.isIntersecting) return
      document.addEventListener('visibilitychange', settle)
      settle()
    },
    { threshold: SHARE },
  )
  const stop = (): void => {
    leave()
    observer.disconnect()
  }
  const seen = (): void => {
    stop()
    onSeen()
  }
  observer.observe(element)
  return stop
}
