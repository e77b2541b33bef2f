/**
 * What a browser keeps of somebody unknown who said no: that they did, one word out of a list that
 * everybody may know, and until when they are not asked again. It names nobody, is the same for
 * everyone who said so, and the browser drops it by itself once one may ask.
 */
import '@fastify/cookie'
import type { Purpose } from '@equipoise/core/values'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import type { PersonGate } from '../modules/law/index.ts'

export const CHOICE_COOKIE = '__Host-equipoise-choice'

/** Every value that it can have. */
export const CHOICES = ['refused'] as const
export type Choice = (typeof CHOICES)[number]

const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const
/** Browsers keep none for longer; a law that lets one ask but once gets that. */
const LIFETIME_SECONDS_MAX = 400 * 86_400

/** Keeps that they said no to those purposes, until the last of the waits that the law has. */
export async function keepRefusal(
  { gate }: Pick<App, 'gate'>,
  reply: FastifyReply,
  purposes: readonly Purpose[],
): Promise<void> {
  const person = await gate.open(undefined)
  const maxAge = Math.max(0, ...purposes.map((purpose) => waitSeconds(person, purpose)))
  reply.setCookie(CHOICE_COOKIE, 'refused', { ...ATTRIBUTES, maxAge })
}

export function clearChoice(request: FastifyRequest, reply: FastifyReply): void {
  if (request.cookies[CHOICE_COOKIE] !== undefined) reply.clearCookie(CHOICE_COOKIE, ATTRIBUTES)
}

/** What is in no list says nothing. */
export function choiceOf({ cookies }: FastifyRequest): Choice | undefined {
  return CHOICES.find((choice) => choice === cookies[CHOICE_COOKIE])
}

function waitSeconds(person: PersonGate, purpose: Purpose): number {
  const { code, from } = person.askingAfterNo(purpose)
  if (code === 'never_again') return LIFETIME_SECONDS_MAX
  if (code !== 'cooldown' || from === undefined) return 0
  return Math.min(LIFETIME_SECONDS_MAX, Math.ceil((from - person.at) / 1_000))
}
