import { equipoise, personOf } from '../../../lib/equipoise.ts'

export async function POST(request: Request): Promise<Response> {
  const person = personOf(request.headers)
  if (person === undefined) return new Response(null, { status: 401 })
  // Whatever it is, only a plain yes counts as one.
  const { suggestions } = (await request.json()) as { suggestions?: unknown }
  const { state } = await equipoise.recordConsent({
    externalId: person,
    action: suggestions === true ? 'give' : 'refuse',
    purposes: ['site_personalization'],
    evidence: 'Switch "Suggestions for you" on /settings, wording of November 2026',
  })
  return Response.json({ suggestions: state['site_personalization'] })
}
