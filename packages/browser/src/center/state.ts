/** What the center knows of the person in front of it, and who is told when that changes. */
import type { Api } from './api.ts'
import type { Child } from './dom.ts'
import type {
  BannerView,
  FeedStanding,
  Followed,
  Impression,
  Interaction,
  Interest,
  KeptReceipt,
  Level,
  Marks,
  Paged,
  PurposeNames,
  PurposeStanding,
  Recipient,
  RightsRequest,
  Session,
  Suggestions,
  Wishes,
} from './types.ts'

export interface State {
  readonly session: Session | undefined
  readonly purposes: readonly PurposeStanding[]
  /** Undefined where they did not come: then the server's English stands there. */
  readonly names: PurposeNames | undefined
  /** The words of each purpose, and what a yes rests on; null where nothing can be asked. */
  readonly banner: BannerView | null
  /** Who gets anything, as the privacy label says it. */
  readonly recipients: readonly Recipient[]
  readonly interests: readonly Interest[]
  readonly marks: Marks
  /** Of items in the marks and wishes, by id. */
  readonly titles: Readonly<Record<string, string>>
  /** Null where they left it to each channel. */
  readonly ceiling: Level | null
  readonly wishes: Wishes
  readonly feed: FeedStanding | undefined
  readonly follows: readonly Followed[]
  readonly interactions: Paged<Interaction>
  readonly impressions: Paged<Impression>
  readonly receipts: Paged<KeptReceipt>
  readonly requests: readonly RightsRequest[]
  readonly suggestions: Suggestions | undefined
  /** The list before the last change, so that one sees what it did. */
  readonly before: Suggestions | undefined
  /** Whether it was asked to be erased, and not yet said again. */
  readonly isErasing: boolean
  /** What came of checking receipts: by leaf, and of one from a file. */
  readonly verdicts: Readonly<Record<number | 'file', Child>>
  readonly busy: boolean
  /** What just happened, for everybody to read and hear. */
  readonly told: Told | undefined
}

export interface Told {
  readonly kind: 'done' | 'failed'
  readonly says: string
  /** Said by the server, in English alone. */
  readonly isEnglish?: boolean
}

const NONE: Paged<never> = { entries: [], next: null }

export const EMPTY: State = {
  session: undefined,
  purposes: [],
  names: undefined,
  banner: null,
  recipients: [],
  interests: [],
  marks: { items: [], categories: [] },
  titles: {},
  ceiling: null,
  wishes: { feedMode: null, follows: [], notForProfile: { items: [], lists: [] } },
  feed: undefined,
  follows: [],
  interactions: NONE,
  impressions: NONE,
  receipts: NONE,
  requests: [],
  suggestions: undefined,
  before: undefined,
  isErasing: false,
  verdicts: { file: '' },
  busy: false,
  told: undefined,
}

/** One center on a page: its state, and how it talks. */
export interface Center {
  readonly api: Api
  readonly location: string | undefined
  /** Nobody is known, but somebody was, of whom this page no longer knows. */
  isSignInGone(): boolean
  state: State
  /** The log's public key, as anybody may read it. */
  readLogKey(): Promise<string>
  change(part: Partial<State>): void
  /** Reads everything anew, once more where that is under way already. */
  readAnew(): Promise<void>
  /** Does something for the person, says how it ended, and reads everything anew. */
  act(done: string, act: () => Promise<unknown>): Promise<boolean>
}
