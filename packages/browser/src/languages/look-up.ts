/** Finds the best of some languages for what a reader prefers. */

const RIGHT_TO_LEFT: readonly string[] = ['ar', 'fa', 'he']

export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr'
}

/** Scripts of regions that write their language in another one than most. */
const SCRIPTS: Readonly<Record<string, string>> = {
  zh: 'zh-hans',
  'zh-tw': 'zh-hant',
  'zh-hk': 'zh-hant',
  'zh-mo': 'zh-hant',
}

/**
 * The one for the first tag that there is any for: its own, then that of its language alone
 * (RFC 4647, lookup).
 *
 * @param tags BCP 47, best first.
 */
export function lookUp<T extends { readonly language: string }>(
  tags: readonly string[],
  all: readonly T[],
): T | undefined {
  for (const tag of tags) {
    for (let parts = tag.toLowerCase().split('-'); parts.length > 0; parts = parts.slice(0, -1)) {
      const sought = parts.join('-')
      const found = all.find(({ language }) =>
        [sought, SCRIPTS[sought]].includes(language.toLowerCase()),
      )
      if (found) return found
    }
  }
  return undefined
}
