/**
 * What a script of ours says, in the language that was loaded. English comes with the script; any
 * other is one small file, which the server picks for what the reader prefers. What does not come
 * leaves it in English.
 */
import type { ScriptWord, WhyWord } from './english.ts'
import { fillWords, pickForm } from './fill-words.ts'

export interface Spoken {
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  readonly words: Readonly<Partial<Record<ScriptWord, string>>>
}

const TIMEOUT_MS = 5_000
const TAGS_MAX = 5

let english: Spoken = { language: 'en', direction: 'ltr', words: {} }
let spoken: Spoken = english

/** @param words those that this script needs. */
export function speakEnglish(words: Readonly<Partial<Record<ScriptWord, string>>>): void {
  english = { ...english, words }
  spoken = english
}

export function spokenNow(): Spoken {
  return spoken
}

/**
 * Loads the best language for a reader, unless they read English first.
 *
 * @param tags BCP 47, best first.
 */
export async function speakFor(
  server: string,
  part: 'why' | 'center',
  tags: readonly string[],
): Promise<void> {
  const [first = 'en'] = tags
  spoken = /^en\b/i.test(first) ? english : await load(server, part, tags)
}

async function load(server: string, part: string, tags: readonly string[]): Promise<Spoken> {
  const languages = encodeURIComponent(tags.slice(0, TAGS_MAX).join())
  try {
    const response = await fetch(`${server}/sdk/words/${part}?languages=${languages}`, {
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const { language, direction, words } = Object(await response.json())
    const isWhole = Object.keys(english.words).every((name) => typeof words[name] === 'string')
    return isWhole ? { language: String(language), direction, words } : english
  } catch {
    return english
  }
}

export function say(
  name: ScriptWord,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fillWords(textOf(name), values)
}

/** With the form for a number, which stands at `{count}`. */
export function sayCounted(
  name: ScriptWord,
  count: number,
  values: Readonly<Record<string, string>> = {},
): string {
  const shown = new Intl.NumberFormat(spoken.language).format(count)
  return fillWords(pickForm(textOf(name), spoken.language, count), { ...values, count: shown })
}

/** As it is written, with its places for what is no text. */
export function textOf(name: ScriptWord): string {
  return spoken.words[name] ?? ''
}

export type { ScriptWord, WhyWord }
