/** The recipe for Fastify, run as it stands. */
import { type Shop, shopStory } from './shop-story.ts'

shopStory(async (): Promise<Shop> => {
  const { app, sessions } = await import('../../docs/recipes/fastify.ts')
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    ask: (path, init) => fetch(`${url}${path}`, init),
    home: '/',
    api: '',
    sessions,
    stop: () => app.close(),
  }
})
