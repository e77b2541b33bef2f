/**
 * The banner's answer from a browser without a script: a form post, and back to the page. Nobody is
 * ever shown an error for an answer: what could not be taken is asked again.
 */
import { BANNER_PURPOSES, type BannerPurpose, purposesOfGroups } from '@equipoise/browser/banner'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import type { Api } from '../api.ts'
import { chooseOnPage } from '../choose-on-page.ts'
import { ChoiceForm } from '../person-schemas.ts'

const FORM_BYTES_MAX = 16_384
const FIELDS_MAX = 50

/** In a scope of its own, where forms are read. */
export function bannerFormRoutes(api: Api, app: App): void {
  readForms(api)
  api.route({
    method: 'POST',
    url: '/v1/choice/form',
    bodyLimit: FORM_BYTES_MAX,
    config: { may: 'consent', keyInBody: true, originSuffices: true },
    schema: {
      hide: true,
      body: ChoiceForm,
    },
    handler: async (request, reply) => {
      const { nonce, return: back } = request.body
      const said = { ...answerIn(request.body), nonce, location: undefined }
      try {
        await chooseOnPage(app, { request, reply }, said)
      } catch (error) {
        // It was shown for too long, or sent twice: the page asks again.
        if (!(error instanceof EquipoiseError) || error.code !== 'nonce_invalid') throw error
      }
      return reply.redirect(backTo(request, back), 303)
    },
  })
}

interface Answered {
  readonly answer?: string
  readonly asked?: string
  readonly group?: readonly string[]
}

function answerIn({ answer, asked = '', group = [] }: Answered) {
  const names = asked.split(',')
  const purposes = BANNER_PURPOSES.filter((purpose) => names.includes(purpose))
  const give = givenIn(answer, purposes, group)
  return { give, refuse: purposes.filter((purpose) => !give.includes(purpose)) }
}

/** Anything but a clear yes is a no. */
function givenIn(
  answer: string | undefined,
  asked: readonly BannerPurpose[],
  groups: readonly string[],
): readonly BannerPurpose[] {
  if (answer === 'accept') return asked
  const chosen = answer === 'save' ? purposesOfGroups(groups) : []
  if (chosen.length === 0) return []
  return asked.filter((purpose) => purpose === 'device_storage' || chosen.includes(purpose))
}

/** To the page's own origin and nowhere else. */
function backTo({ caller, headers }: FastifyRequest, back = ''): string {
  const origin = 'origin' in caller ? caller.origin : (headers.origin ?? '')
  const isTheirs = URL.canParse(back, origin) && new URL(back, origin).origin === origin
  return isTheirs ? new URL(back, origin).href : `${origin}/`
}

function readForms(server: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_: FastifyRequest, body: string) => {
      const fields = [...new URLSearchParams(body)].slice(0, FIELDS_MAX)
      const group = fields.flatMap(([name, value]) => (name === 'group' ? [value] : []))
      return { ...Object.fromEntries(fields), group }
    },
  )
}
