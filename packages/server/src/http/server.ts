/**
 * The HTTP server: validated and typed by schemas, documented by them (OpenAPI 3.1 at
 * `/openapi.json`, a reference to try things in at `/reference`), and the page at `/`.
 *
 * Logs carry a route's pattern, a status and a duration: no path, no body, no header, no address.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import cors from '@fastify/cors'
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { LogController } from 'fastify'
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'
import { Metrics } from '../telemetry/metrics.ts'
import { traceRequests } from '../telemetry/trace-requests.ts'
import { VERSION } from '../version.ts'
import type { Api } from './api.ts'
import { authorizer } from './authorize.ts'
import { countRequests } from './count-requests.ts'
import { documentAccess, SECURITY_SCHEMES } from './document-access.ts'
import { Admission } from './limits/admission.ts'
import { BrokenCalls } from './limits/broken-calls.ts'
import { createCallerRates } from './limits/caller-rates.ts'
import { crossOrigin } from './limits/cross-origin.ts'
import { guardRequests } from './limits/guard-requests.ts'
import { openHttpServer } from './limits/http-server.ts'
import { logOptions } from './log-options.ts'
import { pageRoutes } from './page.ts'
import { writeForPages } from './page-answers.ts'
import { makePageKey } from './page-key.ts'
import { logFailure, sendProblem } from './problem.ts'
import { readJsonBodies, readTextBodies, readTypedJsonBodies } from './read-body.ts'
import { REFERENCE } from './reference.ts'
import { adRoutes } from './routes/ads.ts'
import { bannerRoutes } from './routes/banner.ts'
import { bannerFormRoutes } from './routes/banner-form.ts'
import { bulkRoutes, catalogueRoutes } from './routes/catalogue.ts'
import { ceilingRoutes } from './routes/ceiling.ts'
import { cloudEventRoutes } from './routes/cloud-events.ts'
import { collectRoutes } from './routes/collect.ts'
import { decideRoutes } from './routes/decide.ts'
import { emailRoutes } from './routes/email.ts'
import { emailLinkRoutes } from './routes/email-links.ts'
import { emailReportRoutes } from './routes/email-reports.ts'
import { healthRoutes } from './routes/health.ts'
import { impressionRoutes } from './routes/impressions.ts'
import { keyRoutes } from './routes/keys.ts'
import { lawRoutes } from './routes/law.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { noticeRoutes } from './routes/notices.ts'
import { openRtbRoutes } from './routes/openrtb.ts'
import { operateRoutes } from './routes/operate.ts'
import { privacyRoutes } from './routes/privacy.ts'
import { publicAdRoutes } from './routes/public-ads.ts'
import { receiptRoutes } from './routes/receipts.ts'
import { recordRoutes } from './routes/records.ts'
import { reportRoutes } from './routes/reports.ts'
import { requestRoutes } from './routes/requests.ts'
import { rightsRoutes } from './routes/rights.ts'
import { sdkRoutes } from './routes/sdk.ts'
import { segmentRoutes } from './routes/segment.ts'
import { sessionRoutes } from './routes/session.ts'
import { subjectRoutes } from './routes/subjects.ts'
import { wishRoutes } from './routes/wishes.ts'
import { Problem } from './schemas.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { readStanding } from './standing.ts'
import { watchTraining } from './training-watch.ts'

const BODY_BYTES_MAX = 1024 * 1024
/** More than Node takes as a request's head: how long an id may be is for each route to say. */
const PATH_BYTES_MAX = 16_384

export interface ServerOptions {
  readonly app: App
  readonly logLevel: string
  /** Where each line of the log goes; standard error where left out. */
  readonly logTo?: { write(line: string): void }
}

