/**
 * What a person asked for under a law, and what came of it, where it is more than an act that is
 * done at once: each has a leaf when it comes in, with the day by which the law wants an answer,
 * and another when it is answered. The receipts of both are the person's proof.
 */
import { decideRights, type Request } from '@equipoise/core/law'
import type { SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { KeptAct, RightsReader } from '../../store/index.ts'
import { askDeadline, loadCalendars } from '../law/index.ts'
import type { ActingFor } from './acting-for.ts'
import { rightsLeaf } from './rights-leaf.ts'
import type { RightsParts } from './rights-parts.ts'

export const WHY_LENGTH_MAX = 2_000

/** What may be asked of a person's own data; breaches are no requests. */
export const PERSON_REQUESTS = [
  'access',
  'correction',
  'erasure',
  'portability',
  'restriction',
  'objection',
  'opt_out',
  'limit',
  'appeal',
] as const satisfies readonly Request[]
export type PersonRequest = (typeof PERSON_REQUESTS)[number]

export const OUTCOMES = ['fulfilled', 'rejected'] as const
export type RequestOutcome = (typeof OUTCOMES)[number]

export interface RightsRequestView {
  /** Names it: the number of its leaf. */
  readonly request: number
  readonly right: string
  readonly receivedAt: string
  /** By when the strictest law that binds wants an answer; null where none sets a day. */
  readonly respondBy: string | null
  readonly outcome: RequestOutcome | 'received'
  readonly answeredAt: string | null
  readonly why: string | null
}

type Parts = Pick<RightsParts, 'store' | 'gate' | 'now'>

/** One that is open already is the one that stands. @throws EquipoiseError `not_found`. */
export async function receiveRequest(
  parts: Parts,
  subject: SubjectId,
  { right, acting }: { readonly right: PersonRequest; readonly acting: ActingFor },
): Promise<RightsRequestView> {
  const { store, gate, now } = parts
  const at = now()
  const { residence } = await gate.open(subject)
  const { markets } = gate.deployment
  const place = residence === undefined ? { deployment: { markets } } : { residence }
  const asked = { packs: gate.packs, calendars: loadCalendars(), now: at }
  const { respondBy } = askDeadline(right, place, asked)
  return store.transact(decideRights('access', subject, at), async (writer) => {
    const isOpen = (one: RightsRequestView) => one.right === right && one.outcome === 'received'
    const standing = (await readRequests(writer)).find(isOpen)
    if (standing !== undefined) return standing
    const body = { right, respondBy, outcome: 'received' }
    await writer.appendRightsAct(rightsLeaf('request', { subject, at, acting }, body))
    return (await readRequests(writer))[0] ?? missing()
  })
}

/** @throws EquipoiseError `not_found` also for one that was answered before. */
export async function answerRequest(
  { store, now }: Pick<Parts, 'store' | 'now'>,
  subject: SubjectId,
  answer: {
    /** The latest that is open where undefined. */
    readonly request?: number | undefined
    readonly outcome: RequestOutcome
    readonly why: string
    readonly acting: ActingFor
  },
): Promise<RightsRequestView> {
  const at = now()
  const { outcome, why, acting } = answer
  if (why.length > WHY_LENGTH_MAX || !why.isWellFormed() || (outcome === 'rejected' && !why)) {
    throw new EquipoiseError('invalid_request', 'Cannot reject a request without saying why')
  }
  return store.transact(decideRights('access', subject, at), async (writer) => {
    const isMeant = (one: RightsRequestView) =>
      one.outcome === 'received' && (answer.request ?? one.request) === one.request
    const { request, right } = (await readRequests(writer)).find(isMeant) ?? missing()
    const body = { request, right, outcome, ...(why === '' ? {} : { why }) }
    await writer.appendRightsAct(rightsLeaf('answer_request', { subject, at, acting }, body))
    return (await readRequests(writer)).find((one) => one.request === request) ?? missing()
  })
}

/** Latest first. @throws EquipoiseError `not_found`. */
export async function listRequests(
  { store, now }: Pick<Parts, 'store' | 'now'>,
  subject: SubjectId,
): Promise<readonly RightsRequestView[]> {
  return store.read(decideRights('access', subject, now()), readRequests)
}

/** So many of a person's latest acts are looked through. */
const ACTS_READ_MAX = 1_000

async function readRequests(reader: RightsReader): Promise<readonly RightsRequestView[]> {
  const { entries } = await reader.pageActs({ before: undefined, count: ACTS_READ_MAX })
  const answers = new Map<unknown, KeptAct>()
  for (const act of entries) {
    if (act.record.act === 'answer_request') answers.set(act.record.body['request'], act)
  }
  return entries
    .filter(({ record }) => record.act === 'request')
    .map((act) => viewRequest(act, answers.get(act.leaf)))
}

function viewRequest({ leaf, whole }: KeptAct, answer: KeptAct | undefined): RightsRequestView {
  const { right, respondBy } = whole.body
  const { outcome, why } = answer?.whole.body ?? {}
  return {
    request: leaf,
    right: String(right),
    receivedAt: whole.at,
    respondBy: typeof respondBy === 'string' ? respondBy : null,
    outcome: OUTCOMES.find((one) => one === outcome) ?? 'received',
    answeredAt: answer === undefined ? null : answer.whole.at,
    why: typeof why === 'string' ? why : null,
  }
}

function missing(): never {
  throw new EquipoiseError('not_found', 'Cannot find an open request')
}
