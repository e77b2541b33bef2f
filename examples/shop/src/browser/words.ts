/** A call in a sentence: what it asked or told, and what came of it. */
import type { Call } from './watch.ts'

export interface Said {
  readonly says: string
  readonly came: string
}

export const RUNG_WORDS: Readonly<Record<string, string>> = {
  personal: '● Personal',
  contextual: '◔ By this page',
  general: '○ The same for everybody',
  none: '– Nothing to show',
}

export const PRIVATE_WORDS = 'Private session: nothing is asked, so nothing is suggested.'

export function sentenceFor(call: Call): Said {
  const { path, status } = call
  if (status === 0) return { says: `Called ${path}.`, came: 'No answer came.' }
  if (status >= 400) return { says: `Called ${path}.`, came: refusal(call) }
  return (SENTENCES[path] ?? otherSentence)(call)
}

const SENTENCES: Readonly<Record<string, (call: Call) => Said>> = {
  '/v1/banner/elements': ({ answered }) => ({
    says: 'Asked whether there is something to ask you.',
    came: answered['banner'] ? 'There is: the banner.' : 'There is nothing to ask.',
  }),
  '/v1/session': ({ answered }) => ({
    says: 'Asked what you have said.',
    came: answered['known'] === true ? 'You are known here.' : 'Nobody is known here.',
  }),
  '/v1/choice': ({ sent }) => ({
    says: 'Told what you chose.',
    came: `Yes to ${countIn(sent, 'give')}, no to ${countIn(sent, 'refuse')}.`,
  }),
  '/v1/decide': ({ sent, answered }) => ({
    says: `Asked what to show in “${field(sent, 'slot')}”.`,
    came: `${RUNG_WORDS[String(answered['rung'])] ?? '–'}. ${firstReason(answered)}`,
  }),
  '/v1/interactions': ({ sent, answered }) => ({
    says: `Told: ${deedsIn(sent)}.`,
    came: kept(answered),
  }),
  '/v1/impressions': ({ sent, answered }) => ({
    says: `Told that you saw ${countIn(sent, 'impressions')} of what was suggested.`,
    came: kept(answered),
  }),
  '/v1/outcomes': ({ sent, answered }) => ({
    says: `Told: ${deedsIn(sent)} on a suggestion.`,
    came: kept(answered),
  }),
  '/v1/subjects/me/wishes': ({ method }) => ({
    says:
      method === 'GET' ? 'Asked what you want of your lists.' : 'Told what you want of your lists.',
    came: 'It is yours, and holds for every list.',
  }),
  '/v1/subjects/me/marks': ({ method }) => ({
    says:
      method === 'GET'
        ? 'Asked what you do not want to see.'
        : 'Told what you want less of, or no longer as a reason.',
    came: 'It counts from the next row on.',
  }),
  '/v1/subjects/me/marks/remove': () => ({
    says: 'Took back what you did not want to see.',
    came: 'It counts from the next row on.',
  }),
  '/v1/subjects/me/pause': () => ({
    says: 'Told that you take a break.',
    came: 'Nothing of you is used until it ends.',
  }),
  '/v1/subjects/me/resume': () => ({
    says: 'Told that your break is over.',
    came: 'What you agreed to holds again.',
  }),
  '/v1/batch': ({ answered }) => ({
    says: 'Told what you did and saw, together.',
    came: kept(answered),
  }),
  '/v1/purposes': () => ({ says: 'Asked what there is to choose.', came: 'Answered.' }),
  '/v1/subjects/me/follow': () => ({
    says: 'Asked how often what you looked at was shown to you again.',
    came: 'Answered above.',
  }),
  '/token': () => ({
    says: 'The shop asked itself who is signed in.',
    came: 'It signed a token for a quarter of an hour.',
  }),
}

function otherSentence({ method, path }: Call): Said {
  const isPage = !path.startsWith('/v1/')
  return isPage
    ? { says: `Opened ${path}.`, came: 'A page of the shop, as without Equipoise.' }
    : { says: `${method === 'GET' ? 'Asked for' : 'Told'} ${aboutOf(path)}.`, came: 'Answered.' }
}

/** What an address is about, for one that has no sentence of its own: its last name. */
function aboutOf(path: string): string {
  return path.split('/').at(-1)?.replaceAll('-', ' ') ?? path
}

function refusal({ status, answered }: Call): string {
  return `Refused (${status}): ${answered['title'] ?? 'no reason given'}.`
}

function kept(answered: Readonly<Record<string, unknown>>): string {
  const refused = listIn(answered, 'refused')
  const accepted = Number(answered['accepted'] ?? answered['recorded'] ?? 0)
  return refused.length === 0
    ? `${accepted} kept.`
    : `${accepted} kept, ${refused.length} refused. ${reasonOf(refused[0])}`
}

/** What the gate says first, in its own words. */
function firstReason(answered: Readonly<Record<string, unknown>>): string {
  const [first] = listIn(answered, 'reasons')
  return field(first, 'says')
}

function reasonOf(refused: unknown): string {
  return field(refused, 'says') || field(listIn(refused, 'reasons')[0], 'says')
}

function deedsIn(sent: unknown): string {
  const deeds = [...listIn(sent, 'interactions'), ...listIn(sent, 'outcomes')]
  const says = deeds.slice(0, 3).map((one) => `${field(one, 'verb')} ${field(one, 'item')}`.trim())
  return (
    says.join(', ') + (deeds.length > says.length ? ` and ${deeds.length - says.length} more` : '')
  )
}

function countIn(value: unknown, name: string): number {
  return listIn(value, name).length
}

export function listIn(value: unknown, name: string): readonly unknown[] {
  const list = entry(value, name)
  return Array.isArray(list) ? list : []
}

export function field(value: unknown, name: string): string {
  const found = entry(value, name)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

function entry(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
