/** A connection to a server, byte by byte: for what no well-kept client sends. */
import { connect, type Socket } from 'node:net'
import type { Json } from './server.ts'

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** What the text says; null where it is no JSON. */
  readonly json: Json
}

export interface Connection {
  readonly socket: Socket
  say(bytes: string | Uint8Array): void
  /** Resolves with so many answers as soon as they have come, or with all when it is closed. */
  answers(count?: number): Promise<readonly WireAnswer[]>
  /** Counts what was heard so far for nothing. */
  forget(): void
  /** Resolves with all that was heard, when the server has closed it. */
  closed(): Promise<string>
}

export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  // A server that has answered need not read the rest: writing it then fails, and that is well.
  socket.on('error', () => {})
  let heard = ''
  socket.setEncoding('latin1')
  socket.on('data', (piece) => {
    heard += String(piece)
  })
  const closed = new Promise<string>((resolve) => socket.on('close', () => resolve(heard)))
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve)
    socket.once('close', () => resolve())
  })
  return {
    socket,
    say: (bytes) => {
      socket.write(bytes)
    },
    forget: () => {
      heard = ''
    },
    closed: () => closed,
    answers: (count = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = parseAnswers(heard)
          if (found.length < count) return
          socket.off('data', look)
          resolve(found)
        }
        socket.on('data', look)
        void closed.then(() => resolve(parseAnswers(heard)))
        look()
      }),
  }
}

/** Says these bytes on a connection of their own, and returns what comes until it is closed. */
export async function speak(
  url: string,
  bytes: string | Uint8Array,
): Promise<readonly WireAnswer[]> {
  const connection = await openConnection(url)
  connection.say(bytes)
  return parseAnswers(await connection.closed())
}

/** The whole answers of a text, one after another. */
function parseAnswers(text: string): readonly WireAnswer[] {
  const answers: WireAnswer[] = []
  let rest = text
  while (rest.includes('\r\n\r\n')) {
    const end = rest.indexOf('\r\n\r\n')
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n')
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
      }),
    )
    const length = Number(headers['content-length'] ?? 0)
    const body = rest.slice(end + 4, end + 4 + length)
    if (body.length < length) break
    rest = rest.slice(end + 4 + length)
    const isJson = /json/.test(headers['content-type'] ?? '')
    const json: Json = isJson && body !== '' ? JSON.parse(body) : null
    answers.push({ status: Number(first.split(' ')[1]), headers, text: body, json })
  }
  return answers
}
