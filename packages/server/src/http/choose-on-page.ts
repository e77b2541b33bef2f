/**
 * One answer to a banner: a yes to some purposes and a no to others, in one go. The yes needs its
 * nonce. A no of somebody known ends what was kept for it; of somebody unknown it stays in their
 * browser, where it needs no identifier.
 */
import type { Purpose } from '@equipoise/core/values'
import type { App } from '../app.ts'
import { recordConsent } from '../modules/consent/index.ts'
import { findSubject } from '../modules/subjects/index.ts'
import { inFrontHere } from './authorize.ts'
import { subjectOfPage } from './caller.ts'
import { choiceIn, type Exchange, keepChoice } from './choice-cookie.ts'
import { A_NO, consentFromPage } from './consent-from-page.ts'
import { type InFront, viewSession } from './session-view.ts'
import { situationOf } from './situation.ts'

export interface Said {
  readonly give: readonly Purpose[]
  readonly refuse: readonly Purpose[]
  readonly nonce: string | undefined
  readonly location: string | undefined
}

/** @throws EquipoiseError as `consentFromPage`. */
export async function chooseOnPage(app: App, exchange: Exchange, said: Said) {
  const { request } = exchange
  const inFront = await say(app, exchange, said)
  const choice = await keepFor(app, exchange, said)
  const person = await app.gate.open(inFront.subject, situationOf(request, said.location))
  return { ...viewSession(app, inFront, person), choice }
}

async function say(app: App, exchange: Exchange, said: Said): Promise<InFront> {
  const { give, nonce } = said
  const refuse = said.refuse.filter((purpose) => !give.includes(purpose))
  if (give.length === 0) {
    await refuseAsKnown(app, exchange, refuse)
    const inFront = await inFrontHere(app, exchange.request)
    const isEnded = inFront.via === 'cookie' && refuse.includes('device_storage')
    return isEnded ? NOBODY : inFront
  }
  const asked = { action: 'give' as const, purposes: [...give], ...(nonce && { nonce }) }
  const { session } = await consentFromPage(app, exchange, asked)
  const { caller } = exchange.request
  const isNew = session !== undefined && caller.kind !== 'subject'
  if (!isNew) {
    await refuseAsKnown(app, exchange, refuse)
    return inFrontHere(app, exchange.request)
  }
  if (refuse.length > 0) {
    await recordConsent(app, { session }, { ...A_NO, action: 'refuse', purposes: refuse })
  }
  return { subject: await findSubject(app.store, { session }), via: 'cookie', session }
}

const NOBODY: InFront = { subject: undefined, via: null, session: undefined }

/** What stands as a yes is taken back; the rest is refused. Of somebody unknown nothing is kept. */
async function refuseAsKnown(
  app: App,
  exchange: Exchange,
  refuse: readonly Purpose[],
): Promise<void> {
  const { caller } = exchange.request
  const subject = await subjectOfPage(app, caller)
  const isNamed = caller.kind === 'subject' && caller.via === 'token'
  if (refuse.length === 0 || (subject === undefined && !isNamed)) return
  const person = await app.gate.open(subject)
  const isGiven = (purpose: Purpose) => person.consentOf(purpose).status === 'given'
  const [back, others] = [refuse.filter(isGiven), refuse.filter((one) => !isGiven(one))]
  // Those first that end nothing: taking back the yes to storage ends the session.
  if (others.length > 0) {
    await consentFromPage(app, exchange, { action: 'refuse', purposes: others })
  }
  if (back.length > 0) {
    await consentFromPage(app, exchange, { action: 'withdraw', purposes: back })
  }
}

/** Whoever signed in is known without it; then it is kept only where a choice was before. */
async function keepFor(app: App, exchange: Exchange, said: Said): Promise<string | null> {
  const { request } = exchange
  const isSignedIn = request.caller.kind === 'subject' && request.caller.via !== 'cookie'
  return isSignedIn && choiceIn(request) === undefined ? null : keepChoice(app, exchange, said)
}
