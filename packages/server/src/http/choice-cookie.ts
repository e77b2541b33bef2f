/**
 * The cookie that keeps a choice where it was made: which purposes were refused and agreed to, and
 * on which day, and nothing of who it was (`core/consent/choice`). Scripts may read it. We set it,
 * because browsers shorten what scripts set to a week; it goes by itself once one may ask again.
 */
import '@fastify/cookie'
import {
  addToChoice,
  CHOICE_COOKIE,
  CHOICE_LIFETIME_DAYS_MAX,
  type Choice,
  formatChoice,
  parseChoice,
} from '@equipoise/core/consent'
import { DAY_MS, type Purpose } from '@equipoise/core/values'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import type { PersonGate } from '../modules/law/index.ts'
import { situationOf } from './situation.ts'

/** Of a yes: the record of it is ours, and lapses by itself. */
const YES_SECONDS = 180 * 86_400
const LIFETIME_SECONDS_MAX = CHOICE_LIFETIME_DAYS_MAX * 86_400

export interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export interface SaidNow {
  readonly give: readonly Purpose[]
  readonly refuse: readonly Purpose[]
  /** ISO 3166: where they are, if the page knows. */
  readonly location?: string | undefined
}

/** What is no choice says nothing. */
export function choiceIn({ cookies }: FastifyRequest): Choice | undefined {
  return parseChoice(cookies[CHOICE_COOKIE])
}

/** Adds to what the browser keeps, until the last of the waits that the law has; says its text. */
export async function keepChoice(
  { gate, now }: Pick<App, 'gate' | 'now'>,
  { request, reply }: Exchange,
  { give, refuse, location }: SaidNow,
): Promise<string> {
  const choice = addToChoice(choiceIn(request), { give, refuse }, Math.floor(now() / DAY_MS))
  const person = await gate.open(undefined, situationOf(request, location))
  const waits = choice.refused.map((purpose) => waitSeconds(person, purpose))
  const maxAge = Math.max(choice.given.length > 0 ? YES_SECONDS : 0, ...waits)
  const text = formatChoice(choice)
  reply.setCookie(CHOICE_COOKIE, text, { path: '/', secure: true, sameSite: 'lax', maxAge })
  return text
}

function waitSeconds(person: PersonGate, purpose: Purpose): number {
  const { code, from } = person.askingAfterNo(purpose)
  if (code === 'never_again') return LIFETIME_SECONDS_MAX
  if (code !== 'cooldown' || from === undefined) return 0
  return Math.min(LIFETIME_SECONDS_MAX, Math.ceil((from - person.at) / 1_000))
}
