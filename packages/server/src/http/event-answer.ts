/**
 * Events in the form of others, once they are read: whom each is about, what becomes of it, and the
 * answer that tells.
 */
import type { Reason } from '@equipoise/core/law'
import type { Issue, Purpose, Result } from '@equipoise/core/values'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { App } from '../app.ts'
import {
  type Claim,
  CONTEXT_WITHHELD,
  collectParsed,
  type MappedInteraction,
  TONGUE_ISSUES,
  tellCollected,
} from '../modules/collect/index.ts'
import type { Situation } from '../modules/law/index.ts'
import type { SubjectReference } from '../modules/subjects/index.ts'
import { isBackEnd, isPage } from './caller.ts'
import { list, Purpose as PurposeName, Reason as ReasonForm } from './schemas.ts'

export const EventsAnswer = Type.Object({
  success: Type.Boolean({ description: 'It was read; what became of each event stands below' }),
  accepted: Type.Integer({ description: 'Interactions that are kept, and durable' }),
  duplicates: Type.Integer({ description: 'Kept already: nothing changed' }),
  unmapped: Type.Integer({ description: 'Events that no mapping speaks for: never kept' }),
  refused: list(
    Type.Object({
      index: Type.Integer({ description: 'Its place in the batch, from 0' }),
      purpose: PurposeName,
      reasons: list(ReasonForm),
    }),
  ),
  rejected: list(
    Type.Object({
      index: Type.Integer({ description: 'Its place in the batch, from 0' }),
      path: Type.String({ description: 'The field; empty for the whole' }),
      code: Type.Unsafe<string>({ type: 'string', enum: [...TONGUE_ISSUES] }),
      says: Type.String(),
    }),
  ),
})
export type EventsAnswer = Static<typeof EventsAnswer>

/** One event as it was read, whatever its form was. */
export interface ReadEvent {
  readonly claim: Claim
  readonly interactions: readonly MappedInteraction[]
  readonly unmapped: boolean
  readonly allowed: ReadonlySet<Purpose>
}

/** Keeps what the gate permits of each event. */
export async function answerEvents(
  app: App,
  request: FastifyRequest,
  { events, situation }: { events: readonly Result<ReadEvent>[]; readonly situation: Situation },
): Promise<EventsAnswer> {
  const rejected: EventsAnswer['rejected'][number][] = []
  const incoming = events.flatMap((event, index) => {
    const said = event.ok ? whoIs(request, event.value.claim) : event.issues[0]
    if (said !== undefined && 'code' in said) rejected.push({ index, ...said })
    if (!event.ok || (said !== undefined && 'code' in said)) return []
    const { interactions, allowed } = event.value
    const who = said ?? NOBODY
    return interactions.map((interaction) => ({
      index,
      who,
      interaction,
      allowed,
      withheld: CONTEXT_WITHHELD satisfies Reason,
    }))
  })
  const { accepted, duplicates, refused } = await collectParsed(app, incoming, situation, {
    vouches: isBackEnd(request.caller),
  })
  tellCollected(app.store, { rejected })
  const unmapped = events.filter((event) => event.ok && event.value.unmapped).length
  return { success: true, accepted, duplicates, unmapped, refused, rejected }
}

/** An id of ours that is nobody's: the gate answers for it as for somebody who said nothing. */
const NOBODY: SubjectReference = { subject: '' }

const UNPROVEN: Issue = {
  path: 'userId',
  code: 'subject_unclear',
  says: 'A page says who somebody is by a subject token for that very id',
}

/**
 * Whom an event is about. A back end names them. In front of a page it is whoever is there; what
 * the page calls an anonymous person means nothing here, and a name that no token proves is
 * refused, so that nothing of one person is ever put to another.
 */
function whoIs({ caller }: FastifyRequest, claim: Claim): SubjectReference | Issue | undefined {
  const { subject, externalId, anonymousId } = claim
  if (isPage(caller)) {
    const proven =
      caller.kind === 'subject' && caller.via === 'token' ? caller.who.externalId : undefined
    if (subject !== undefined || (externalId !== undefined && externalId !== proven))
      return UNPROVEN
    return caller.kind === 'subject' ? caller.who : undefined
  }
  if (externalId !== undefined) return { externalId }
  if (subject !== undefined) return { subject }
  return anonymousId === undefined ? undefined : { anonymousId }
}
