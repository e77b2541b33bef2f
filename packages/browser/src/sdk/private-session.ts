/**
 * A private session: the person asked that nothing be recorded and nothing leave. It lasts as long
 * as the tab, by a mark in the tab's own storage that holds no more than what the page says of it.
 */
const MARK = 'equipoise-pause'

let inMemory: string | null = null

export function isPaused(): boolean {
  return mark() !== null
}

/** @param words what the page says while it lasts, as JSON; null where it ends. */
export function setPaused(words: string | null): void {
  inMemory = words
  try {
    if (words === null) sessionStorage.removeItem(MARK)
    else sessionStorage.setItem(MARK, words)
  } catch {
    // Storage is blocked: it lasts as long as the page.
  }
}

/** What was kept of it: null where there is none. */
export function mark(): string | null {
  try {
    return sessionStorage.getItem(MARK) ?? inMemory
  } catch {
    return inMemory
  }
}
