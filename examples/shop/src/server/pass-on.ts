/**
 * Passes requests on to the product, as any reverse proxy would, so that all is one origin: then
 * the cookie that keeps a person's choice is a first-party one.
 */
import { type IncomingMessage, request, type ServerResponse } from 'node:http'

const PATHS = /^\/(?:v1(?:\/|$)|sdk(?:\/|\.js$)|privacy(?:\/|$)|ledger(?:\/|$)|page\/mark\.svg$)/

export function isProducts(pathname: string): boolean {
  return PATHS.test(pathname)
}

export function passOn(product: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers } = incoming
  const { hostname, port } = product
  const through = request({ hostname, port, path: incoming.url, method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
    answer.on('error', () => outgoing.destroy())
  })
  // Whoever left waits for nothing.
  outgoing.on('close', () => through.destroy())
  through.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy()
    else outgoing.writeHead(502, { 'content-type': 'application/json' }).end('{"status":502}')
  })
  incoming.pipe(through)
}
