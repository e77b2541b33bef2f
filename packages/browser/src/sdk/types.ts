/** What a page meets of the SDK: options, the client, and what each of its parts can do. */
import type { ConsentStatus } from '@equipoise/core/consent'
import type { Platform } from '@equipoise/core/signals'
import type { Purpose, Verb } from '@equipoise/core/values'

export type { ConsentStatus, Platform, Purpose, Verb }

export interface Options {
  /** A publishable key of this page's origin. It names nobody. */
  readonly key: string
  /** Where the API answers, as `https://shop.example`; the page's own origin where left out. */
  readonly server?: string
  /** BCP 47 tags, best first; the document's language, then the browser's, where left out. */
  readonly languages?: readonly string[]
  /** ISO 3166, such as `DE` or `US-CA`: where the person is, if the page knows. */
  readonly location?: string
  /** Gives a token that the business's back end signed, where somebody has signed in. */
  readonly subjectToken?: () => string | undefined | Promise<string | undefined>
  /** How often one item may be shown in one slot while the page lives. No cap where left out. */
  readonly cap?: number
  /** Asks by itself where there is something to ask; true where left out. */
  readonly banner?: boolean
  /** Other people's signals to answer for: each is loaded when named. */
  readonly bridges?: readonly Bridge[]
  /** Your own registration with IAB Europe, also as JSON: without one no TC string is written. */
  readonly platform?: Platform | string
}

export type Bridge = 'tcf' | 'gpp' | 'consent-mode'

/** Undoes what it was returned for. */
export type Stop = () => void

export interface ConsentClient {
  /**
   * Shows the banner, if there is something to ask and this is not too soon after a no.
   *
   * @param again the person wants to look at their choices: shown whatever they said before.
   */
  ask(options?: { readonly again?: boolean }): Promise<AskOutcome>
  /** Records a yes. It needs the nonce of the registered notice that was shown. */
  give(purposes: readonly Purpose[], proof: Proof): Promise<boolean>
  /** A no, kept in the browser at once and told to the server; all purposes where none is named. */
  refuse(purposes?: readonly Purpose[]): Promise<boolean>
  /** Takes a yes back: the same act, and nothing goes out for that purpose from now on. */
  withdraw(purposes?: readonly Purpose[]): Promise<boolean>
  state(): ConsentState
  /** Whether the gate permits the purpose, for this person, here and now. No is the default. */
  permits(purpose: Purpose): boolean
  /** Told whenever an answer may have changed; at once, if something is known already. */
  onChange(listener: (state: ConsentState) => void): Stop
}

/** What a yes rests on: a nonce, and the notice's own words stood on the page. */
export interface Proof {
  readonly nonce: string
}

export type AskOutcome = 'shown' | 'not_needed' | 'unavailable'

export interface ConsentState {
  readonly purposes: Readonly<Record<Purpose, ConsentStatus>>
  /** Those that the gate permits now. */
  readonly permitted: readonly Purpose[]
  /** Whether the browser asks for no sale and no sharing (Global Privacy Control). */
  readonly gpc: boolean
  /** Whether this is a private session: nothing is recorded and nothing leaves. */
  readonly paused: boolean
}

export interface DecideRequest {
  readonly slot: 'home' | 'item' | 'basket' | 'feed' | 'playlist' | 'email'
  /** 1 to 100; 10 where left out. */
  readonly count?: number
  /** What the page is about. */
  readonly page?: {
    readonly item?: string | undefined
    readonly categories?: readonly string[] | undefined
  }
  readonly filters?: { readonly categories?: readonly string[] | undefined }
  /** Items that are on the page already, or are not to come. */
  readonly exclude?: readonly string[] | undefined
  readonly from?:
    | {
        readonly session?: readonly string[]
        readonly like?: readonly string[]
        readonly continue?: readonly string[]
        readonly withProfile?: boolean
      }
    | undefined
  readonly rerank?:
    | {
        readonly caps?: readonly { readonly by: string; readonly max: number }[] | undefined
        readonly spread?: readonly {
          readonly by: string
          readonly within: number
          readonly most: number
        }[]
      }
    | undefined
  /** Makes it a feed: mixed, fresh, in pages. */
  readonly feed?: {
    /** At most as personal as this. */
    readonly mode?: FeedMode
    /** The `next` of the page before. */
    readonly cursor?: string
    /** Marked ads among the items: at most one of so many places in a row. */
    readonly ads?: { readonly slot: string; readonly every?: number }
  }
  /** Makes it a playlist. */
  readonly playlist?: {
    /** Your name for it, by which a person keeps it out of their profile. */
    readonly list?: string
    /** Another list each, 0 to 9999. */
    readonly seed?: number
    readonly order?: 'ranked' | 'smooth' | 'varied'
    readonly apart?: { readonly by: string; readonly within: number }
  }
}

