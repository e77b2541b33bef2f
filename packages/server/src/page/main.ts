/**
 * The page at `/`: a person, what is known of them, what is suggested and why, and how to change
 * it. It speaks to the API of this server and to nothing else.
 */

import { byId, el, fill } from '@equipoise/browser/dom'
import { choosePerson } from './acts.ts'
import { call, watchWaiting } from './api.ts'
import { readStanding } from './ask.ts'
import { loadCatalogue } from './catalogue.ts'
import { drawConsent } from './consent.ts'
import { drawErase } from './erase.ts'
import { enter } from './gate.ts'
import { drawHistory } from './history.ts'
import { drawLadder } from './ladder.ts'
import { drawLaw } from './law.ts'
import { drawPeople } from './people.ts'
import { drawShop, openShop } from './shop.ts'
import { drawStanding } from './standing.ts'
import { change } from './state.ts'
import { drawSuggestions } from './suggestions.ts'
import { drawTour } from './tour.ts'
import type { Persona } from './types.ts'

declare global {
  interface Navigator {
    /** https://www.w3.org/TR/gpc/ */
    readonly globalPrivacyControl?: boolean
  }
}

for (const draw of [
  drawTour,
  drawPeople,
  drawConsent,
  drawHistory,
  drawErase,
  drawLadder,
  drawLaw,
  drawSuggestions,
  drawShop,
  drawStanding,
]) {
  draw()
}
watchWaiting((isWaiting) => document.body.toggleAttribute('data-waiting', isWaiting))
change({ gpc: navigator.globalPrivacyControl === true })
await enter(open)

async function open(): Promise<void> {
  const { personas } = await call<{ personas: Persona[] }>('GET', '/v1/demo/personas')
  const [first] = personas
  if (!first) {
    showNobody()
    return
  }
  byId('demo').hidden = false
  byId('skip').hidden = false
  change({ personas, chosen: first })
  await Promise.all([loadCatalogue(), readStanding()])
  openShop()
  await choosePerson(first)
}

/** A directory of real people: this page shows none of them. */
function showNobody(): void {
  const root = byId('failure')
  root.hidden = false
  fill(
    root,
    el('h1', {}, 'This directory has no demo people'),
    el(
      'p',
      {},
      'The people in it are real, so this page shows none of them. The API does what the page does: see the reference.',
    ),
    el('p', {}, el('a', { href: '/reference' }, 'API reference')),
  )
  void readStanding()
}
