/** Who is at the page: the demo's people, one of them chosen. */

import { byId, el, fill, text } from '@equipoise/browser/dom'
import { choosePerson } from './acts.ts'
import { finish, state, watch } from './state.ts'
import type { Persona } from './types.ts'
import { capital, caseOf } from './words.ts'

export function drawPeople(): void {
  watch(['personas', 'forgotten'], drawList)
  watch(['chosen', 'forgotten'], drawPerson)
}

function drawList(): void {
  fill(
    byId('people-list'),
    el(
      'fieldset',
      { class: 'people' },
      el('legend', { class: 'sr' }, 'Choose a person'),
      state.personas.map(choice),
    ),
  )
}

function choice(persona: Persona): HTMLElement {
  const { externalId, name } = persona
  const chosen = state.chosen?.externalId === externalId
  return el(
    'label',
    { class: 'person' },
    el('input', {
      type: 'radio',
      name: 'person',
      value: externalId,
      checked: chosen,
      'data-focus': `person:${externalId}`,
      onchange: () => choose(externalId),
    }),
    el('span', { class: 'person-initial', 'aria-hidden': 'true' }, name.charAt(0)),
    el(
      'span',
      { class: 'person-words' },
      el('span', { class: 'person-name' }, text(name)),
      el('span', { class: 'person-case' }, standingOf(persona)),
    ),
  )
}

function choose(externalId: string): void {
  const persona = state.personas.find((one) => one.externalId === externalId)
  if (!persona) return
  finish('person')
  void choosePerson(persona)
}

function standingOf(persona: Persona): string {
  if (state.forgotten.has(persona.externalId)) return 'erased'
  if (persona.subject === null && persona.case !== 'never_asked') return 'not known here'
  if (persona.subject !== null && persona.case === 'never_asked') return 'asked here'
  return caseOf(persona)
}

function drawPerson(): void {
  const { chosen } = state
  if (!chosen) return
  const erased = state.forgotten.has(chosen.externalId)
  fill(
    byId('person'),
    el(
      'p',
      { class: 'story' },
      el('strong', {}, erased ? 'You were ' : 'You are ', text(chosen.name), '. '),
      erased ? 'Nothing is left. The next you is somebody new.' : capital(chosen.story),
    ),
  )
}
