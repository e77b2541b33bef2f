/**
 * The signals of a request: what the browser's headers say, and what its page hands on. They are
 * read anew each time and kept nowhere but as what they led to.
 */
import { isSignalled, NO_SIGNALS, readSignals, type Signals } from '@equipoise/core/signals'
import type { FastifyRequest } from 'fastify'
import type { SignalsBody } from '../signal-schemas.ts'

export function signalsOf(
  { headers }: Pick<FastifyRequest, 'headers'>,
  told: SignalsBody = NOTHING_TOLD,
): Signals {
  const gpc = told.gpc === true || isSignalled(headers['sec-gpc'])
  const dnt = told.dnt === true || isSignalled(headers['dnt'])
  const { tcf, gpp, gppSid, usp } = told
  const hasText = (tcf ?? gpp ?? usp ?? gppSid) !== undefined
  if (!dnt && !hasText) return gpc ? GPC : NO_SIGNALS
  return readSignals({ gpc, dnt, tcf, gpp, gppSid, usp }).signals
}

const NOTHING_TOLD: SignalsBody = {}
const GPC: Signals = { gpc: true }
