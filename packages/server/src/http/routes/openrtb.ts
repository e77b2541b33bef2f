/** Bids for places of our own that others sell, by OpenRTB 2.6, and the address that bills them. */
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { recordImpressions } from '../../modules/impressions/index.ts'
import { NO_SITUATION } from '../../modules/law/index.ts'
import {
  answerBidRequest,
  BILLING_PATH,
  BidRequestForm,
  BidResponse,
} from '../../modules/openrtb/index.ts'
import { AdBody } from '../ad-schemas.ts'
import type { Api } from '../api.ts'
import { bodyProblems, problems } from './problems.ts'

const REQUEST_BYTES_MAX = 256 * 1024

export function openRtbRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/openrtb/2.6/bid',
    bodyLimit: REQUEST_BYTES_MAX,
    config: { may: 'bid', documentedBody: BidRequestForm },
    schema: {
      operationId: 'bid',
      tags: ['ads'],
      summary: 'Answer a bid request of OpenRTB 2.6 for places of your own',
      description:
        'By the page, the country and what the request blocks alone: nothing that it says of a person or a device is read, kept or answered, down to their id. No bid is 204. Ask for a key of kind "exchange" for whoever sells the places: it can do nothing else.',
      body: AdBody,
      response: {
        200: BidResponse,
        204: Type.Null({ description: 'No bid' }),
        ...bodyProblems(409),
      },
    },
    handler: async ({ body }, reply) => {
      const elapsedMs = () => reply.elapsedTime
      const { publicOrigin } = app.config.http
      const { response, isEmpty } = await answerBidRequest(
        { ...app, publicOrigin, elapsedMs },
        body,
      )
      reply.header('x-openrtb-version', '2.6')
      return isEmpty ? reply.code(204).send(null) : response
    },
  })

  api.route({
    method: 'GET',
    url: `${BILLING_PATH}/:token`,
    // To look whether it is there is not to say that something was shown.
    exposeHeadRoute: false,
    schema: {
      operationId: 'billShowing',
      tags: ['ads'],
      summary: 'What a bid names as its "burl": it was shown, and is billed, once',
      description:
        'Whatever the address is worth by now, the answer is the same. Who may: anybody, without a key.',
      security: [{}],
      params: Type.Object({ token: Type.String({ maxLength: 1_000, description: 'Of the bid' }) }),
      response: { 204: Type.Null(), ...problems() },
    },
    handler: async ({ params: { token } }, reply) => {
      // Of nobody: a token of a person's decision is none here.
      const reports = [{ token, at: undefined, slot: undefined }]
      await recordImpressions(app, reports, { subject: undefined }, NO_SITUATION)
      reply.header('cache-control', 'no-store')
      return reply.code(204).send(null)
    },
  })
}
