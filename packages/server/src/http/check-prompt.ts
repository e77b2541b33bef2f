/**
 * A page that asks by itself, before anybody came to choose, is held to what the law says of
 * asking: not within the wait after a no, not against a signal, not for what no consent unlocks.
 */
import { isWorthAsking } from '@equipoise/core/law'
import { PURPOSES, type Purpose } from '@equipoise/core/values'
import type { FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'
import { getNotice, viewAsking } from '../modules/consent/index.ts'
import { subjectOfPage } from './caller.ts'
import { choiceIn } from './choice-cookie.ts'
import { signalsOf } from './routes/signals.ts'

interface Prompt {
  readonly id: string
  readonly version: string
  /** All that the notice asks for where undefined. */
  readonly purposes: readonly Purpose[] | undefined
}

/** @throws EquipoiseError `asked_too_soon`, `notice_unknown`. */
export async function checkPrompt(
  app: App,
  request: FastifyRequest,
  { id, version, purposes }: Prompt,
): Promise<void> {
  const subject = await subjectOfPage(app, request.caller)
  const signals = signalsOf(request)
  const person = await app.gate.open(subject, { location: undefined, signals })
  const choice = subject === undefined ? choiceIn(request) : undefined
  const asking = viewAsking(person, choice?.refused)
  const asked = purposes ?? (await getNotice(app, id, version)).purposes
  const barred = PURPOSES.filter((one) => asked.includes(one) && !isWorthAsking(asking[one].code))
  if (barred.length === 0) return
  throw new EquipoiseError('asked_too_soon', 'Cannot ask about these purposes now', {
    details: { asking: Object.fromEntries(barred.map((one) => [one, asking[one]])) },
  })
}
