/**
 * A private session at the edge: whoever is in one asked that nothing be recorded, so what a page
 * of theirs sends to be kept is refused, whichever script sends it. Their own acts under their
 * rights count all the same. The mark comes along where pages and server share an origin; elsewhere
 * the SDK alone keeps silent.
 */
import { PRIVATE_COOKIE } from '@equipoise/core/consent'
import type { FastifyRequest } from 'fastify'
import { EquipoiseError } from '../errors.ts'
import type { Action } from './access-table.ts'
import { isPage } from './caller.ts'

const RECORDING: ReadonlySet<Action> = new Set(['collect', 'collect_events', 'identify'])

/** @throws EquipoiseError `private_session`. */
export function checkPrivateSession({ caller, cookies }: FastifyRequest, may: Action): void {
  if (!RECORDING.has(may) || !isPage(caller) || cookies[PRIVATE_COOKIE] === undefined) return
  throw new EquipoiseError('private_session', 'Cannot record anything in a private session')
}
