/** Ids that others make, for subjects, items and interactions: checked once, at the edge. */
import { failure, type Result, success } from './result.ts'

export const EXTERNAL_ID_LENGTH_MAX = 256

const CONTROL = /\p{Cc}/u

/**
 * Reads an id that came from outside: 1 to 256 characters, none of them a control character, and
 * well-formed Unicode. Nothing is trimmed or folded: two different texts are two different ids.
 * Issues: `id_missing`, `id_too_long`, `id_malformed`.
 */
export function parseExternalId(text: unknown, path: string = 'id'): Result<string> {
  if (typeof text !== 'string') return failure(path, 'id_missing', 'An id is a text')
  if (text.length === 0) return failure(path, 'id_missing', 'An id has at least one character')
  if (text.length > EXTERNAL_ID_LENGTH_MAX) {
    return failure(path, 'id_too_long', `An id has at most ${EXTERNAL_ID_LENGTH_MAX} characters`)
  }
  if (CONTROL.test(text) || !isWellFormed(text)) {
    return failure(path, 'id_malformed', 'An id has no control characters and no broken Unicode')
  }
  return success(text)
}

/** Item ids follow the same rules as external ids. */
export const parseItemId: typeof parseExternalId = parseExternalId

function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDFFF]/u.test(text)
}
