/** What comes back about mails, piped in by whatever takes mail for the bounce address. */
import type { FastifyRequest } from 'fastify'
import type { App } from '../../app.ts'
import { REPORT_BYTES_MAX, takeReport } from '../../modules/email/index.ts'
import type { Api } from '../api.ts'
import { ReportAnswer, ReportBody } from '../email-schemas.ts'
import { bodyProblems } from './problems.ts'

const MAIL_TYPE = 'message/rfc822'

export function emailReportRoutes(api: Api, app: App): void {
  api.removeAllContentTypeParsers()
  api.addContentTypeParser(
    MAIL_TYPE,
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => body,
  )
  api.route({
    method: 'POST',
    url: '/v1/email/reports',
    bodyLimit: REPORT_BYTES_MAX,
    config: { may: 'email' },
    schema: {
      operationId: 'takeEmailReport',
      tags: ['email'],
      summary: 'Take in a bounce or a complaint, as the mail that it came as',
      description:
        'Where there is no such mailbox, it is never written to again; a complaint is a no. Whom it is about is read from our own bounce address or link, never from an address in it.',
      consumes: [MAIL_TYPE],
      body: ReportBody,
      response: { 200: ReportAnswer, ...bodyProblems() },
    },
    handler: async ({ body }) => takeReport(app, body),
  })
}
