/**
 * Security headers: those of a well-kept library (helmet), asked for once at start and set on every
 * answer as they are. They are the same for all, and to make them anew took 3 % of a decision.
 *
 * Nothing from elsewhere: no script, style, font or picture of a third party.
 */
import helmet from '@fastify/helmet'
import Fastify from 'fastify'
import type { Api } from './api.ts'

const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    imgSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    scriptSrcAttr: ["'none'"],
  },
}

/** A route may set another value of its own. */
export async function setSecurityHeaders(api: Api): Promise<void> {
  const headers = await askLibrary()
  api.addHook('onRequest', (_, reply, done) => {
    reply.headers(headers)
    done()
  })
}

async function askLibrary(): Promise<Readonly<Record<string, string>>> {
  const server = Fastify()
  await server.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    frameguard: { action: 'deny' },
  })
  const bare = Fastify()
  for (const one of [server, bare]) one.get('/', async () => '')
  const [{ headers }, plain] = await Promise.all([server.inject('/'), bare.inject('/')])
  await bare.close()
  await server.close()
  const own = Object.entries(headers).filter(([name]) => plain.headers[name] === undefined)
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]))
}
