/** What we say in mails of a list, in the language that the list is written in. */
import { fillWords, type Translation, type Words, wordsFor } from '@equipoise/browser/languages'
import type { MailList } from './mail-documents.ts'

export type ListWords = Pick<MailList, 'title' | 'language'>

/** English where the list says nothing, or what nobody translated. */
export function wordsOfList({ language = 'en' }: Pick<MailList, 'language'>): Translation {
  return wordsFor([language])
}

/** A list's name within a sentence, whatever its language. */
export function quoted(title: string): string {
  return `“${title}”`
}

/** Why somebody gets a mail, in two sentences. */
export function groundOf(list: ListWords, basis: string, rung: string): string {
  const { words } = wordsOfList(list)
  const name = basis === 'consent' ? 'whyAgreed' : 'whyWithUs'
  const ground = fillWords(words[name], { list: quoted(list.title) })
  if (rung === 'personal') return `${ground} ${words.choseYours}`
  return rung === 'none' ? ground : `${ground} ${words.choseNothing}`
}

/** Why one thing is in it. */
export function reasonFor(words: Words, title: string | undefined): string {
  const reason =
    title === undefined ? words.becausePopular : fillWords(words.becauseItem, { name: title })
  return fillWords(words.suggestBecause, { reason })
}
