/** What a person says, and when they are asked. */
import { PURPOSES } from '@equipoise/core/values'
import type { DrawnBanner } from '../banner/view.ts'
import { readChoice } from './choice-cookie.ts'
import type { Host } from './parts.ts'
import { isPaused } from './private-session.ts'
import { showBanner } from './show-banner.ts'
import { hasGpc, languagesOf } from './standing.ts'
import type { AskOutcome, ConsentClient, Options } from './types.ts'

/**
 * Whoever has said something here is not asked by itself until that has lapsed. What somebody who
 * signed in has said, the server knows.
 */
export function hasAnswered({ subjectToken }: Options): boolean {
  return !subjectToken && readChoice() !== undefined
}

export function openConsent(host: Host): ConsentClient {
  const { connection, standing, options } = host
  const refuse: ConsentClient['refuse'] = (purposes = PURPOSES) =>
    standing.say({ give: [], refuse: purposes })

  async function ask(again: boolean): Promise<AskOutcome> {
    const { location } = options
    const body = { languages: languagesOf(options), again, gpc: hasGpc(), location }
    const answer = await connection.send('/v1/banner/elements', body, false)
    standing.take(answer)
    if (answer.status !== 200) return 'unavailable'
    // The server's schema says what it is.
    const banner = answer.json['banner'] as DrawnBanner | null | undefined
    // A private session may have begun meanwhile: then no answer would go out.
    if (!banner || isPaused()) return 'not_needed'
    showBanner(host, banner, again)
    return 'shown'
  }

  return {
    ask: async ({ again = false } = {}) =>
      !again && hasAnswered(options) ? 'not_needed' : ask(again),
    give: (give, { nonce }) => standing.say({ give, refuse: [], nonce }),
    refuse,
    withdraw: refuse,
    state: standing.state,
    permits: standing.permits,
    onChange: standing.onChange,
  }
}
