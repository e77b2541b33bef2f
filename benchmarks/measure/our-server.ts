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
): Promise<ChildServer<OurServer>> {
  return startChild([MAIN, command, '--port', '0', '--json'], { EQUIPOISE_DATA: directory })
}
