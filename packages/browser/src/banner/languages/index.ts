/** Every language that a banner speaks, best match first. */
import type { BannerTexts } from '../texts.ts'
import { en } from './en.ts'

export const LANGUAGES: readonly BannerTexts[] = [en]

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
 * The texts for the first tag that there are any for: its own, then those of its language alone
 * (RFC 4647, lookup). English where there are none.
 *
 * @param tags BCP 47, best first.
 */
export function textsFor(tags: readonly string[]): BannerTexts {
  for (const tag of tags) {
    for (let parts = tag.toLowerCase().split('-'); parts.length > 0; parts = parts.slice(0, -1)) {
      const sought = parts.join('-')
      const found = LANGUAGES.find(({ language }) =>
        [sought, SCRIPTS[sought]].includes(language.toLowerCase()),
      )
      if (found) return found
    }
  }
  return en
}
