/**
 * What a sender's consent categories let through. They only narrow: the gate decides from the
 * stored record first, and what is not named here is denied on top. No client's word ever grants.
 */
import type { Reason } from '@equipoise/core/law'
import {
  failure,
  isPurpose,
  PURPOSES,
  type Purpose,
  parseExternalId,
  type Result,
  success,
} from '@equipoise/core/values'
import { fieldAt, isFields } from './fields.ts'

export const CATEGORIES_MAX = 100

/** The names that speak for each purpose: its own, and those of a table that was configured. */
export type ConsentCategories = ReadonlyMap<Purpose, readonly string[]>

/** Each purpose goes by its own name. */
export const OWN_CATEGORIES: ConsentCategories = new Map(
  PURPOSES.map((purpose) => [purpose, [purpose]]),
)

const NOTHING: ReadonlySet<Purpose> = new Set()

/**
 * The purposes that the preferences let through: at least one category that speaks for the purpose
 * is there, and each that is there is exactly `true`. Anything else is a no.
 * @param preferences `{ category: boolean }` as it came in.
 */
export function purposesAllowed(
  preferences: unknown,
  categories: ConsentCategories,
): ReadonlySet<Purpose> {
  if (!isFields(preferences)) return NOTHING
  const allowed = new Set<Purpose>()
  for (const [purpose, names] of categories) {
    const said = names.filter((name) => Object.hasOwn(preferences, name))
    const agreed = said.every((name) => preferences[name] === true)
    if (said.length > 0 && agreed) allowed.add(purpose)
  }
  return allowed
}

/** The same for a whole call: `context.consent.categoryPreferences`. Absent is denied. */
export function purposesAllowedBy(
  call: unknown,
  categories: ConsentCategories,
): ReadonlySet<Purpose> {
  return purposesAllowed(fieldAt(call, ['context', 'consent', 'categoryPreferences']), categories)
}

/** Well-formed, and the sender says no or nothing: refused before any store sees it. */
export const CONTEXT_WITHHELD: Reason = {
  code: 'consent_absent',
  pack: 'equipoise',
  rule: 'segment_consent_absent_or_denied',
  citation: 'Equipoise: what a sender’s consent context does not allow stays uncollected',
  says: 'It came without your yes to this, so it is not kept.',
  advisory: false,
}

/**
 * Reads a table of category names, `{ "Advertising": ["first_party_advertising"] }`.
 * Issues: `not_an_object`, `too_many_categories`, `id_missing`, `id_too_long`, `id_malformed`,
 * `category_is_purpose`, `unknown_purpose`.
 */
export function parseConsentCategories(json: unknown): Result<ConsentCategories> {
  if (!isFields(json)) return failure('', 'not_an_object', 'A table of purposes by category')
  const entries = Object.entries(json)
  if (entries.length > CATEGORIES_MAX) {
    return failure('', 'too_many_categories', `At most ${CATEGORIES_MAX} categories`)
  }
  const names = new Map(PURPOSES.map((purpose): [Purpose, string[]] => [purpose, [purpose]]))
  for (const [name, listed] of entries) {
    const purposes = parsePurposes(name, listed)
    if (!purposes.ok) return purposes
    for (const purpose of purposes.value) names.get(purpose)?.push(name)
  }
  return success(names)
}

function parsePurposes(name: string, listed: unknown): Result<ReadonlySet<Purpose>> {
  const checked = parseExternalId(name, name.slice(0, 40))
  if (!checked.ok) return checked
  if (isPurpose(name)) {
    return failure(name, 'category_is_purpose', 'A purpose goes by its own name alone')
  }
  if (!Array.isArray(listed) || listed.length === 0 || !listed.every(isPurpose)) {
    return failure(name, 'unknown_purpose', `A list of purposes: ${PURPOSES.join(', ')}`)
  }
  return success(new Set(listed))
}
