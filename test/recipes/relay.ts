/** Stands between a recipe and the product, so that a test can take the product away. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

export interface Relay {
  readonly url: string
  /** Passes on what comes, keeps it, or refuses it. */
  set(manner: 'open' | 'silent' | 'closed'): void
}

export async function aRelay(t: Pick<TestContext, 'after'>, target: string): Promise<Relay> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let manner: Parameters<Relay['set']>[0] = 'open'
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    }
    near.on('data', (bytes) => {
      if (manner === 'open') far.write(bytes)
      if (manner === 'closed') near.destroy()
    })
    near.on('close', () => far.destroy())
    far.pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  // A server that listens on a port has an address with one.
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    set(next) {
      manner = next
    },
  }
}
