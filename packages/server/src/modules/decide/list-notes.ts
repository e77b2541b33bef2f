/** What an answer says about itself where it is not all that was asked for. */

export const NOTE_CODES = [
  'start_empty',
  'start_unknown',
  'items_unknown',
  'by_content',
  'expression_failed',
  'no_mix',
  'long_tail_short',
  'shorter_than_asked',
] as const

export type NoteCode = (typeof NOTE_CODES)[number]

export interface ListNote {
  readonly code: NoteCode
  readonly says: string
  /** The items meant, at most 20 of them. */
  readonly items?: readonly string[]
}

const ITEMS_MAX = 20

const SAYS: Readonly<Record<NoteCode, string>> = {
  start_empty: 'The list to start from is empty, so that nothing was started from',
  start_unknown: 'Nothing is known of what the list starts from, so that nothing was started from',
  items_unknown: 'These items are not known here and counted for nothing',
  by_content: 'The list goes by what the items say of themselves, not by what people have',
  expression_failed: 'An expression could not be evaluated on some items',
  no_mix: 'There is no history whose mix of categories the list could have',
  long_tail_short: 'There are not that many items of the long tail to show',
  shorter_than_asked: 'There are fewer items that may stand in the list than were asked for',
}

export class ListNotes {
  readonly #notes: ListNote[] = []

  add(code: NoteCode, items: readonly string[] = []): void {
    const named = items.length > 0 ? { items: items.slice(0, ITEMS_MAX) } : {}
    this.#notes.push({ code, says: SAYS[code], ...named })
  }

  /** Says where an expression failed and what becomes of the items. */
  addFailure(says: string, items: readonly string[]): void {
    const named = items.length > 0 ? { items: items.slice(0, ITEMS_MAX) } : {}
    this.#notes.push({ code: 'expression_failed', says, ...named })
  }

  list(): readonly ListNote[] {
    return [...this.#notes]
  }
}
