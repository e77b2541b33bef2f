/** What somebody can do about what they see. Each act is told to the server, none is assumed. */
import { connect } from '../center/api.ts'
import type { Host, Shown } from '../sdk/parts.ts'
import type { Decided, DecidedItem, Purpose } from '../sdk/types.ts'

/** What does not speak for somebody. */
export type Wrong = { readonly item: string } | { readonly category: string }

/** Each says whether it stands. */
export interface WhyActs {
  /** Marks of a person: undefined where nobody is known, of whom nothing is kept. */
  readonly marks:
    | { mark(wrong: Wrong): Promise<boolean>; unmark(wrong: Wrong): Promise<boolean> }
    | undefined
  /** Undefined where nothing of the person was used, and so nothing can be turned off. */
  readonly withdraw: (() => Promise<boolean>) | undefined
  /** Fills the page anew, after an act. */
  change(): Promise<unknown>
  /** Where the privacy center is. */
  readonly center: string
}

/** What was decided of an ad in a feed was decided apart from it. */
export function answerFor({ ad }: DecidedItem, decided: Decided): Decided {
  const { feed, ...rest } = decided
  return ad && feed?.ads ? { ...rest, ...feed.ads } : decided
}

const FOR_ADS: readonly Purpose[] = ['first_party_advertising', 'cross_context_advertising']

/** Acts of the person in front of the page. */
export function actsOf(host: Host, { item, decided, slot, refill }: Required<Shown>): WhyActs {
  const { standing, connection } = host
  const purposes: readonly Purpose[] = item.ad ? FOR_ADS : ['site_personalization']
  const used = purposes.filter((one) => standing.permits(one))
  const isPersonal = answerFor(item, decided).rung === 'personal'
  return {
    marks: standing.isKnown()
      ? { mark: (wrong) => post('', wrong), unmark: (wrong) => post('/remove', wrong) }
      : undefined,
    withdraw: isPersonal && used.length > 0 ? withdraw : undefined,
    change: refill,
    center: slot.dataset['privacy'] ?? `${connection.server}/privacy`,
  }

  /** A no stands in the browser at once, whether the server heard it or not. */
  async function withdraw(): Promise<boolean> {
    await standing.say({ give: [], refuse: used })
    return true
  }

  async function post(path: string, wrong: Wrong): Promise<boolean> {
    // In a private session nothing leaves.
    if (standing.state().paused) return false
    const api = connect({ ...host.options, server: connection.server })
    api.csrfToken = connection.csrfToken ?? null
    try {
      await api.post(`/v1/subjects/me/marks${path}`, wrong)
      return true
    } catch {
      return false
    }
  }
}
