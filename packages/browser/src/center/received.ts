/** Who gets anything: as the privacy label says it, which is made of what the server does. */
import { type Child, el, text } from './dom.ts'
import type { Center } from './state.ts'
import type { Recipient } from './types.ts'
import { inEnglish, say } from './words.ts'

export function received({ state: { recipients } }: Center): Child {
  return [
    el('p', { class: 'eq-lead' }, say('receivedSays')),
    el('dl', { class: 'eq-received' }, recipients.map(recipient)),
    el('p', {}, el('a', { href: '/privacy/label' }, say('labelLink'))),
  ]
}

function recipient({ name, gets, country }: Recipient): Child {
  return [
    el('dt', {}, inEnglish(text(name)), country !== null && ` (${country})`),
    el('dd', {}, inEnglish(gets)),
  ]
}
