/** Who is in front of a page, what they said, and what the gate permits here and now. */
import { formatInstant, PURPOSES, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { App } from '../app.ts'
import { csrfTokenOf } from '../modules/access/index.ts'
import { viewConsent } from '../modules/consent/index.ts'
import type { PersonGate } from '../modules/law/index.ts'
import { timeOrNull } from './views.ts'

export interface InFront {
  readonly subject: SubjectId | undefined
  readonly via: 'token' | 'cookie' | 'link' | null
  /** The secret of a cookie of ours, where one says who it is, or comes beside what does. */
  readonly session: string | undefined
}

export function viewSession(app: App, { subject, via, session }: InFront, person: PersonGate) {
  const known = subject !== undefined
  return {
    known,
    via,
    csrfToken: session === undefined ? null : csrfTokenOf(app.root, session),
    state: known ? viewConsent(person) : null,
    permitted: PURPOSES.filter((purpose) => isPermitted(person, purpose)),
    pausedUntil: known ? timeOrNull(person.pausedUntil) : null,
    at: formatInstant(person.at),
  }
}

/** Of nobody known nothing can be kept; what a page itself may do is where no consent is needed. */
function isPermitted(person: PersonGate, purpose: Purpose): boolean {
  if (person.subject === undefined) return person.askingOf(purpose).code === 'not_needed'
  return person.decide(purpose).outcome === 'permitted'
}
