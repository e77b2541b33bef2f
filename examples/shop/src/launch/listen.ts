/** The shop's port, taken first and answered by the shop once it is there. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Door {
  readonly server: Server
  /** As browsers say it. */
  readonly url: string
  /** Who answers from now on. */
  answer(listener: RequestListener): void
}

const NOT_YET = 'The shop is being furnished. Try again in a moment.\n'

/** @throws Error where the port is not to be had. */
export async function listenFirst(port: number): Promise<Door> {
  let current: RequestListener = (_, response) => {
    response.writeHead(503, { 'retry-after': '2', 'content-type': 'text/plain' }).end(NOT_YET)
  }
  const server = createServer((request, response) => current(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(new Error(`Cannot open the shop on port ${port}: ${cause.code}. Say --shop-port N`)),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  // It listens on a port, not on a pipe.
  const { port: found } = server.address() as AddressInfo
  return {
    server,
    url: `http://localhost:${found}`,
    answer(listener) {
      current = listener
    },
  }
}
