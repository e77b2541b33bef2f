/** A person in front of a page, as a browser and a back end make them known. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { PURPOSES, type Purpose } from '@equipoise/core/values'
import { SignJWT } from 'jose'
import { type Answer, aKey, type Sending, type TestServer } from './server.ts'

export const SHOP = 'https://shop.example'
/** The notice that its pages show. */
export const NOTICE = { id: 'suggestions', version: '2026-11', language: 'en' } as const
export const NOTICE_BODY = {
  version: NOTICE.version,
  purposes: PURPOSES,
  texts: {
    en: {
      title: 'May we?',
      sections: [{ heading: 'What for', text: 'To suggest what suits you.' }],
      accept: 'Yes',
      refuse: 'No',
    },
  },
}

/** A page of the shop: a publishable key, an origin, and whatever cookie it was given. */
export interface Page {
  readonly key: string
  cookie: string | undefined
  csrf: string | undefined
  /** As a browser there sends it; `headers` come last. */
  send(route: string, sending?: Sending): Promise<Answer>
  refuse(route: string, sending: Sending, code: string): Promise<Answer>
  nonceFor(purposes: readonly Purpose[]): Promise<string>
  /** Says yes to a notice, and keeps the cookie that comes of it. */
  agree(purposes: readonly Purpose[]): Promise<Answer>
}

/** @param known a key of that origin, where there is one already. */
export async function aPage(
  server: TestServer,
  origin: string = SHOP,
  known?: string,
): Promise<Page> {
  const key = known ?? (await aKey(server.app, { kind: 'publishable', origins: [origin] }))
  await server.send(`PUT /v1/notices/${NOTICE.id}`, { body: NOTICE_BODY })
  const page: Page = {
    key,
    cookie: undefined,
    csrf: undefined,
    async send(route, { headers = {}, ...sending } = {}) {
      const cookie: Record<string, string> =
        page.cookie === undefined ? {} : { cookie: page.cookie }
      const csrf: Record<string, string> =
        page.csrf === undefined ? {} : { 'x-csrf-token': page.csrf }
      const answer = await server.send(route, {
        key,
        ...sending,
        headers: { origin, ...cookie, ...csrf, ...headers },
      })
      keepCookie(page, answer)
      return answer
    },
    async refuse(route, sending, code) {
      const answer = await page.send(route, sending)
      assert.equal(answer.json?.code, code, `${route}: ${answer.text}`)
      return answer
    },
    async nonceFor(purposes) {
      const { id, version, language } = NOTICE
      const body = { version, language, purposes }
      return (await page.send(`POST /v1/notices/${id}/nonce`, { body })).json.nonce
    },
    async agree(purposes) {
      const nonce = await page.nonceFor(purposes)
      const body = { action: 'give', purposes, nonce }
      const answer = await page.send('POST /v1/consent', { body })
      assert.equal(answer.status, 200, answer.text)
      return answer
    },
  }
  return page
}

function keepCookie(page: Page, { headers, json }: Answer): void {
  const set = headers.getSetCookie().find((one) => one.startsWith('__Host-equipoise='))
  const [pair = ''] = (set ?? '').split(';')
  if (set !== undefined) page.cookie = pair.endsWith('=') ? undefined : pair
  if (typeof json?.csrfToken === 'string') page.csrf = json.csrfToken
}

export interface Signer {
  readonly kid: string
  sign(externalId: string, claims?: Claims): Promise<string>
}

export interface Claims {
  readonly lifetimeSeconds?: number
  readonly issuedAt?: number
  readonly audience?: string
  readonly algorithm?: string
  readonly kid?: string
}

/** A back end that signs subject tokens with a shared secret. */
export async function aSigner(server: TestServer): Promise<Signer> {
  const { id, key } = await server.app.keyRing.create({ kind: 'signing' })
  const secret = Buffer.from((key ?? '').slice('eq_signing_'.length), 'base64url')
  return {
    kid: id,
    async sign(externalId, claims = {}) {
      const issuedAt = claims.issuedAt ?? Math.floor(server.app.now() / 1000)
      return new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: claims.algorithm ?? 'HS256', kid: claims.kid ?? id })
        .setSubject(externalId)
        .setAudience(claims.audience ?? 'equipoise')
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + (claims.lifetimeSeconds ?? 600))
        .sign(secret)
    },
  }
}
