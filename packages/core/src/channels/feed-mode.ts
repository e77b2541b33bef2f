/**
 * In which mode a feed is made. The gate says whether what a person did may be used; a law may ask
 * that the order of time comes first; and the person may have said for good how personal it may be
 * at most. A request asks for less than that, and never for more.
 *
 *   personal       what they did, and what others have       needs site_personalization here
 *   expressed      what they follow or liked, nothing else   needs somebody who follows something
 *   chronological  the newest first                          always open
 *
 * What is closed falls to `chronological`, which uses nothing of anybody.
 */
import type { Decision, Reason } from '../law/index.ts'
import { FEED_MODES, type FeedMode, lessPersonal } from './wishes.ts'

/** A law asks that the order of time is the first choice: the duty `chronological_option`. */
export interface ChronologicalDuty {
  readonly citation: string
  readonly says: string
}

export interface FeedModeFacts {
  /** About `site_personalization` in the channel of the list. */
  readonly decision: Decision<'site_personalization'>
  readonly duty: ChronologicalDuty | undefined
  /** Of this request. */
  readonly asked: FeedMode | undefined
  /** What the person said for good. */
  readonly wished: FeedMode | undefined
  /** Whether there is anything that they follow, or liked and may be read. */
  readonly hasExpressed: boolean
  /** A pause that the person asked for uses nothing of them. */
  readonly isPaused: boolean
  /** A child's wishes are used only where the gate permits to use what they did. */
  readonly isChild: boolean
}

export interface ModeState {
  readonly mode: FeedMode
  readonly open: boolean
  /** Why it is closed; empty for an open one. */
  readonly reasons: readonly Reason[]
}

/** Who settled the mode. */
export const MODE_SETTLERS = ['request', 'wish', 'law', 'nothing_known', 'default'] as const
export type ModeSettler = (typeof MODE_SETTLERS)[number]

export interface ChosenMode {
  readonly mode: FeedMode
  readonly settledBy: ModeSettler
  readonly says: string
  /** What the law or the person's consent has to do with it, each with its citation. */
  readonly reasons: readonly Reason[]
  readonly modes: readonly ModeState[]
}

export function chooseFeedMode(facts: FeedModeFacts): ChosenMode {
  const { asked, wished, duty } = facts
  const modes = FEED_MODES.map((mode) => stateOf(mode, facts))
  const most = wished ?? (duty === undefined ? 'personal' : 'chronological')
  const wanted = asked === undefined ? most : lessPersonal(asked, most)
  const state = modes.find(({ mode }) => mode === wanted)
  if (state?.open !== true) {
    const reasons = state?.reasons ?? []
    const isEmpty = reasons.includes(NOTHING_FOLLOWED)
    const says = isEmpty ? SAYS.empty : SAYS.closed
    const settledBy = isEmpty ? 'nothing_known' : 'law'
    return { mode: 'chronological', settledBy, says, reasons, modes }
  }
  if (asked === wanted) {
    return { mode: wanted, settledBy: 'request', says: SAYS.request, reasons: [], modes }
  }
  if (wished === wanted) {
    return { mode: wanted, settledBy: 'wish', says: SAYS.wish, reasons: [WISHED], modes }
  }
  if (duty !== undefined) {
    return { mode: wanted, settledBy: 'law', says: SAYS.law, reasons: [toReason(duty)], modes }
  }
  const { decision } = facts
  const isAgreed = decision.outcome === 'permitted' && decision.basis === 'consent'
  const says = isAgreed ? SAYS.agreed : SAYS.personal
  return { mode: wanted, settledBy: 'default', says, reasons: decision.reasons, modes }
}

const SAYS = {
  closed: 'The newest first, because what you did may not be used for this list',
  empty: 'The newest first, because you follow nothing yet',
  law: 'The newest first, as the law asks for you',
  request: 'As you chose on this page',
  wish: 'As you chose for good',
  agreed: 'Chosen from what you did here, which you said yes to',
  personal: 'Chosen from what you did here',
} as const

function stateOf(mode: FeedMode, facts: FeedModeFacts): ModeState {
  const reasons = closedBy(mode, facts)
  return { mode, open: reasons === undefined, reasons: reasons ?? [] }
}

/** Undefined where it is open. */
function closedBy(
  mode: FeedMode,
  { decision, hasExpressed, isPaused, isChild }: FeedModeFacts,
): readonly Reason[] | undefined {
  if (mode === 'chronological') return undefined
  if (decision.outcome === 'refused' && (mode === 'personal' || isPaused || isChild)) {
    return decision.reasons
  }
  return mode === 'expressed' && !hasExpressed ? [NOTHING_FOLLOWED] : undefined
}

const OURS = { pack: 'equipoise', advisory: false } as const

const WISHED: Reason = {
  ...OURS,
  code: 'wished',
  rule: 'wish_for_good',
  citation: 'Equipoise: what a person said of their feed for good holds for every request',
  says: 'You said how personal your feed may be.',
}

const NOTHING_FOLLOWED: Reason = {
  ...OURS,
  code: 'nothing_followed',
  rule: 'something_to_follow',
  citation: 'Equipoise: a feed of what a person follows needs something that they follow',
  says: 'You follow nothing yet.',
}

function toReason({ citation, says }: ChronologicalDuty): Reason {
  return { ...OURS, code: 'chronological_first', rule: 'chronological_option', citation, says }
}
