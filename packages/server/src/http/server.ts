/**
 * The HTTP server: validated and typed by schemas, documented by them (OpenAPI 3.1 at
 * `/openapi.json`, a reference to try things in at `/reference`), and the page at `/`.
 *
 * Logs carry a route's pattern, a status and a duration: no path, no body, no header, no address.
 */
import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { LogController } from 'fastify'
import type { App } from '../app.ts'
import { EquipoiseError } from '../errors.ts'
import { VERSION } from '../version.ts'
import type { Api } from './api.ts'
import { authorizer, makePageKey } from './authorize.ts'
import { pageRoutes } from './page.ts'
import { endBrokenCall, logFailure, sendProblem } from './problem.ts'
import { readJsonBodies } from './read-body.ts'
import { REFERENCE } from './reference.ts'
import { bulkRoutes, catalogueRoutes } from './routes/catalogue.ts'
import { collectRoutes } from './routes/collect.ts'
import { decideRoutes } from './routes/decide.ts'
import { operateRoutes } from './routes/operate.ts'
import { rightsRoutes } from './routes/rights.ts'
import { subjectRoutes } from './routes/subjects.ts'
import { Problem } from './schemas.ts'
import { watchTraining } from './training-watch.ts'

const BODY_BYTES_MAX = 1024 * 1024
/** More than Node takes as a request's head: how long an id may be is for each route to say. */
const PATH_BYTES_MAX = 16_384

export interface ServerOptions {
  readonly app: App
  readonly logLevel: string
}

export async function createServer({ app, logLevel }: ServerOptions): Promise<Api> {
  const server = Fastify({
    logger: { level: logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: PATH_BYTES_MAX },
    frameworkErrors: sendProblem,
    clientErrorHandler: endBrokenCall,
    genReqId: () => randomUUID(),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false } },
  })
  const api: Api = server.withTypeProvider<TypeBoxTypeProvider>()
  readJsonBodies(api)
  api.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  api.setNotFoundHandler((request, reply) =>
    sendProblem(new EquipoiseError('method_not_found', 'There is no such route'), request, reply),
  )
  api.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, id } = request
    const ms = Math.round(reply.elapsedTime)
    request.log.info({
      requestId: id,
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      ms,
    })
  })
  await api.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY_POLICY })
  api.addSchema(Problem)
  await api.register(swagger, {
    openapi: OPENAPI,
    transform: ({ schema, url, route }) => {
      const body = route.config?.documentedBody
      return { schema: body === undefined ? schema : { ...schema, body }, url }
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => nameOf(json, index) },
  })
  await api.register(swaggerUi, REFERENCE)
  const pageKey = makePageKey()
  api.addHook('onRequest', authorizer(app, pageKey))
  await api.register(async (scope) => {
    const routes: Api = scope.withTypeProvider<TypeBoxTypeProvider>()
    const watch = watchTraining(app, (error) => logFailure(server.log, error, 'training failed'))
    collectRoutes(routes, app)
    decideRoutes(routes, app)
    subjectRoutes(routes, app)
    rightsRoutes(routes, app)
    catalogueRoutes(routes, app)
    await scope.register(async (lines) => bulkRoutes(lines.withTypeProvider(), app))
    operateRoutes(routes, app, watch)
    pageRoutes(routes, app, pageKey)
    routes.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger())
  })
  await api.ready()
  return api
}

/** Shared forms keep their names in the OpenAPI document. */
function nameOf({ $id }: { readonly $id?: unknown }, index: number): string {
  return typeof $id === 'string' ? $id : `form-${index}`
}

/** Nothing from elsewhere: no script, style, font or picture of a third party. */
const CONTENT_SECURITY_POLICY = {
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
    upgradeInsecureRequests: null,
  },
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
    { name: 'rights', description: 'What people may ask for' },
    { name: 'people', description: 'Ids' },
    { name: 'catalogue', description: 'What there is to show' },
    { name: 'operate', description: 'For those who run it' },
  ],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  security: [{ key: [] }],
}
