/**
 * What a person says on a page. A yes needs the nonce of the notice that was shown; a no needs
 * nothing. Who is not known yet becomes known by a yes that says they may be (`device_storage`), by
 * our cookie; a no of somebody unknown is kept by their browser alone (`choice-cookie.ts`), for
 * here it would need an identifier.
 */
import {
  AGE_BANDS,
  type AgeBand,
  PURPOSES,
  type Purpose,
  type Region,
  type SubjectId,
} from '@equipoise/core/values'
import type { FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'
import { makeSession, SESSION_COOKIE } from '../modules/access/index.ts'
import {
  type Asked,
  type ConsentAct,
  openNonce,
  type RecordedConsent,
  recordConsent,
} from '../modules/consent/index.ts'
import { findSubject, type SubjectReference } from '../modules/subjects/index.ts'
import { subjectOfPage } from './caller.ts'
import { choiceIn, type Exchange, keepChoice } from './choice-cookie.ts'
import { checkFresh } from './link-acts.ts'
import { signalsOf } from './routes/signals.ts'
import type { ConsentBody } from './schemas.ts'
import { clearSession, setSession } from './session-cookie.ts'
import { readRegion } from './views.ts'

export interface SaidOnPage {
  /** Undefined where somebody unknown said no: nothing was kept. */
  readonly recorded: RecordedConsent | undefined
  /** The session that knows them from now on, where it is a cookie's. */
  readonly session: string | undefined
}

const NOT_FROM_PAGES = ['evidence', 'by', 'explicit', 'notice', 'method'] as const

/** @throws EquipoiseError `nonce_invalid`, `invalid_request`, and as `recordConsent`. */
export async function consentFromPage(
  app: App,
  exchange: Exchange,
  said: ConsentBody,
): Promise<SaidOnPage> {
  const { request, reply } = exchange
  const { caller } = request
  if (said.action === 'give') checkFresh(request)
  const known = await subjectOfPage(app, caller)
  checkUnproven(said, await factsOf(app, known))
  const isNew = known === undefined && !(caller.kind === 'subject' && caller.via === 'token')
  if (isNew && said.action !== 'give') {
    await keepChoice(app, exchange, { give: [], refuse: said.purposes })
    return { recorded: undefined, session: undefined }
  }
  const session = isNew ? makeSession(app.random) : sessionOf(request)
  const act = toAct(app, request, said)
  if (isNew && !act.purposes.includes('device_storage')) {
    throw new EquipoiseError(
      'invalid_request',
      'Cannot keep a yes of somebody unknown who may not be known again: add "device_storage"',
    )
  }
  const who: SubjectReference = whoSays(request, session)
  await endDevice(app, exchange, said)
  const leaves = endsSession(session, said)
  const purposes = leaves ? await everythingGiven(app, known, act.purposes) : act.purposes
  const recorded = await recordConsent(app, who, { ...act, purposes })
  if (leaves) {
    clearSession(reply)
    await keepChoice(app, exchange, { give: [], refuse: said.purposes })
  } else if (isNew && session !== undefined) {
    setSession(reply, session)
    if (choiceIn(request)) await keepChoice(app, exchange, { give: said.purposes, refuse: [] })
  }
  return { recorded, session: leaves ? undefined : session }
}

/**
 * A page proves nothing: it may say that somebody is younger than was thought, and where they live
 * where nobody knows, and so only ask for more protection.
 */
function checkUnproven(said: ConsentBody, { ageBand, region }: Known): void {
  const unproven = NOT_FROM_PAGES.find((name) => said[name] !== undefined)
  const older = said.ageBand !== undefined && !isYounger(said.ageBand, ageBand)
  const moved = said.region !== undefined && region !== undefined && said.region !== region
  const field = unproven ?? (older ? 'ageBand' : moved ? 'region' : undefined)
  if (field === undefined) return
  throw new EquipoiseError(
    'invalid_request',
    `Cannot take "${field}" from a page: it proves nothing`,
  )
}

interface Known {
  readonly ageBand: AgeBand
  readonly region: Region | undefined
}

/** What stands of the person; an unknown age is what the deployment takes it for. */
async function factsOf({ store, config }: App, subject: SubjectId | undefined): Promise<Known> {
  const assumed = config.deployment.directedToMinors ? 'under_13' : 'adult'
  if (subject === undefined) return { ageBand: assumed, region: undefined }
  const facts = await store.read('gate', async (reader) => reader.findFacts(subject))
  return { ageBand: facts?.ageBand ?? assumed, region: facts?.region }
}

function isYounger(band: AgeBand, than: AgeBand): boolean {
  return AGE_BANDS.indexOf(band) < AGE_BANDS.indexOf(than)
}

/** Who is asked, and where: what a nonce is bound to. */
export function askedOf({ caller, headers }: FastifyRequest): Asked {
  const origin = 'origin' in caller ? caller.origin : (headers.origin ?? '')
  if (caller.kind !== 'subject') return { holder: 'page', origin }
  const { who } = caller
  if ('session' in who) return { holder: `session ${who.session}`, origin }
  const holder = `person ${'subject' in who ? who.subject : who.externalId}`
  return { holder, origin }
}

function toAct(app: App, request: FastifyRequest, said: ConsentBody): ConsentAct {
  const { action, purposes, region, ageBand, nonce = '' } = said
  const { gpc } = signalsOf(request)
  const told = { region: readRegion(region), ageBand, by: 'subject', signals: { gpc } } as const
  const about = { action, purposes, ...told }
  const { caller } = request
  const vouched = caller.kind === 'subject' && caller.via === 'token'
  if (action !== 'give') {
    return { ...about, evidence: '', explicit: false, vouched, method: 'page' }
  }
  return {
    ...about,
    vouched,
    method: 'notice',
    ...openNonce(app, nonce, { ...askedOf(request), purposes }),
  }
}

function whoSays({ caller }: FastifyRequest, session: string | undefined): SubjectReference {
  if (session !== undefined) return { session }
  if (caller.kind === 'subject') return caller.who
  throw new EquipoiseError('not_found', 'Cannot find the subject')
}

function sessionOf({ caller }: FastifyRequest): string | undefined {
  return caller.kind === 'subject' && caller.via === 'cookie' ? caller.who.session : undefined
}

/** Whoever may not be known again by the cookie cannot be served by it either. */
function endsSession(session: string | undefined, { action, purposes }: ConsentBody): boolean {
  return session !== undefined && action !== 'give' && purposes.includes('device_storage')
}

/**
 * Whoever signed in and says no to being known again is known by their cookie no longer, either:
 * it goes, and where the page proves to be of its own site, so does what it stood for.
 */
async function endDevice(
  app: App,
  { request, reply }: Exchange,
  { action, purposes }: ConsentBody,
): Promise<void> {
  const isToken = request.caller.kind === 'subject' && request.caller.via === 'token'
  if (!isToken || action === 'give' || !purposes.includes('device_storage')) return
  if (request.cookies[SESSION_COOKIE] !== undefined) clearSession(reply)
  const { session } = request
  if (session === undefined) return
  const device = await findSubject(app.store, { session })
  if (device === undefined) return
  const given = await everythingGiven(app, device, [])
  if (given.length === 0) return
  await recordConsent(app, { session }, { ...A_NO, action: 'withdraw', purposes: given })
}

/** What a no of somebody in front of a page is said with. */
export const A_NO = {
  evidence: '',
  by: 'subject',
  explicit: false,
  region: undefined,
  ageBand: undefined,
  vouched: false,
  method: 'page',
} as const

async function everythingGiven(
  app: App,
  subject: Awaited<ReturnType<typeof subjectOfPage>>,
  purposes: readonly Purpose[],
): Promise<readonly Purpose[]> {
  const person = await app.gate.open(subject)
  const given = PURPOSES.filter((purpose) => person.consentOf(purpose).status === 'given')
  return [...new Set([...purposes, ...given])]
}
