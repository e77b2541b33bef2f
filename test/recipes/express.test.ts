/** The recipe for Express, run as it stands. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type Shop, shopStory } from './shop-story.ts'

shopStory(async (): Promise<Shop> => {
  const { app, sessions, stop } = await import('../../docs/recipes/express.ts')
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ask: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    home: '/',
    api: '',
    sessions,
    async stop() {
      server.closeAllConnections()
      server.close()
      await stop()
    },
  }
})
