/** Reads a form that a page of ours posted; undefined for one of another site, or too long. */
import type { IncomingMessage } from 'node:http'

const BYTES_MAX = 4_096

export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const { headers } = request
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return undefined
  if ((headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin') return undefined
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > BYTES_MAX) return undefined
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}
