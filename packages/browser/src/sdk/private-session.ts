/**
 * A private session: the person asked that nothing be recorded and nothing leave. It lasts as long
 * as the tab, by a mark in the tab's own storage that holds no more than what the page says of it.
 */
const MARK = 'equipoise-pause'

/** What the page says while it lasts, in the person's language. */
export interface PrivateWords {
  readonly says: string
  readonly end: string
}

/** Until the words of the person’s language are there. */
export const ENGLISH: PrivateWords = {
  says: 'Private session: nothing is recorded, nothing leaves.',
  end: 'End it',
}

let inMemory: string | null = null

export function isPaused(): boolean {
  return mark() !== null
}

export function setPaused(words: PrivateWords | undefined): void {
  inMemory = words === undefined ? null : JSON.stringify(words)
  try {
    if (inMemory === null) sessionStorage.removeItem(MARK)
    else sessionStorage.setItem(MARK, inMemory)
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
