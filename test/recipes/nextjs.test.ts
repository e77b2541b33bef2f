/** The recipe for Next.js: its route handlers, called as Next.js calls them. */
import { type Shop, shopStory } from './shop-story.ts'

type Handler = (request: Request) => Promise<Response>

shopStory(async (): Promise<Shop> => {
  const { sessions } = await import('../../docs/recipes/nextjs/lib/equipoise.ts')
  const [suggestions, consent, orders, token] = await Promise.all([
    import('../../docs/recipes/nextjs/app/api/suggestions/route.ts'),
    import('../../docs/recipes/nextjs/app/api/consent/route.ts'),
    import('../../docs/recipes/nextjs/app/api/orders/route.ts'),
    import('../../docs/recipes/nextjs/app/api/equipoise-token/route.ts'),
  ])
  const handlers: Readonly<Record<string, Handler>> = {
    'GET /api/suggestions': suggestions.GET,
    'POST /api/consent': consent.POST,
    'POST /api/orders': orders.POST,
    'GET /api/equipoise-token': token.GET,
  }
  return {
    async ask(path, init) {
      const request = new Request(`http://shop.example${path}`, init)
      const handler = handlers[`${request.method} ${path}`]
      return handler === undefined ? new Response(null, { status: 404 }) : handler(request)
    },
    home: '/api/suggestions',
    api: '/api',
    sessions,
    stop: async () => {},
  }
})
