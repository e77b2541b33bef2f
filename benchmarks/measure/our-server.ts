/** The product's own server on a directory, in a process of its own, as a script would start it. */
import { join } from 'node:path'
import { type ChildServer, startChild } from './child-server.ts'

const MAIN = join(import.meta.dirname, '../../packages/server/src/main.ts')

export interface OurServer {
  readonly url: string
  readonly operatorKey: string
}

/** @param command `serve`, or `start` for the demo retailer. */
export function startOurs(
  command: 'serve' | 'start',
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildServer<OurServer>> {
  const variables = { ...environment, EQUIPOISE_DATA: directory }
  return startChild([MAIN, command, '--port', '0', '--json'], variables)
}

/** A key as a back end has one: an operator's acts for people are each logged with their reason. */
export async function makeSecretKey({ url, operatorKey }: OurServer): Promise<string> {
  const made = await fetch(`${url}/v1/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'secret' }),
  })
  const { key } = Object(await made.json())
  if (typeof key !== 'string') throw new Error(`Cannot make a key: ${made.status}`)
  return key
}
