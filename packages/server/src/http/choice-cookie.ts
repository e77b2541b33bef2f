/**
 * The cookie that keeps a choice where it was made. Scripts may read it and it names nobody. We set
 * it, because browsers shorten what scripts set to a week.
 */
import '@fastify/cookie'
import { CHOICE_COOKIE, type Choice, formatChoice, parseChoice } from '@equipoise/core/consent'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A yes lapses then, and a no is not put to question before (CNIL, Garante). */
const LIFETIME_DAYS = 180
/** Twelve months after an opt-out there (Cal. Civ. Code §1798.135(c)(4)). */
const CALIFORNIA_DAYS = 366

export function choiceIn({ cookies }: FastifyRequest): Choice | undefined {
  return parseChoice(cookies[CHOICE_COOKIE])
}

export function setChoice(
  reply: FastifyReply,
  choice: Choice,
  location: string | undefined,
): string {
  const days = location === 'US-CA' ? CALIFORNIA_DAYS : LIFETIME_DAYS
  const text = formatChoice(choice)
  reply.setCookie(CHOICE_COOKIE, text, {
    path: '/',
    secure: true,
    sameSite: 'lax',
    maxAge: days * 86_400,
  })
  return text
}
