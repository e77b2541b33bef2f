/**
 * An item counts as shown once half of it was in view for a second while the page was looked at
 * (MRC's guideline for viewable impressions).
 */
import type { Stop } from '../sdk/types.ts'

const SHARE = 0.5
const SECOND_MS = 1_000

/** Tells once, and watches no more. */
export function whenSeen(element: Element, onSeen: () => void): Stop {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isInView = false
  const observer = new IntersectionObserver(
    (entries) => {
      isInView = entries.at(-1)?.isIntersecting === true
      settle()
    },
    { threshold: SHARE },
  )
  const settle = (): void => {
    clearTimeout(timer)
    if (isInView && document.visibilityState === 'visible') timer = setTimeout(seen, SECOND_MS)
  }
  const stop = (): void => {
    clearTimeout(timer)
    observer.disconnect()
    document.removeEventListener('visibilitychange', settle)
  }
  const seen = (): void => {
    stop()
    onSeen()
  }
  document.addEventListener('visibilitychange', settle)
  observer.observe(element)
  return stop
}
