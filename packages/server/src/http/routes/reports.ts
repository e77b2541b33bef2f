/** Reports: made once and charged, read as often as wanted; and what is left of epsilon. */
import { formatInstant, toInstant } from '@equipoise/core/values'
import type { App } from '../../app.ts'
import {
  getReport,
  listEpsilon,
  listReports,
  makeReport,
  type Report,
} from '../../modules/measure/index.ts'
import type { Api } from '../api.ts'
import { nextCursorOf, PageQuery, pageIn } from '../paging.ts'
import {
  EpsilonAnswer,
  ReportAnswer,
  ReportBody,
  ReportListAnswer,
  ReportPath,
} from '../report-schemas.ts'
import { bodyProblems, problems } from './problems.ts'

export function reportRoutes(api: Api, app: App): void {
  api.route({
    method: 'POST',
    url: '/v1/reports',
    config: { may: 'write_ads' },
    schema: {
      operationId: 'makeReport',
      tags: ['reports'],
      summary: 'Make a report of days that are over, with noise, or read it where it was made',
      description:
        'It is charged to the epsilon of each week that it is about; the same question again costs nothing and has the same answer.',
      body: ReportBody,
      response: { 200: ReportAnswer, ...bodyProblems(409) },
    },
    handler: async ({ body }) => viewReport(await makeReport(app, body)),
  })

  api.route({
    method: 'GET',
    url: '/v1/reports',
    config: { may: 'read_ads' },
    schema: {
      operationId: 'listReports',
      tags: ['reports'],
      summary: 'List the reports that were made, the latest first',
      querystring: PageQuery,
      response: { 200: ReportListAnswer, ...problems() },
    },
    handler: async ({ query }) => {
      const page = await listReports(app, pageIn(query))
      return { reports: page.entries.map(viewReport), nextCursor: nextCursorOf(page) }
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/reports/:id',
    config: { may: 'read_ads' },
    schema: {
      operationId: 'readReport',
      tags: ['reports'],
      summary: 'Read a report that was made',
      params: ReportPath,
      response: { 200: ReportAnswer, ...problems(404) },
    },
    handler: async ({ params: { id } }) => viewReport(await getReport(app, id)),
  })

  api.route({
    method: 'GET',
    url: '/v1/reports/epsilon',
    config: { may: 'read_ads' },
    schema: {
      operationId: 'readReportEpsilon',
      tags: ['reports'],
      summary: 'What reports have cost of each week, and what is left',
      response: { 200: EpsilonAnswer, ...problems() },
    },
    handler: async () => ({ weeks: await listEpsilon(app) }),
  })
}

function viewReport({ madeAt, ...report }: Report) {
  return { ...report, madeAt: formatInstant(toInstant(madeAt)) }
}
