/** What a person says, and when they are asked. */
import { PURPOSES } from '@equipoise/core/values'
import type { BannerView } from '../banner/view.ts'
import { readChoice } from './choice-cookie.ts'
import type { Host, Load } from './parts.ts'
import { hasGpc, languagesOf } from './standing.ts'
import type { AskOutcome, ConsentClient } from './types.ts'

export function openConsent(host: Host, load: Load): ConsentClient {
  const { connection, standing, options } = host
  const refuse: ConsentClient['refuse'] = (purposes = PURPOSES) =>
    standing.say({ give: [], refuse: purposes })

  async function ask(again: boolean): Promise<AskOutcome> {
    const { location } = options
    const languages = languagesOf(options)
    const gpc = hasGpc()
    const body = { languages, again, gpc, location }
    const answer = await connection.send('/v1/banner', body, false)
    standing.take(answer)
    if (answer.status !== 200) return 'unavailable'
    // The server's schema says what it is.
    const view = answer.json['banner'] as BannerView | null | undefined
    if (!view) return 'not_needed'
    try {
      const { show } = await load('banner')
      show(host, view, again)
      return 'shown'
    } catch {
      return 'unavailable'
    }
  }

  return {
    // Whoever has said something here is not asked by itself until that has lapsed.
    ask: async ({ again = false } = {}) =>
      !again && readChoice() !== undefined ? 'not_needed' : ask(again),
    give: (give, { nonce }) => standing.say({ give, refuse: [], nonce }),
    refuse,
    withdraw: refuse,
    state: standing.state,
    permits: standing.permits,
    onChange: standing.onChange,
  }
}
