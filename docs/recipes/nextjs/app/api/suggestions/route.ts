import { suggestionsFor } from '../../../lib/equipoise.ts'

export async function GET(request: Request): Promise<Response> {
  const rows = await suggestionsFor(request.headers)
  return Response.json({ rows }, { headers: { 'cache-control': 'private, no-store' } })
}
