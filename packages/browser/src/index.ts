/** The SDK for pages. `init` is all of it; what is not imported is not bundled. */
import type { Load } from './sdk/parts.ts'
import { start } from './sdk/start.ts'
import type { Client, Options } from './sdk/types.ts'

export type {
  BridgePart,
  GatesPart,
  Host,
  Load,
  Shown,
  SlotsPart,
  WhyPart,
  WordsPart,
} from './sdk/parts.ts'
export type {
  Ad,
  AskOutcome,
  Bridge,
  CitedReason,
  Client,
  ConsentClient,
  ConsentState,
  ConsentStatus,
  Contribution,
  Decided,
  DecidedFeed,
  DecidedItem,
  DecideRequest,
  FeedMode,
  Interaction,
  Options,
  Platform,
  Proof,
  Purpose,
  Stop,
  Verb,
} from './sdk/types.ts'
export { whenSeen } from './slots/impressions.ts'

export function init(options: Options): Client {
  return start(options, load)
}

// Each part is the module that its name stands for.
const load = ((part: keyof typeof PARTS) => PARTS[part]()) as Load

const PARTS = {
  gates: () => import('./sdk/gates.ts'),
  slots: () => import('./slots/slots.ts'),
  why: () => import('./why/index.ts'),
  words: () => import('./words/words.ts'),
  'consent-mode': () => import('./bridges/consent-mode.ts'),
  tcf: () => import('./bridges/tcf.ts'),
  gpp: () => import('./bridges/gpp.ts'),
} as const
