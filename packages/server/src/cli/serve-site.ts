/**
 * `site`: a folder of static pages with the product under the same origin, for trying it out on
 * one's own machine. It listens on loopback alone, reads files of that folder alone, and passes the
 * product's own paths on, as a reverse proxy does in front of a site that people visit. What the
 * product refuses a page is said here, because the page itself stays as it is and says nothing.
 */
import { createReadStream, realpathSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, sep } from 'node:path'
import { EquipoiseError } from '../errors.ts'
import type { Command } from './command.ts'
import { integerOf, textOf } from './option-values.ts'
import type { ParsedCommand } from './parse-command.ts'
import { UsageError } from './usage.ts'

const HOST = 'localhost'
const PORT = 8080
const SERVER = 'http://127.0.0.1:8787'
const ANSWER_TIMEOUT_MS = 30_000

/** Of what was refused: said once each, so that a page that asks again fills no terminal. */
const REFUSALS_MAX = 100
const PROBLEM_BYTES_MAX = 10_000

const PRODUCTS = /^\/(?:v1(?:\/|$)|sdk(?:\/|\.js$)|privacy(?:\/|$)|ledger(?:\/|$)|page\/mark\.svg$)/

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

export const SITE: Command = {
  words: ['site'],
  says: 'serves a folder of pages with the product under the same origin, to try it out here',
  options: {
    port: { type: 'string', value: 'N', says: `the port (${PORT}); 0 picks a free one` },
    server: { type: 'string', value: 'URL', says: `where the server answers (${SERVER})` },
  },
  operands: { name: 'FOLDER', min: 1, max: 1 },
  run: () => Promise.reject(new Error('Cannot run a site as a command')),
}

/** Runs until it is told to stop; returns the exit code. */
export async function serveSite({ input, json }: ParsedCommand): Promise<number> {
  const folder = folderAt(input.operands[0] ?? '')
  const product = addressIn(textOf(input.options, 'server') ?? SERVER)
  const port = integerOf(input.options, 'port', { min: 0, max: 65_535, fallback: PORT })
  const server = createServer((incoming, outgoing) => {
    const path = pathOf(incoming)
    if (path === undefined) return refuse(outgoing, 400)
    if (PRODUCTS.test(path)) return passOn(product, incoming, outgoing)
    sendFile(folder, path, incoming, outgoing)
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, HOST, done)
  }).catch((cause: unknown) => {
    const detail = cause instanceof Error && 'code' in cause ? cause.code : 'unknown'
    throw new EquipoiseError('config_invalid', `Cannot listen on ${HOST}:${port}: ${detail}`, {
      cause,
    })
  })
  const { port: own } = server.address() as AddressInfo // it listens on a port
  const url = `http://${HOST}:${own}`
  if (json) console.log(JSON.stringify({ url, pid: process.pid }))
  else
    console.log(`Site  ${url}/\nKey   npx equipoise keys create --kind publishable --origin ${url}`)
  if (!(await answers(product))) {
    console.error(`Nothing answers at ${product.origin} yet. Start it: npx equipoise serve`)
  }
  await new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop())
  })
  server.close()
  server.closeAllConnections()
  return 0
}

function folderAt(path: string): string {
  try {
    const folder = realpathSync(path)
    if (statSync(folder).isDirectory()) return folder
  } catch {
    // Said below, whatever the reason.
  }
  throw new EquipoiseError('file_unreadable', `Cannot serve "${path}": no such folder`)
}

function addressIn(text: string): URL {
  const url = URL.parse(text)
  if (url?.protocol === 'http:') return url
  throw new UsageError(`Cannot read --server "${text}": want an address such as ${SERVER}`)
}

/** Undefined for what is no path. */
function pathOf({ url = '/' }: IncomingMessage): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
    return path.includes('\0') ? undefined : path
  } catch {
    return undefined
  }
}

/** `/` and `/shoes/` are their index.html, and `/shoes` may be shoes.html. */
function sendFile(
  folder: string,
  path: string,
  { method }: IncomingMessage,
  outgoing: ServerResponse,
): void {
  if (method !== 'GET' && method !== 'HEAD') return void refuse(outgoing, 405)
  const file = [path.endsWith('/') ? `${path}index.html` : path, `${path}.html`]
    .map((name) => fileAt(folder, name))
    .find((found) => found !== undefined)
  if (file === undefined) return void refuse(outgoing, 404)
  const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream'
  outgoing.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' })
  if (method === 'HEAD') return void outgoing.end()
  createReadStream(file)
    .on('error', () => outgoing.destroy())
    .pipe(outgoing)
}

/** A file of that folder, by no link that leads out of it; dot files are not shown. */
function fileAt(folder: string, path: string): string | undefined {
  if (path.split(/[/\\]/).some((part) => part.startsWith('.'))) return undefined
  try {
    const file = realpathSync(join(folder, path))
    return file.startsWith(folder + sep) && statSync(file).isFile() ? file : undefined
  } catch {
    return undefined
  }
}

function passOn(product: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url: path } = incoming
  const { hostname, port } = product
  const options = { hostname, port, path, method, headers, timeout: ANSWER_TIMEOUT_MS }
  const through = request(options, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.on('error', () => outgoing.destroy()).pipe(outgoing)
    if ((answer.statusCode ?? 0) >= 400) tellProblem(`${method} ${path?.split('?')[0]}`, answer)
  })
  outgoing.on('close', () => through.destroy())
  through.on('timeout', () => through.destroy())
  through.on('error', () => refuse(outgoing, 502))
  incoming.pipe(through)
}

const told = new Set<string>()

/** Says what a problem document says of itself. */
function tellProblem(what: string, answer: IncomingMessage): void {
  let text = ''
  answer.on('data', (piece: Buffer) => {
    if (text.length < PROBLEM_BYTES_MAX) text += piece.toString()
  })
  answer.on('end', () => {
    const line = `${what}: ${answer.statusCode} ${problemIn(text)}`
    if (told.has(line) || told.size >= REFUSALS_MAX) return
    told.add(line)
    console.error(line)
  })
}

function problemIn(text: string): string {
  try {
    const { code, title, detail } = JSON.parse(text)
    return `${code}: ${detail ?? title}`
  } catch {
    return ''
  }
}

function refuse(outgoing: ServerResponse, status: number): void {
  if (outgoing.headersSent) return void outgoing.destroy()
  outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${status}\n`)
}

async function answers(product: URL): Promise<boolean> {
  try {
    return (await fetch(new URL('/sdk.js', product), { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}