export type FeedMode = 'personal' | 'expressed' | 'chronological'

export interface DecidedFeed {
  readonly mode: FeedMode
  readonly settledBy: 'request' | 'wish' | 'law' | 'nothing_known' | 'default'
  /** Why, to the person. */
  readonly says: string
  readonly reasons: readonly CitedReason[]
  readonly modes: readonly {
    readonly mode: FeedMode
    readonly open: boolean
    readonly reasons: readonly CitedReason[]
  }[]
  /** Null at the end. */
  readonly next: string | null
  /** How the ads in it were chosen, which is decided apart; null where it has none. */
  readonly ads?: Required<Pick<Decided, 'rung' | 'basis' | 'reasons'>> | null
}

export interface DecidedItem {
  readonly id: string
  readonly title: string | null
  readonly categories: readonly string[]
  readonly priceMinor: number | null
  readonly currency: string | null
  readonly token?: string
  /** Why: at most five parts; without their signs their percents sum to 100. */
  readonly contributions?: readonly Contribution[]
  /** Whether its place was filled by chance. */
  readonly explored?: boolean
  /** Of an ad, which has to be marked as one; null for anything else. */
  readonly ad?: Ad | null
}

export interface Contribution {
  readonly kind: string
  readonly id: string | null
  readonly title: string | null
  /** Whole, -100 to 100: negative where this speaks against it. */
  readonly percent: number
  /** At least that many people share it; null where that is not told. */
  readonly support: number | null
}

export interface Ad {
  /** On whose behalf it is shown, and who paid for it. */
  readonly behalf: string
  readonly payer: string
  /** How it was aimed. */
  readonly parameters: readonly { readonly kind: string; readonly says: string }[]
  readonly content: {
    readonly title: string
    readonly text: string | null
    readonly link: string
  }
  /** To be shown with it. */
  readonly labels: readonly string[]
  /** Whether a person in it is synthetic or altered. */
  readonly synthetic: boolean
  readonly political: { readonly sponsor: string; readonly about: string } | null
}

export interface Decided {
  readonly rung: 'personal' | 'contextual' | 'general'
  readonly items: readonly DecidedItem[]
  readonly basis?: 'consent' | 'legitimate_interest' | 'notice' | 'none'
  /** The rules of law that decided it, each with where it stands. */
  readonly reasons?: readonly CitedReason[]
  readonly feed?: DecidedFeed
  readonly playlist?: {
    readonly list: string | null
    readonly seed: number
    readonly forProfile: boolean
  }
}

export interface CitedReason {
  readonly code: string
  readonly citation: string
  readonly says: string
  /** Not verified against the text of the law. */
  readonly advisory: boolean
}

export interface Interaction {
  readonly item: string
  readonly verb: Verb
  /** Your name of the list that it was done in: the person may keep that out of their profile. */
  readonly list?: string
  /** False for what is done for somebody else: it is not kept. */
  readonly forProfile?: boolean
}

export interface Client {
  readonly consent: ConsentClient
  /** Sends what a person did with an item, where that is permitted. */
  record(interaction: Interaction): void
  /** As Segment's clients do: the event's name says what it means. */
  track(event: string, properties?: Readonly<Record<string, unknown>>): void
  page(properties?: Readonly<Record<string, unknown>>): void
  /** Says who somebody is; the token of `Options.subjectToken` proves it. */
  identify(): Promise<boolean>
  /** Undefined where nothing could be learned: show what you would without us. */
  decide(request: DecideRequest): Promise<Decided | undefined>
  /** Fills the slots of the page, or of a part of it, that are not filled yet. */
  fill(root?: ParentNode): Promise<void>
  /** What came of an item that was shown. */
  outcome(token: string, verb: Verb): void
  /** Begins a private session: nothing is recorded, nothing leaves, and the page says so. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** Sends what waits. */
  flush(): Promise<void>
}