export async function createServer({
  app,
  logLevel,
  logTo = process.stderr,
}: ServerOptions): Promise<Api> {
  const limits = app.config.http
  const admission = new Admission(limits.requestsMax)
  const metrics = new Metrics(() => readStanding(app, api))
  const brokenCalls = new BrokenCalls((code) => metrics.countBroken(code))
  const server = Fastify({
    serverFactory: (onRequest) =>
      openHttpServer(onRequest, { limits, brokenCalls, onDropped: () => metrics.countDropped() }),
    trustProxy: limits.trustedProxies.length === 0 ? false : [...limits.trustedProxies],
    // Told to stop, it says so in the form of every other problem.
    return503OnClosing: false,
    logger: logOptions({ level: logLevel, stream: logTo }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: PATH_BYTES_MAX },
    frameworkErrors: sendProblem,
    clientErrorHandler: (error, socket) => brokenCalls.end(error, socket),
    genReqId: requestIdOf,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false } },
  })
  const api: Api = server.withTypeProvider<TypeBoxTypeProvider>()
  traceRequests(api)
  countRequests(api, app.store, metrics)
  readJsonBodies(api)
  api.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  api.setNotFoundHandler((request, reply) =>
    sendProblem(new EquipoiseError('method_not_found', 'There is no such route'), request, reply),
  )
  api.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, id } = request
    const ms = Math.round(reply.elapsedTime)
    request.log.info({
      requestId: id,
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      ms,
    })
    done()
  })
  await api.register(cors, crossOrigin(isAllowedOrigin(app)))
  await setSecurityHeaders(api)
  guardRequests(api, { admission, withinMs: limits.requestTimeoutMs + limits.answerTimeoutMs })
  api.addSchema(Problem)
  await api.register(swagger, {
    openapi: OPENAPI,
    transform: ({ schema, url, route }) => {
      const { documentedBody: body, may } = route.config ?? {}
      const documented = body === undefined ? schema : { ...schema, body }
      return { schema: may === undefined ? documented : documentAccess(documented, may), url }
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => nameOf(json, index) },
  })
  await api.register(swaggerUi, REFERENCE)
  const ownKeys = { page: makePageKey(), center: makePageKey('own') }
  await api.register(cookie)
  api.decorateRequest('caller')
  api.decorateRequest('session')
  const { onRequest, preHandler } = authorizer(
    app,
    ownKeys,
    createCallerRates(limits.rates).takeFor,
  )
  api.addHook('onRequest', onRequest)
  api.addHook('preHandler', preHandler)
  writeForPages(api)
  await api.register(async (scope) => {
    const routes: Api = scope.withTypeProvider<TypeBoxTypeProvider>()
    const watch = watchTraining(app, (error) => logFailure(server.log, error, 'training failed'))
    collectRoutes(routes, app)
    decideRoutes(routes, app, metrics)
    lawRoutes(routes, app)
    subjectRoutes(routes, app)
    impressionRoutes(routes, app)
    sessionRoutes(routes, app)
    noticeRoutes(routes, app)
    bannerRoutes(routes, app)
    await scope.register(async (forms) => bannerFormRoutes(forms.withTypeProvider(), app))
    sdkRoutes(routes)
    rightsRoutes(routes, app)
    receiptRoutes(routes, app)
    requestRoutes(routes, app)
    ledgerRoutes(routes, app)
    recordRoutes(routes, app)
    catalogueRoutes(routes, app)
    adRoutes(routes, app)
    reportRoutes(routes, app)
    publicAdRoutes(routes, app)
    openRtbRoutes(routes, app)
    ceilingRoutes(routes, app)
    wishRoutes(routes, app)
    await scope.register(async (lines) => bulkRoutes(lines.withTypeProvider(), app))
    await scope.register(async (texts) => {
      readTextBodies(texts)
      segmentRoutes(texts.withTypeProvider(), app)
    })
    await scope.register(async (typed) => {
      readTypedJsonBodies(typed)
      cloudEventRoutes(typed.withTypeProvider(), app)
    })
    emailRoutes(routes, app)
    await scope.register(async (mails) => emailReportRoutes(mails.withTypeProvider(), app))
    await scope.register(async (links) =>
      emailLinkRoutes(links.withTypeProvider(), app, ownKeys.center),
    )
    await scope.register(async (forms) =>
      privacyRoutes(forms.withTypeProvider(), app, ownKeys.center),
    )
    operateRoutes(routes, app, watch)
    healthRoutes(routes, { app, admission, metrics })
    keyRoutes(routes, app)
    pageRoutes(routes, app, ownKeys.page)
    routes.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger())
  })
  await api.ready()
  return api
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The caller's own, where it can say nothing: it goes into logs. */
function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && UUID.test(given) ? given : randomUUID()
}

/** Those of live publishable keys, and those that are configured. */
function isAllowedOrigin({ keyRing, config }: App): (origin: string) => boolean {
  return (origin) => config.http.origins.includes(origin) || keyRing.isAllowedOrigin(origin)
}

/** Shared forms keep their names in the OpenAPI document. */
function nameOf({ $id }: { readonly $id?: unknown }, index: number): string {
  return typeof $id === 'string' ? $id : `form-${index}`
}

const OPENAPI: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: 'Equipoise',
    version: VERSION,
    description:
      'Personalization as far as consent, law and privacy allow, explained and forgotten exactly.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  tags: [
    { name: 'decide', description: 'What to show, and why' },
    { name: 'collect', description: 'What people did' },
    { name: 'consent', description: 'What people said' },
    { name: 'law', description: 'What the law makes of facts about nobody' },
    { name: 'rights', description: 'What people may ask for' },
    { name: 'ledger', description: 'Receipts, and the log that proves them' },
    { name: 'records', description: 'What a privacy officer owes, and the label for everybody' },
    { name: 'people', description: 'Ids' },
    { name: 'catalogue', description: 'What there is to show' },
    { name: 'ads', description: 'What advertising is made of' },
    { name: 'reports', description: 'What came of it, with noise' },
    { name: 'email', description: 'Mail that people agreed to' },
    { name: 'operate', description: 'For those who run it' },
  ],
  components: { securitySchemes: SECURITY_SCHEMES },
  security: [{ key: [] }],
}
