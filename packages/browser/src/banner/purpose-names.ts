/** What each purpose is called, asked for in a banner or not: a few words, no sentence. */
import type { Purpose } from '@equipoise/core/values'
import { type Words, wordsFor } from '../languages/index.ts'
import { nameOfPurpose } from './compose.ts'
import { textsFor } from './languages/index.ts'
import { BANNER_PURPOSES, type BannerPurpose } from './view.ts'

export type PurposeNames = Readonly<Record<Purpose, string>>

export interface NamedPurposes {
  readonly language: string
  readonly names: PurposeNames
}

/** A banner's own name for what it can ask for. @param tags BCP 47, best first. */
export function namePurposes(tags: readonly string[]): NamedPurposes {
  const texts = textsFor(tags)
  const asked = BANNER_PURPOSES.map((purpose) => [purpose, nameOfPurpose(texts, purpose)])
  // Each purpose of a banner is a key, because the list is the type's own.
  const names = Object.fromEntries(asked) as Readonly<Record<BannerPurpose, string>>
  return { language: texts.language, names: { ...names, ...namesElsewhere(wordsFor(tags).words) } }
}

function namesElsewhere(words: Words): Omit<PurposeNames, BannerPurpose> {
  return {
    email_marketing: words.purposeEmail,
    email_tracking: words.openTitle,
    sms_marketing: words.purposeSms,
    push_marketing: words.purposePush,
    sensitive_profiling: words.purposeSensitive,
    political_advertising: words.purposePolitical,
  }
}
