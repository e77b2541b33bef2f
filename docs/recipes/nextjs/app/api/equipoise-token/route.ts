import { signSubjectToken } from '@equipoise/client'
import { personOf } from '../../../lib/equipoise.ts'

export async function GET(request: Request): Promise<Response> {
  const person = personOf(request.headers)
  if (person === undefined) return new Response(null, { status: 401 })
  const token = await signSubjectToken({
    key: process.env['EQUIPOISE_SIGNING_KEY'] ?? '',
    keyId: process.env['EQUIPOISE_SIGNING_KEY_ID'] ?? '',
    externalId: person,
  })
  return Response.json({ token }, { headers: { 'cache-control': 'no-store' } })
}
