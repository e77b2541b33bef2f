/**
 * Bodies and answers.
 *
 * Written by tools/generate-client.ts from docs/reference/openapi.json: change a route, then run
 * `node tools/run.mjs generate`.
 */

export interface Spread {
  /** "category", or the name of an attribute such as "kind" or "maker" */
  readonly by: string
  /** 2 to 100 */
  readonly within: number
  /** 1 to 100 */
  readonly most: number
}

export type Order = 'ranked' | 'smooth' | 'varied'

/** Of so many in a row, no two of one group */
export interface Apart {
  /** "category", or the name of an attribute */
  readonly by: string
  /** 2 to 100 */
  readonly within: number
}

/** From what they did, from what they follow or liked, or the newest first */
export type FeedMode = 'personal' | 'expressed' | 'chronological'

/**
 * They can only take away from what the person agreed to here. One that cannot be read
 * takes everything away
 */
export interface Signals {
  /** Global Privacy Control: navigator.globalPrivacyControl, or Sec-GPC: 1 */
  readonly gpc?: boolean | undefined
  /** Do Not Track: DNT: 1 */
  readonly dnt?: boolean | undefined
  /** A TC string of IAB Europe’s framework, 2.2 or 2.3 */
  readonly tcf?: string | undefined
  /** A GPP string */
  readonly gpp?: string | undefined
  /**
   * The sections of the GPP string that apply; -1 for none, 0 for not known yet. At most
   * 64
   */
  readonly gppSid?: readonly number[] | undefined
  /** A US privacy string, such as 1YNN */
  readonly usp?: string | undefined
}

/** How much of the person was used */
export type Rung = 'personal' | 'contextual' | 'general'

/** From nothing of a person to what singles them out */
export type Ceiling = 'general' | 'broad' | 'topical' | 'pointed' | 'close'

/** What it is */
export type Kind = 'text' | 'image' | 'html' | 'video'

export interface Image {
  readonly url: string
  readonly alt: string
}

export interface Political {
  readonly sponsor: string
  readonly about: string
}

/** Legal basis */
export type Basis223 = 'consent' | 'legitimate_interest' | 'notice' | 'none'

export interface Reason {
  /** Stable code */
  readonly code:
    | 'consent_given'
    | 'no_consent_needed'
    | 'consent_absent'
    | 'consent_refused'
    | 'consent_withdrawn'
    | 'consent_expired'
    | 'consent_unverifiable'
    | 'clock_set_back'
    | 'consent_not_explicit'
    | 'consent_not_separate'
    | 'guardian_needed'
    | 'signal_refuses'
    | 'objection'
    | 'paused'
    | 'marked_wrong'
    | 'not_for_profile'
    | 'wished'
    | 'nothing_followed'
    | 'chronological_first'
    | 'prohibited'
    | 'not_strictly_necessary'
    | 'notice_missing'
    | 'control_missing'
    | 'quiet_hours'
    | 'customer_relationship'
    | 'objection_pending'
    | 'no_rule'
  /** The law, as id@version */
  readonly pack: string
  readonly rule: string
  readonly citation: string
  /** The rule in plain words */
  readonly says: string
  /** Not verified against the text of the law */
  readonly advisory: boolean
}

/** Whether the person may be asked. Whoever says yes by themselves is heard */
export interface Asking {
  /** Whether one may ask now */
  readonly may: boolean
  /** Why, or why not */
  readonly code:
    | 'may_ask'
    | 'may_renew'
    | 'consent_stands'
    | 'not_needed'
    | 'cooldown'
    | 'never_again'
    | 'signal_refuses'
    | 'no_consent_route'
    | 'paused'
  /** Whose yes would count */
  readonly of: 'subject' | 'guardian'
  /** When one may; null where it is so now, or never */
  readonly from: string | null
  /** The rules that decide it */
  readonly rules: readonly {
    /** The law, as id@version */
    readonly pack: string
    readonly rule: string
    readonly citation: string
    /** The rule in plain words */
    readonly says: string
    /** Not verified against the text of the law */
    readonly advisory: boolean
  }[]
}

export type Verb = 'view' | 'click' | 'add' | 'purchase' | 'like' | 'dislike' | 'play' | 'skip'

export interface Refused {
  readonly index: number
  /** A purpose out of the closed list */
  readonly purpose: Purpose
  readonly reasons: readonly Reason[]
}

/** A purpose out of the closed list */
export type Purpose =
  | 'device_storage'
  | 'site_personalization'
  | 'model_training'
  | 'first_party_advertising'
  | 'cross_context_advertising'
  | 'sale_or_sharing'
  | 'measurement'
  | 'email_marketing'
  | 'email_tracking'
  | 'sms_marketing'
  | 'push_marketing'
  | 'sensitive_profiling'
  | 'political_advertising'

/** give, refuse or withdraw */
export type ConsentAction = 'give' | 'refuse' | 'withdraw'

/** How it was said, as a back end tells it */
export type Method =
  | 'notice'
  | 'page'
  | 'settings'
  | 'form'
  | 'paper'
  | 'phone'
  | 'email'
  | 'in_person'
  | 'import'
  | 'merge'
  | 'other'

/** As coarsely as the law allows */
export type AgeBand = 'under_13' | '13_15' | '16_17' | 'adult'

/** From a back end: the registered notice that was shown. Of a page the nonce says it */
export interface Notice {
  readonly id: string
  readonly version: string
  readonly language: string
}

/** What stands */
export type ConsentStatus =
  | 'unknown'
  | 'given'
  | 'refused'
  | 'withdrawn'
  | 'expired'
  | 'invalidated'

export interface ConsentRecord {
  readonly id: string
  readonly action: string
  readonly purposes: readonly string[]
  /** RFC 3339, UTC */
  readonly at: string
  readonly by: string
  readonly explicit: boolean
  readonly evidence: string
  /** What was shown: GET /v1/notices/{id}?version=… tells the very text */
  readonly notice: {
    readonly id: string
    readonly version: string
    readonly language: string
    readonly digest: string
  } | null
  /** How it was said; null where it was not kept */
  readonly method: string | null
  /** What the browser said by itself, as it came with the act */
  readonly signals: {
    readonly gpc: boolean
  } | null
  /** Until when a yes counts at the longest */
  readonly expiresAt: string | null
  /** It said yes again to what stood as given */
  readonly renews: boolean
}

/** Plain text, as it is shown */
export interface Text {
  readonly title: string
  /** At most 50 */
  readonly sections: readonly Section[]
  /** What the yes says */
  readonly accept: string
  /** What the no says */
  readonly refuse: string
}

export interface Section {
  readonly heading?: string | undefined
  readonly text: string
}

export interface Storage {
  readonly name: string
  readonly what: string
  readonly why: string
  readonly howLong: string
  readonly who: string
}

export type Data =
  | 'health'
  | 'religion'
  | 'sexuality'
  | 'politics'
  | 'ethnicity'
  | 'union'
  | 'biometric'
  | 'genetic'
  | 'precise_location'
  | 'finance'
  | 'child'
  | 'video_titles'
  | 'citizenship'
  | 'gender_identity'
  | 'neural'
  | 'criminal'
  | 'government_id'
  | 'credentials'
  | 'communications'
  | 'other_sensitive'

export interface Relaxation {
  /** A purpose out of the closed list */
  readonly purpose: Purpose
  readonly places: readonly string[]
  readonly at: string
  /** The operator’s key, or command_line */
  readonly by?: string | undefined
  readonly assessment: string
  /** SHA-256 of the assessment, to which the leaf commits */
  readonly digest: string
  readonly leaf: number
}

export interface Ad {
  readonly campaign: string
  readonly creative: string
  readonly advertiser: string
  /** Who paid for it */
  readonly payer: string
  readonly items: readonly string[]
}

/** The facts and the decision that permitted it */
export interface Basis {
  /** RFC 3339, UTC */
  readonly decidedAt: string
  readonly location: string | null
  readonly residence: string | null
  readonly ageBand: string | null
  readonly gpc: boolean
  /** How many of them counted */
  readonly consentRecords: number
  /** Digest of the laws that were weighed */
  readonly rulebook: string
  /** Legal basis by purpose */
  readonly bases: Readonly<Record<string, string>>
}

export interface ImpressionOutcome {
  readonly verb: string
  /** RFC 3339, UTC */
  readonly at: string
}

/** What the person said is not theirs */
export interface Marks {
  readonly items: readonly string[]
  readonly categories: readonly string[]
}

/** What the person said of their lists for good */
export interface Wishes {
  /** The most personal that a feed may be; null where they did not say */
  readonly feedMode: FeedMode | null
  readonly follows: readonly Follow[]
  /** What is done with these, or in these lists, is not kept */
  readonly notForProfile: {
    readonly items: readonly string[]
    readonly lists: readonly string[]
  }
}

export interface Follow {
  readonly by: string
  readonly value: string
}

export interface Request {
  /** Names it: the number of its leaf */
  readonly request: number
  readonly right: string
  /** RFC 3339, UTC */
  readonly receivedAt: string
  /** By when the strictest law wants an answer; null where none sets a day */
  readonly respondBy: string | null
  /** How it stands */
  readonly outcome: 'received' | 'fulfilled' | 'rejected'
  /** RFC 3339, UTC */
  readonly answeredAt: string | null
  readonly why: string | null
}

export interface NotForProfile {
  /** At most 200 */
  readonly items?: readonly string[] | undefined
  /** At most 200 */
  readonly lists?: readonly string[] | undefined
}

export interface Controller {
  readonly name: string
  readonly address?: string | undefined
  readonly contact?: string | undefined
}

export interface Item {
  readonly id: string
  readonly title?: string | undefined
  /** Primary first */
  readonly categories: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  /** In the smallest unit of the currency */
  readonly priceMinor?: number | undefined
  readonly currency?: string | undefined
  readonly available: boolean
  /** What it says of whoever meets it */
  readonly sensitive: readonly string[]
}

export interface Advertiser {
  readonly id: string
  /** On whose behalf its ads are shown */
  readonly name: string
  /** Who pays, where it is somebody else */
  readonly payer?: string | undefined
}

export interface Slot {
  readonly id: string
  /** All kinds where left out */
  readonly accepts?: readonly Kind[] | undefined
  /** In one answer; 1. 1 to 10 */
  readonly adsMax?: number | undefined
  /** ISO 4217 */
  readonly currency: string
  /** What the winner pays; second_price where left out */
  readonly auction?: 'first_price' | 'second_price' | undefined
  /** For a thousand showings; 0. 0 to 1000000000 */
  readonly reserveMinor?: number | undefined
  /** So many showings to one person at most. At most 9 */
  readonly caps?: readonly Cap[] | undefined
  /** How specific at most; topical where left out */
  readonly ceiling?: Ceiling | undefined
}

export interface Cap {
  /** What is counted */
  readonly scope: 'campaign' | 'advertiser' | 'slot'
  /** Counted back from now */
  readonly per: 'hour' | 'day' | 'week'
  /** 1 to 1000 */
  readonly most: number
}

export interface Audience {
  readonly id: string
  /** What it is, to the people in it */
  readonly says: string
  /** All of them have to hold. At most 8 */
  readonly conditions: readonly Condition[]
  /** In two digits, in tens at least; 0 below 50 */
  readonly people: number
  /** Whether it is large enough, and differs from the others */
  readonly runs: boolean
}

export interface Condition {
  /** What is asked about */
  readonly attribute: 'place' | 'looked_at' | 'bought' | 'liked'
  /** Places (DE, US-CA) or categories. At most 20 */
  readonly anyOf: readonly string[]
}

export interface Creative {
  readonly id: string
  readonly advertiser: string
  /** What is shown */
  readonly kind: Kind
  /** Its heading */
  readonly title: string
  /** What it says */
  readonly text?: string | undefined
  /** Where it leads: https */
  readonly link: string
  readonly image?: Image | undefined
  /** Shown in a sandboxed frame: plain elements, no script, no address */
  readonly html?: string | undefined
  readonly video?: Video | undefined
  /** What it is about, in the words of your catalogue. At most 20 */
  readonly categories?: readonly string[] | undefined
  /** Items of your catalogue that it shows. At most 20 */
  readonly items?: readonly string[] | undefined
  /** Texts that a law wants shown with it. At most 10 */
  readonly labels?: readonly string[] | undefined
  /** Whether a person in it is synthetic or altered; false */
  readonly synthetic?: boolean | undefined
  readonly review: {
    /** It is shown only once it is approved */
    readonly state: 'pending' | 'approved' | 'rejected'
    readonly note: string | null
  }
}

export interface Video {
  /** https */
  readonly url: string
  /** https */
  readonly captionsUrl?: string | undefined
  /** What it shows */
  readonly alt: string
}

export interface Campaign {
  readonly id: string
  readonly advertiser: string
  /** What you call it */
  readonly label?: string | undefined
  /** What it is for; showings where left out */
  readonly goal?: Goal | undefined
  /** ISO 4217 */
  readonly currency: string
  /** For a thousand showings, in minor units. 1 to 1000000000 */
  readonly bidMinor: number
  /** In all. 1 to 1000000000 */
  readonly spendLimitMinor: number
  /** RFC 3339 */
  readonly startsAt: string
  /** RFC 3339 */
  readonly endsAt: string
  /** even where left out */
  readonly pacing?: 'even' | 'asap' | undefined
  /** Where it is shown. At most 50 */
  readonly slots: readonly string[]
  /** Where the person is; anywhere where left out. At most 50 */
  readonly places?: readonly string[] | undefined
  /** Of the day, in UTC */
  readonly hours?: Hours | undefined
  /** What the page is about; anything where left out. At most 20 */
  readonly pages?: readonly string[] | undefined
  /** Whether it is chosen by likeness to what somebody did; false */
  readonly byInterest?: boolean | undefined
  readonly audience?: string | undefined
  /** So many showings to one person at most. At most 9 */
  readonly caps?: readonly Cap[] | undefined
  /** What is shown. At most 50 */
  readonly creatives: readonly string[]
  /** What is shown where the audience may not be used. At most 50 */
  readonly contextualCreatives?: readonly string[] | undefined
  readonly political?: Political | undefined
  /** false where left out */
  readonly paused?: boolean | undefined
  /** What counts as a conversion in reports */
  readonly conversion?: Conversion | undefined
  /**
   * The part of those who permit it that is not aimed at, by chance, to tell what the
   * campaign does; 0. 0 to 0.5
   */
  readonly holdoutRatio?: number | undefined
  /** In whole minor units, rounded down */
  readonly spentMinor: number
  /** In two digits, of days that are over; 0 below 50 */
  readonly showings: number
  /** In two digits, of days that are over; 0 below 50 */
  readonly clicks: number
}

/** What it is for; showings where left out */
export type Goal = 'showings' | 'clicks' | 'purchases'

/** Of the day, in UTC */
export interface Hours {
  /** 0 to 23 */
  readonly from: number
  /** 1 to 24 */
  readonly until: number
}

/** What counts as a conversion in reports */
export interface Conversion {
  /** purchase where left out. At most 8 */
  readonly verbs?: readonly Verb[] | undefined
  /** With an item of the creative, or with any; advertised where left out */
  readonly of?: 'advertised' | 'anything' | undefined
}

export interface Experiment {
  readonly id: string
  /** What you call it */
  readonly label?: string | undefined
  /** Where it is tried: a slot of ads, or home, item, basket, feed or email */
  readonly slot: string
  /** RFC 3339 */
  readonly startsAt: string
  /** RFC 3339 */
  readonly endsAt: string
  /** What is compared; an arm that sets nothing is what is shown anyway. At most 4 */
  readonly arms: readonly Arm[]
  /** purchase where left out. At most 8 */
  readonly conversionVerbs?: readonly Verb[] | undefined
}

export interface Arm {
  readonly name: string
  /** Beside those of the others; 1. 1 to 1000 */
  readonly weight?: number | undefined
  /** Steps of re-ranking, in place of those that are asked for */
  readonly rerank?:
    | {
        readonly novelty?:
          | {
              /** What being little known counts. 0 to 1 */
              readonly weight?: number | undefined
            }
          | undefined
        readonly calibrate?:
          | {
              /** What the mix counts. 0 to 1 */
              readonly lambda?: number | undefined
            }
          | undefined
        readonly diversify?:
          | {
              /** What relevance counts. 0 to 1 */
              readonly lambda?: number | undefined
            }
          | undefined
        readonly longTail?:
          | {
              /** Of the list, at least. 0 to 1 */
              readonly share?: number | undefined
            }
          | undefined
      }
    | undefined
  /** How specific at most; never above another ceiling */
  readonly ceiling?: Ceiling | undefined
}

export interface Site {
  /** What the site or app is about. At most 100 */
  readonly cat?: readonly string[] | undefined
  /** What the section is about. At most 100 */
  readonly sectioncat?: readonly string[] | undefined
  /** What the page is about. At most 100 */
  readonly pagecat?: readonly string[] | undefined
  /** A taxonomy; 1 of old. 0 to 1000 */
  readonly cattax?: number | undefined
  /** Words, with commas between them */
  readonly keywords?: string | undefined
  /** Words. At most 200 */
  readonly kwarray?: readonly string[] | undefined
  readonly content?:
    | {
        /** What the content is about. At most 100 */
        readonly cat?: readonly string[] | undefined
        /** A taxonomy; 1 of old. 0 to 1000 */
        readonly cattax?: number | undefined
        /** Words, with commas between them */
        readonly keywords?: string | undefined
        /** Words. At most 200 */
        readonly kwarray?: readonly string[] | undefined
      }
    | undefined
}

export interface Dsa {
  /** 0 to 3 */
  readonly dsarequired?: number | undefined
  /** 0 to 2 */
  readonly pubrender?: number | undefined
  /** 0 to 2 */
  readonly datatopub?: number | undefined
}

export interface Report {
  readonly id: string
  /** What it is about */
  readonly family: Family
  readonly from: string
  readonly until: string
  readonly by: readonly By[]
  /** What it cost of each week that it is about */
  readonly epsilon: number
  /** What was added to each count */
  readonly noise: 'laplace' | 'none'
  /** RFC 3339, UTC */
  readonly madeAt: string
  /** 19 of 20 counts are off by no more than that */
  readonly margins: Readonly<Record<string, number>>
  /** A row is shown from so many on */
  readonly rowMin: number
  readonly rows: readonly (
    | {
        /** Null where rows are not told apart by it */
        readonly campaign: string | null
        /** Null where rows are not told apart by it */
        readonly creative: string | null
        /** Null where rows are not told apart by it */
        readonly slot: string | null
        /** Null where rows are not told apart by it */
        readonly day: string | null
        /** With noise, so that it may lie below 0; null for none told */
        readonly impressions: number | null
        /** With noise, so that it may lie below 0; null for none told */
        readonly clicks: number | null
        /** With noise, so that it may lie below 0; null for none told */
        readonly conversions: number | null
        /** With noise, so that it may lie below 0; null for none told */
        readonly spentMinor: number | null
        /** With noise, so that it may lie below 0; null for none told */
        readonly spentMarginMinor: number | null
        /** Null where rows are not told apart by it */
        readonly currency: string | null
        /** People a week, in two digits; 0 below 50 */
        readonly reach: number | null
      }
    | {
        /** Null where rows are not told apart by it */
        readonly slot: string | null
        /** Null where rows are not told apart by it */
        readonly day: string | null
        /** How specific */
        readonly level: Ceiling
        /** With noise, so that it may lie below 0; null for none told */
        readonly showings: number | null
        /** Of the showings of the rows beside it */
        readonly ratio: number
      }
    | {
        /** An experiment, or the campaign that holds people out */
        readonly experiment: string
        /** What it is */
        readonly kind: 'holdout' | 'slot'
        readonly arms: readonly {
          readonly arm: string
          /** 0 to 1 */
          readonly share: number
          /** With noise, so that it may lie below 0; null for none told */
          readonly people: number | null
          /** With noise, so that it may lie below 0; null for none told */
          readonly converted: number | null
          /** 95 of 100 such intervals hold it */
          readonly rate: {
            readonly value: number
            readonly low: number
            readonly high: number
          } | null
        }[]
        readonly differences: readonly {
          readonly arm: string
          readonly against: string
          readonly value: number
          readonly low: number
          readonly high: number
          /** Whether the interval leaves out 0 */
          readonly isConclusive: boolean
        }[]
        readonly sampleRatio: {
          /** That arms by those shares differ as much */
          readonly chance: number
          /** Then the results are not to be read */
          readonly isMismatch: boolean
        } | null
        readonly notes: readonly ('arms_too_small' | 'sample_ratio_mismatch' | 'not_conclusive')[]
      }
  )[]
}

/** What it is about */
export type Family = 'campaigns' | 'experiments' | 'levels'

/** What rows are told apart by */
export type By = 'campaign' | 'creative' | 'slot' | 'day'

export interface List {
  /** Your own name of it, in lower case */
  readonly id: string
  /** One line of text */
  readonly title: string
  /** Whoever is put on it is asked by a mail first. true where left out */
  readonly doubleOptIn?: boolean | undefined
  /** BCP 47: what we say in its mails is said in it; English without it */
  readonly language?: string | undefined
}

export interface Template {
  /** Your own name of it, in lower case */
  readonly id: string
  /** One line of text */
  readonly subject: string
  /** MJML, with variables as {{name}} */
  readonly mjml: string
  /** The plain part; made of the MJML without it */
  readonly text?: string | undefined
}

export interface Window {
  /** By the clock of the recipient, 09:00 */
  readonly from: string
  readonly to: string
  /** At most 7 */
  readonly days?: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[] | undefined
}

export interface Automation {
  /** Your own name of it, in lower case */
  readonly id: string
  /** Your own name of it, in lower case */
  readonly list: string
  /** Your own name of it, in lower case */
  readonly template: string
  /** Values of the template’s own variables; those named …Url are https: links */
  readonly variables?: Readonly<Record<string, string>> | undefined
  /** How many are chosen for each person when it is sent. 0 to 20, 0 where left out */
  readonly items?: number | undefined
  /** Only items of these. At most 20 */
  readonly categories?: readonly string[] | undefined
  readonly window?: Window | undefined
  readonly kind: Kind260
  /** false where left out */
  readonly enabled?: boolean | undefined
  /** 0 to 129600, 60 where left out */
  readonly delayMinutes?: number | undefined
  /** How often an item may follow a person, in how many days */
  readonly followCap?: FollowCap | undefined
}

export type Kind260 = 'welcome' | 'back_in_stock' | 'basket_reminder'

/** How often an item may follow a person, in how many days */
export interface FollowCap {
  /** 1 to 2 */
  readonly times: number
  /** 7 to 365 */
  readonly days: number
}

/** application/problem+json (RFC 9457) */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  /** Stable code */
  readonly code:
    | 'malformed_json'
    | 'invalid_utf8'
    | 'invalid_request'
    | 'unknown_field'
    | 'invalid_subject'
    | 'invalid_id'
    | 'unknown_slot'
    | 'unknown_purpose'
    | 'invalid_region'
    | 'invalid_count'
    | 'assessment_missing'
    | 'law_facts_invalid'
    | 'signal_unwritable'
    | 'options_contradict'
    | 'expression_invalid'
    | 'ad_invalid'
    | 'ad_in_use'
    | 'too_many_ads'
    | 'bid_request_invalid'
    | 'openrtb_not_set_up'
    | 'question_invalid'
    | 'days_open'
    | 'epsilon_spent'
    | 'batch_too_large'
    | 'body_too_large'
    | 'head_too_large'
    | 'body_too_deep'
    | 'unsupported_media_type'
    | 'request_timeout'
    | 'unauthorized'
    | 'token_invalid'
    | 'origin_refused'
    | 'csrf_refused'
    | 'identity_unproven'
    | 'fresh_link_needed'
    | 'private_session'
    | 'nonce_invalid'
    | 'notice_unknown'
    | 'notice_retired'
    | 'notice_conflict'
    | 'too_many_notices'
    | 'reason_missing'
    | 'forbidden'
    | 'not_found'
    | 'method_not_found'
    | 'consent_changed'
    | 'guardian_needed'
    | 'asked_too_soon'
    | 'clock_set_back'
    | 'training_running'
    | 'training_disturbed'
    | 'too_many_requests'
    | 'busy'
    | 'shutting_down'
    | 'store_unavailable'
    | 'internal'
    | 'directory_in_use'
    | 'directory_unknown'
    | 'root_key_wrong'
    | 'key_missing'
    | 'ledger_broken'
    | 'config_invalid'
    | 'usage'
    | 'file_unreadable'
    | 'file_unwritable'
    | 'dataset_invalid'
    | 'evidence_missing'
    | 'model_invalid'
    | 'receipt_malformed'
    | 'receipt_altered'
    | 'checkpoint_untrusted'
    | 'log_forked'
    | 'proof_missing'
    | 'ledger_key_invalid'
    | 'address_invalid'
    | 'email_invalid'
    | 'template_invalid'
    | 'email_not_set_up'
    | 'smtp_unreachable'
    | 'report_invalid'
  readonly detail: string
  readonly instance: string
  readonly requestId: string
  readonly [name: string]: unknown
}

export interface DecideBody {
  /** Our id of a person: sub_ and 26 characters */
  readonly subject?: string | undefined
  /** Your own id of a person. It goes in bodies, never in paths */
  readonly externalId?: string | undefined
  /** Your own id of a device whose person nobody has named */
  readonly anonymousId?: string | undefined
  /**
   * Where it is shown: home, item, basket, feed, playlist, email, or a slot for ads that
   * you set up
   */
  readonly slot: string
  /** 1 to 100, 10 where left out */
  readonly count?: number | undefined
  readonly page?:
    | {
        readonly item?: string | undefined
        /** At most 20 */
        readonly categories?: readonly string[] | undefined
      }
    | undefined
  readonly filters?:
    | {
        /** At most 20 */
        readonly categories?: readonly string[] | undefined
        readonly priceMinorMin?: number | undefined
        readonly priceMinorMax?: number | undefined
        readonly attributes?: Readonly<Record<string, string>> | undefined
        /** An expression that holds for what may be shown (CEL, see the guide) */
        readonly where?: string | undefined
        /** An expression that holds for what may not be shown */
        readonly unless?: string | undefined
      }
    | undefined
  /** At most 1000 */
  readonly exclude?: readonly string[] | undefined
  /** Exactly one start; "unlike" goes with any */
  readonly from?:
    | {
        readonly similarTo?: string | undefined
        /** What is bought together. At most 1000 */
        readonly basket?: readonly string[] | undefined
        /** What was looked at, the last one last; kept nowhere. At most 1000 */
        readonly session?: readonly string[] | undefined
        /** More like these. At most 1000 */
        readonly like?: readonly string[] | undefined
        /** What was played, the last one last. At most 1000 */
        readonly continue?: readonly string[] | undefined
        /** Not like these. At most 1000 */
        readonly unlike?: readonly string[] | undefined
        /** Count what the person did too, if permitted. false where left out */
        readonly withProfile?: boolean | undefined
      }
    | undefined
  /** Steps of re-ranking, taken in a fixed order: see the guide */
  readonly rerank?:
    | {
        /** Not from a page. At most 10 */
        readonly boosts?:
          | readonly {
              readonly when: string
              /** 0 to 100 */
              readonly factor: number
            }[]
          | undefined
        readonly fresh?:
          | {
              /** After which a new item counts half. Not from a page */
              readonly halfLifeDays?: number | undefined
            }
          | undefined
        /** Of so many places in a row at most so many of one group. At most 5 */
        readonly spread?: readonly Spread[] | undefined
        readonly novelty?:
          | {
              /** What being little known counts. 0.2 if left out. Not from a page. 0 to 1 */
              readonly weight?: number | undefined
            }
          | undefined
        readonly calibrate?:
          | {
              /** What the mix counts. 0.1 if left out. Not from a page. 0 to 1 */
              readonly lambda?: number | undefined
            }
          | undefined
        readonly diversify?:
          | {
              /** What relevance counts. 0.8 if left out. Not from a page. 0 to 1 */
              readonly lambda?: number | undefined
            }
          | undefined
        readonly longTail?:
          | {
              /** Of the list, at least. 0.2 if left out. Not from a page. 0 to 1 */
              readonly share?: number | undefined
            }
          | undefined
        readonly rotate?:
          | {
              /** Of the place, never of a person; the slot by default. Not from a page */
              readonly seed?: string | undefined
              /** How far a day moves items. 0.3 if left out. Not from a page. 0 to 1 */
              readonly strength?: number | undefined
            }
          | undefined
        /** At most so many of one group. At most 5 */
        readonly caps?:
          | readonly {
              /** "category", or the name of an attribute */
              readonly by: string
              /** 1 to 100 */
              readonly max: number
            }[]
          | undefined
        /** The order of a playlist; not beside "explore" */
        readonly sequence?:
          | {
              readonly order?: Order | undefined
              /** Of so many in a row, no two of one group */
              readonly apart?: Apart | undefined
            }
          | undefined
        /** The last places are filled by chance */
        readonly explore?:
          | {
              /** Of the places, rounded up. 0.1 if left out. Not from a page. 0 to 1 */
              readonly share?: number | undefined
              /** From how many items. 50 if left out. Not from a page. 1 to 200 */
              readonly pool?: number | undefined
            }
          | undefined
      }
    | undefined
  /** Makes it a feed. Neither "from" nor "rerank" goes with it */
  readonly feed?:
    | {
        /** From what they did, from what they follow or liked, or the newest first */
        readonly mode?: FeedMode | undefined
        /** The "next" of the page before */
        readonly cursor?: string | undefined
        /** After which a new item counts half. Not from a page */
        readonly halfLifeDays?: number | undefined
        /** Of so many places in a row at most so many of one group. At most 5 */
        readonly spread?: readonly Spread[] | undefined
        /** Marked ads among the items, never first, never two in a row */
        readonly ads?:
          | {
              /** A slot for ads of yours */
              readonly slot: string
              /** Of so many places in a row at most one is an ad. 5 if left out. 2 to 100 */
              readonly every?: number | undefined
            }
          | undefined
      }
    | undefined
  /** Makes it a playlist, from "from" or else from the profile */
  readonly playlist?:
    | {
        /**
         * Your name for it: what is done in it can be kept out of the profile. Its tokens are
         * of the slot "playlist:NAME"
         */
        readonly list?: string | undefined
        /** Another list each; 0 is the one that fits best. 0 to 9999 */
        readonly seed?: number | undefined
        readonly order?: Order | undefined
        /** Of so many in a row, no two of one group */
        readonly apart?: Apart | undefined
      }
    | undefined
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly location?: string | undefined
  /**
   * They can only take away from what the person agreed to here. One that cannot be read
   * takes everything away
   */
  readonly signals?: Signals | undefined
  /** Whether each item comes with its token. true where left out */
  readonly tokens?: boolean | undefined
  /**
   * How many contributions an item lists at most: the others merge into the rest, so
   * that they sum to the same. All where left out; to a page five at most. 1 to 100
   */
  readonly contributionsMax?: number | undefined
  /**
   * Ads that the browser showed before, where nothing is kept of the person here: they
   * count towards caps in this request alone. At most 200
   */
  readonly seen?:
    | readonly {
        readonly campaign: string
        readonly slot: string
        /** RFC 3339, UTC */
        readonly at: string
      }[]
    | undefined
}

export interface DecideAnswer {
  /** How much of the person was used */
  readonly rung: Rung
  /** The first one fits best */
  readonly items: readonly {
    readonly id: string
    readonly title: string | null
    readonly categories: readonly string[]
    readonly priceMinor: number | null
    readonly currency: string | null
    /** Reports that it was shown: POST /v1/impressions, within a day */
    readonly token?: string | undefined
    /** Its place was filled by chance */
    readonly explored: boolean
    /** How close it comes to the person */
    readonly specificity: {
      /** Of the closest evidence, from 0 */
      readonly bits: number
      /** Of them: log2(people / those who share it) */
      readonly rarityBits: number
      /** From nothing of a person to what singles them out */
      readonly level: Ceiling
      /** How it became known */
      readonly source: 'stated' | 'observed' | 'inferred' | null
    }
    /** Of an ad: to be marked as one; null for anything else */
    readonly ad: {
      readonly isAd: true
      readonly campaign: string
      readonly creative: string
      /** On whose behalf it is shown */
      readonly behalf: string
      /** Who paid for it */
      readonly payer: string
      /** How it was aimed */
      readonly parameters: readonly {
        readonly kind: string
        /** To the person */
        readonly says: string
      }[]
      readonly content: {
        /** What it is */
        readonly kind: Kind
        readonly title: string
        readonly text: string | null
        readonly link: string
        readonly image: Image | null
        readonly video: {
          readonly url: string
          readonly captionsUrl: string | null
          readonly alt: string
        } | null
        /** The path of its sandboxed frame */
        readonly frame: string | null
      }
      /** To be shown with it */
      readonly labels: readonly string[]
      /** Whether a person in it is synthetic or altered */
      readonly synthetic: boolean
      readonly political: Political | null
    } | null
    /** Not to a page */
    readonly score?: number | undefined
    /** To a page five at most */
    readonly contributions: readonly {
      /** What speaks for it */
      readonly kind:
        | 'item'
        | 'category'
        | 'popularity'
        | 'rest'
        | 'attribute'
        | 'word'
        | 'page'
        | 'audience'
      readonly id: string | null
      /** To a page alone: what the item is called */
      readonly title?: string | null | undefined
      /** Not to a page. In units of the score; the shares sum to it */
      readonly share?: number | undefined
      /**
       * To a page alone. Of all that speaks for or against it: negative where this speaks
       * against. Without their signs the percents sum to 100. From weights that are rounded,
       * and the same for the whole day. -100 to 100
       */
      readonly percent?: number | undefined
      /** At least that many people share this */
      readonly support: number | null
    }[]
    /** Not to a page. Where explored: the chance to be in the list */
    readonly propensity?: number | undefined
    /** Not to a page. Where explored: the chance of this very place */
    readonly placePropensity?: number | undefined
  }[]
  /** What the gate said */
  readonly outcome: 'permitted' | 'refused'
  /** What the law alone would have said */
  readonly lawOutcome: 'permitted' | 'refused'
  /** Legal basis */
  readonly basis: Basis223
  readonly reasons: readonly Reason[]
  readonly packs: readonly string[]
  readonly dataUsed: {
    readonly historyItems: number
    /** Items of this request; they are kept nowhere */
    readonly startItems: number
    readonly page: boolean
    readonly popularity: boolean
  }
  /** How the person changes this; {id} is what POST /v1/subjects/find answers */
  readonly change: readonly {
    readonly says: string
    readonly method: string
    readonly path: string
  }[]
  /** Not to a page: which model ranked */
  readonly model?: string | null | undefined
  readonly start: {
    /** What the list was started from */
    readonly kind: 'similarTo' | 'basket' | 'session' | 'like' | 'continue'
    /** By what people have, or by what items say */
    readonly by: 'model' | 'content'
  } | null
  /** Apart from the scores, which it does not change */
  readonly reranked: readonly {
    /** A step of re-ranking, in the order taken */
    readonly step:
      | 'boost'
      | 'fresh'
      | 'novelty'
      | 'calibrate'
      | 'diversify'
      | 'longTail'
      | 'rotate'
      | 'cap'
      | 'spread'
      | 'sequence'
      | 'explore'
    /** Whether it changed the list */
    readonly changed: boolean
    /** Not to a page */
    readonly movedIn?: readonly string[] | undefined
    /** Not to a page */
    readonly movedOut?: readonly string[] | undefined
    /** Not to a page. Places from 1 */
    readonly moved?:
      | readonly {
          readonly id: string
          readonly from: number
          readonly to: number
        }[]
      | undefined
    /** Not to a page. The scores of the list before less those after */
    readonly scoreCost?: number | undefined
  }[]
  /** Where the answer is not all that was asked for */
  readonly notes: readonly {
    /** Stable code */
    readonly code:
      | 'start_empty'
      | 'start_unknown'
      | 'items_unknown'
      | 'by_content'
      | 'expression_failed'
      | 'no_mix'
      | 'long_tail_short'
      | 'shorter_than_asked'
    readonly says: string
    /** The first 20 of those meant */
    readonly items?: readonly string[] | undefined
  }[]
  /** Of a feed alone */
  readonly feed?:
    | {
        /** From what they did, from what they follow or liked, or the newest first */
        readonly mode: FeedMode
        /** Who or what settled it */
        readonly settledBy: 'request' | 'wish' | 'law' | 'nothing_known' | 'default'
        /** Why, to the person */
        readonly says: string
        /** What closes a mode, or asks for one, with its citation */
        readonly reasons: readonly Reason[]
        /** From the most personal to what uses nothing of anybody */
        readonly modes: readonly {
          /** From what they did, from what they follow or liked, or the newest first */
          readonly mode: FeedMode
          readonly open: boolean
          /** Why it is closed */
          readonly reasons: readonly Reason[]
        }[]
        /** Send it as the cursor; null at the end */
        readonly next: string | null
        /** Permitted apart from the feed */
        readonly ads: {
          readonly slot: string
          readonly shown: number
          /** How much was used for them */
          readonly rung: Rung
          /** Of ads chosen for the person */
          readonly outcome: 'permitted' | 'refused'
          /** For them */
          readonly basis: Basis223
          readonly reasons: readonly Reason[]
        } | null
      }
    | undefined
  /** Of a playlist alone */
  readonly playlist?:
    | {
        readonly list: string | null
        readonly seed: number
        readonly order: Order
        /** False where the person keeps this list apart */
        readonly forProfile: boolean
      }
    | undefined
  /** To a page alone: the UTC day whose counts of people the contributions are told from */
  readonly releasedOn?: string | null | undefined
}

export interface DecidePurposesBody {
  /** Our id of a person: sub_ and 26 characters */
  readonly subject?: string | undefined
  /** Your own id of a person. It goes in bodies, never in paths */
  readonly externalId?: string | undefined
  /** Your own id of a device whose person nobody has named */
  readonly anonymousId?: string | undefined
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly location?: string | undefined
  /**
   * They can only take away from what the person agreed to here. One that cannot be read
   * takes everything away
   */
  readonly signals?: Signals | undefined
}

export interface DecidePurposesAnswer {
  readonly purposes: readonly {
    readonly purpose: string
    /** The purpose in plain words */
    readonly says: string
    /** What the person said */
    readonly status: string
    /** What the gate says */
    readonly outcome: 'permitted' | 'refused'
    /** What the gate says */
    readonly lawOutcome: 'permitted' | 'refused'
    readonly reasons: readonly Reason[]
    /** Whether the person may be asked. Whoever says yes by themselves is heard */
    readonly asking: Asking
  }[]
}

export interface RecordImpressionsBody {
  /** At most 100 */
  readonly impressions: readonly {
    /** The token that came with the item, 448 characters */
    readonly token: string
    /** Now where left out */
    readonly at?: string | undefined
    /** Where it was seen: the token of another slot is refused */
    readonly slot?: string | undefined
  }[]
  /**
   * They can only take away from what the person agreed to here. One that cannot be read
   * takes everything away
   */
  readonly signals?: Signals | undefined
}

export interface RecordImpressionsAnswer {
  /** Kept, and durable */
  readonly accepted: number
  /** Reported before: nothing changed */
  readonly duplicates: number
  readonly refused: readonly {
    readonly index: number
    readonly reasons: readonly Reason[]
  }[]
  readonly rejected: readonly {
    /** Its place in the list, from 0 */
    readonly index: number
    readonly code: 'token_invalid' | 'invalid_time' | 'no_impression'
    readonly says: string
  }[]
}

export interface RecordOutcomesBody {
  /** At most 100 */
  readonly outcomes: readonly {
    /** The token that came with the item, 448 characters */
    readonly token: string
    /** Now where left out */
    readonly at?: string | undefined
    /** Where it was seen: the token of another slot is refused */
    readonly slot?: string | undefined
    readonly verb: Verb
  }[]
  /**
   * They can only take away from what the person agreed to here. One that cannot be read
   * takes everything away
   */
  readonly signals?: Signals | undefined
}

export type RecordOutcomesAnswer = RecordImpressionsAnswer

export interface CollectInteractionsBody {
  /** At most 1000 */
  readonly interactions: readonly {
    /** Our id of a person: sub_ and 26 characters */
    readonly subject?: string | undefined
    /** Your own id of a person. It goes in bodies, never in paths */
    readonly externalId?: string | undefined
    /** Your own id of a device whose person nobody has named */
    readonly anonymousId?: string | undefined
    readonly item: string
    readonly verb: Verb
    /** When it happened, five minutes ahead at most; left out where nobody knows */
    readonly at?: string | undefined
    /** Yours: what comes twice under one id is kept once. Without it, it is kept twice */
    readonly id?: string | undefined
  }[]
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly location?: string | undefined
  /**
   * They can only take away from what the person agreed to here. One that cannot be read
   * takes everything away
   */
  readonly signals?: Signals | undefined
}

export interface CollectInteractionsAnswer {
  /** Kept, and durable */
  readonly accepted: number
  /** Kept already: nothing changed */
  readonly duplicates: number
  readonly refused: readonly Refused[]
  readonly rejected: readonly {
    /** Its place in the batch, from 0 */
    readonly index: number
    /** The field; empty for the whole */
    readonly path: string
    /** Stable code */
    readonly code:
      | 'not_an_object'
      | 'unknown_field'
      | 'subject_unclear'
      | 'id_missing'
      | 'id_too_long'
      | 'id_malformed'
      | 'unknown_verb'
      | 'invalid_time'
      | 'time_in_future'
      | 'invalid_list'
    /** What is wanted there */
    readonly says: string
  }[]
}

export type SegmentTrackBody = Readonly<Record<string, unknown>>

export interface SegmentTrackAnswer {
  /** It was read; what became of each event stands below */
  readonly success: boolean
  /** Interactions that are kept, and durable */
  readonly accepted: number
  /** Kept already: nothing changed */
  readonly duplicates: number
  /** Events that no mapping speaks for: never kept */
  readonly unmapped: number
  readonly refused: readonly Refused[]
  readonly rejected: readonly {
    /** Its place in the batch, from 0 */
    readonly index: number
    /** The field; empty for the whole */
    readonly path: string
    readonly code:
      | 'not_an_object'
      | 'unknown_type'
      | 'type_mismatch'
      | 'event_missing'
      | 'id_missing'
      | 'id_too_long'
      | 'id_malformed'
      | 'subject_unclear'
      | 'items_missing'
      | 'too_many_items'
      | 'unknown_field'
      | 'unknown_verb'
      | 'invalid_time'
      | 'time_in_future'
      | 'batch_missing'
      | 'batch_too_large'
      | 'attribute_missing'
      | 'attribute_malformed'
      | 'version_unknown'
      | 'data_not_json'
      | 'classification_unknown'
    readonly says: string
  }[]
}

export type SegmentPageBody = SegmentTrackBody

export type SegmentPageAnswer = SegmentTrackAnswer

export type SegmentScreenBody = SegmentTrackBody

export type SegmentScreenAnswer = SegmentTrackAnswer

export type SegmentIdentifyBody = SegmentTrackBody

export type SegmentIdentifyAnswer = SegmentTrackAnswer

export type SegmentAliasBody = SegmentTrackBody

export type SegmentAliasAnswer = SegmentTrackAnswer

export type SegmentGroupBody = SegmentTrackBody

export type SegmentGroupAnswer = SegmentTrackAnswer

export type SegmentBatchBody = SegmentTrackBody

export type SegmentBatchAnswer = SegmentTrackAnswer

/** A CloudEvent, a list of them, or its data */
export type CollectCloudEventsBody = unknown

export type CollectCloudEventsAnswer = SegmentTrackAnswer

export interface RecordConsentBody {
  /** Your own id of a person. It goes in bodies, never in paths */
  readonly externalId?: string | undefined
  /** Your own id of a device whose person nobody has named */
  readonly anonymousId?: string | undefined
  /** give, refuse or withdraw */
  readonly action: ConsentAction
  /** At most 20 */
  readonly purposes: readonly Purpose[]
  /** A yes needs it */
  readonly evidence?: string | undefined
  /** Who acts */
  readonly by?: 'subject' | 'guardian' | undefined
  /** A separate, express statement */
  readonly explicit?: boolean | undefined
  /** How it was said, as a back end tells it */
  readonly method?: Method | undefined
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly region?: string | undefined
  /** As coarsely as the law allows */
  readonly ageBand?: AgeBand | undefined
  /** From a back end: the registered notice that was shown. Of a page the nonce says it */
  readonly notice?: Notice | undefined
  /** A yes from a page needs it: POST /v1/notices/{id}/nonce */
  readonly nonce?: string | undefined
}

export interface RecordConsentAnswer {
  /** Our id of a person: sub_ and 26 characters */
  readonly subject: string | null
  readonly state: Readonly<Record<string, ConsentStatus>>
  readonly asking: Readonly<Record<string, Asking>>
  /** Latest first */
  readonly records: readonly ConsentRecord[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
  /** Ask /v1/erasures/{id} when the model is clear */
  readonly clearance: string | null
  /** RFC 3339, UTC */
  readonly modelClearedAt: string | null
  /** For a page whose person our cookie knows: send it with writes */
  readonly csrfToken: string | null
}

export interface ReadConsentQuery {
  /** The nextCursor of the part before; from the beginning without it */
  readonly cursor?: string | undefined
  /** 1 to 200; 50 without it */
  readonly limit?: string | number | undefined
}

export type ReadConsentAnswer = RecordConsentAnswer

export interface ChangeConsentBody {
  /** give, refuse or withdraw */
  readonly action: ConsentAction
  /** At most 20 */
  readonly purposes: readonly Purpose[]
  /** A yes needs it */
  readonly evidence?: string | undefined
  /** Who acts */
  readonly by?: 'subject' | 'guardian' | undefined
  /** A separate, express statement */
  readonly explicit?: boolean | undefined
  /** How it was said, as a back end tells it */
  readonly method?: Method | undefined
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly region?: string | undefined
  /** As coarsely as the law allows */
  readonly ageBand?: AgeBand | undefined
  /** From a back end: the registered notice that was shown. Of a page the nonce says it */
  readonly notice?: Notice | undefined
  /** A yes from a page needs it: POST /v1/notices/{id}/nonce */
  readonly nonce?: string | undefined
}

export type ChangeConsentAnswer = RecordConsentAnswer

export interface WithdrawConsentBody {
  /** At most 20 */
  readonly purposes: readonly Purpose[]
}

export type WithdrawConsentAnswer = RecordConsentAnswer

export interface ReadSessionQuery {
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly location?: string | undefined
}

export interface ReadSessionAnswer {
  /** Whether somebody known is in front of the page */
  readonly known: boolean
  /** token, cookie or link */
  readonly via: string | null
  /** Send it as X-CSRF-Token with each write */
  readonly csrfToken: string | null
  readonly state: Readonly<Record<string, ConsentStatus>> | null
  /** What the gate permits of them here and now */
  readonly permitted: readonly Purpose[]
  /** RFC 3339, UTC */
  readonly pausedUntil: string | null
  /** By our clock */
  readonly at: string
  /** What the browser keeps of it: purposes and a day, no identifier */
  readonly choice: string | null
  readonly asking: Readonly<Record<string, Asking>>
}

export interface ReadNoticeQuery {
  /** Your own name of this wording: it never changes */
  readonly version?: string | undefined
}

export interface ReadNoticeAnswer {
  /** Your own name of the notice */
  readonly id: string
  /** Your own name of this wording: it never changes */
  readonly version: string
  /** What it asks for. At most 20 */
  readonly purposes: readonly Purpose[]
  /** By language: BCP 47, such as en or pt-BR */
  readonly texts: Readonly<Record<string, Text>>
  readonly explicit: boolean
  readonly rendering: Readonly<Record<string, string>>
  /** SHA-256 of its canonical JSON (RFC 8785), hexadecimal */
  readonly digest: string
  /** RFC 3339, UTC */
  readonly registeredAt: string
  /** RFC 3339, UTC */
  readonly retiredAt: string | null
}

export interface RegisterNoticeBody {
  /** Your own name of this wording: it never changes */
  readonly version: string
  /** What it asks for. At most 20 */
  readonly purposes: readonly Purpose[]
  /** By language: BCP 47, such as en or pt-BR */
  readonly texts: Readonly<Record<string, Text>>
  /** It asks for an express statement */
  readonly explicit?: boolean | undefined
  /** How it is shown, in your own words: sizes, colours, order */
  readonly rendering?: Readonly<Record<string, string>> | undefined
}

export type RegisterNoticeAnswer = ReadNoticeAnswer

export type ListNoticesQuery = ReadConsentQuery

export interface ListNoticesAnswer {
  readonly notices: readonly ReadNoticeAnswer[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export interface RetireNoticeBody {
  /** Your own name of this wording: it never changes */
  readonly version: string
}

export type RetireNoticeAnswer = ReadNoticeAnswer

export interface AskForNonceBody {
  /** Your own name of this wording: it never changes */
  readonly version: string
  /** BCP 47, such as en or pt-BR */
  readonly language: string
  /** Some that the notice asks for; all of them where left out. At most 20 */
  readonly purposes?: readonly Purpose[] | undefined
  /**
   * The page asks by itself. It is refused where one may not ask; whoever opened their
   * choices is heard
   */
  readonly prompted?: boolean | undefined
}

export interface AskForNonceAnswer {
  /** Good for one yes to this notice */
  readonly nonce: string
  /** RFC 3339, UTC */
  readonly expiresAt: string
}

export interface AskBannerBody {
  /** BCP 47, best first; English where there is none of them. At most 20 */
  readonly languages?: readonly string[] | undefined
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly location?: string | undefined
  /** The page sees the opt-out signal; the header says so, too */
  readonly gpc?: boolean | undefined
  /** The person wants to see their choices, also answered ones */
  readonly again?: boolean | undefined
}

export interface AskBannerAnswer {
  /** Whether somebody known is in front of the page */
  readonly known: boolean
  /** token, cookie or link */
  readonly via: string | null
  /** Send it as X-CSRF-Token with each write */
  readonly csrfToken: string | null
  readonly state: Readonly<Record<string, ConsentStatus>> | null
  /** What the gate permits of them here and now */
  readonly permitted: readonly Purpose[]
  /** RFC 3339, UTC */
  readonly pausedUntil: string | null
  /** By our clock */
  readonly at: string
  readonly banner: {
    readonly notice: Notice
    /** Good for one yes to this notice */
    readonly nonce: string
    readonly purposes: readonly Purpose[]
    readonly direction: 'ltr' | 'rtl'
    readonly words: {
      readonly title: string
      readonly intro: string
      readonly accept: string
      readonly refuse: string
      readonly choose: string
      readonly save: string
      readonly details: string
      readonly what: string
      readonly why: string
      readonly howLong: string
      readonly who: string
      readonly more: string
    }
    /** At most four switches */
    readonly groups: readonly {
      readonly id: string
      readonly label: string
      readonly purposes: readonly Purpose[]
      readonly texts: readonly Storage[]
      /** Whether they said yes to all of it before */
      readonly isOn: boolean
    }[]
    readonly storage: Storage
    /** Says that the opt-out signal was honoured */
    readonly signal: string | null
    readonly privacyUrl: string | null
  } | null
}

export type DrawBannerBody = AskBannerBody

export interface DrawBannerAnswer {
  /** Whether somebody known is in front of the page */
  readonly known: boolean
  /** token, cookie or link */
  readonly via: string | null
  /** Send it as X-CSRF-Token with each write */
  readonly csrfToken: string | null
  readonly state: Readonly<Record<string, ConsentStatus>> | null
  /** What the gate permits of them here and now */
  readonly permitted: readonly Purpose[]
  /** RFC 3339, UTC */
  readonly pausedUntil: string | null
  /** By our clock */
  readonly at: string
  readonly banner: {
    readonly notice: Notice
    /** Good for one yes to this notice */
    readonly nonce: string
    readonly purposes: readonly Purpose[]
    readonly tree: readonly unknown[]
    /** CSS */
    readonly style: string
  } | null
}

export interface RenderBannerBody {
  /** BCP 47, best first; English where there is none of them. At most 20 */
  readonly languages?: readonly string[] | undefined
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly location?: string | undefined
  /** The page to come back to: an address of the page’s own origin */
  readonly return: string
}

export interface RenderBannerAnswer {
  /** To put first into the body of the page */
  readonly html: string
}

export interface ChooseBody {
  /** At most 20 */
  readonly give: readonly Purpose[]
  /** At most 20 */
  readonly refuse: readonly Purpose[]
  /** Of the notice; for a yes */
  readonly nonce?: string | undefined
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly location?: string | undefined
}

export interface ChooseAnswer {
  /** Whether somebody known is in front of the page */
  readonly known: boolean
  /** token, cookie or link */
  readonly via: string | null
  /** Send it as X-CSRF-Token with each write */
  readonly csrfToken: string | null
  readonly state: Readonly<Record<string, ConsentStatus>> | null
  /** What the gate permits of them here and now */
  readonly permitted: readonly Purpose[]
  /** RFC 3339, UTC */
  readonly pausedUntil: string | null
  /** By our clock */
  readonly at: string
  /** What the browser keeps of it: purposes and a day, no identifier */
  readonly choice: string | null
}

export interface DecideLawBody {
  /** A date-time of RFC 3339, or a day */
  readonly at?: string | undefined
  /** ISO 3166-1 or -2, such as FR or US-MD */
  readonly location?: string | undefined
  /** ISO 3166-1 or -2, such as FR or US-MD */
  readonly residence?: string | undefined
  readonly age?:
    | {
        /** 0 to 130 */
        readonly years?: number | undefined
        /** How the age is known */
        readonly knowledge?:
          | 'actual'
          | 'wilful_disregard'
          | 'should_have_known'
          | 'declared'
          | 'indications'
          | undefined
      }
    | undefined
  /** A purpose out of the closed list */
  readonly purpose: Purpose
  /** Categories; "inferred" beside them is of them all. At most 64 */
  readonly data?:
    | readonly (
        | Data
        | 'inferred'
        | {
            readonly category: Data
            readonly inferred?: boolean | undefined
          }
      )[]
    | undefined
  readonly inferred?: boolean | readonly Data[] | undefined
  readonly consent?:
    | {
        /** What the person said */
        readonly state?: 'given' | 'refused' | 'withdrawn' | 'none' | undefined
        /** Who said it */
        readonly by?: 'subject' | 'guardian' | undefined
        readonly explicit?: boolean | undefined
        readonly separate?: boolean | undefined
        /** A date-time of RFC 3339, or a day */
        readonly at?: string | undefined
        readonly noticeShown?: boolean | undefined
        /** In what context it was said */
        readonly context?:
          | 'purchase'
          | 'negotiation'
          | 'free_account'
          | 'newsletter'
          | 'banner'
          | 'settings'
          | 'night'
          | 'other'
          | undefined
      }
    | undefined
  readonly objection?:
    | {
        /** A purpose out of the closed list */
        readonly purpose?: Purpose | undefined
        /** A date-time of RFC 3339, or a day */
        readonly at?: string | undefined
      }
    | undefined
  /**
   * They can only take away from what the person agreed to here. One that cannot be read
   * takes everything away
   */
  readonly signals?: Signals | undefined
  /** Where it is shown or sent */
  readonly channel?: 'site' | 'feed' | 'playlist' | 'ad' | 'email' | 'sms' | 'push' | undefined
  readonly deployment?:
    | {
        readonly platform?: boolean | undefined
        /** How large the business is */
        readonly size?: 'micro' | 'small' | 'medium' | 'large' | 'vlop' | undefined
        /** Where the business is established. At most 64 */
        readonly establishment?: readonly string[] | undefined
        readonly gatekeeper?: boolean | undefined
        /** People served a year, by place */
        readonly consumersServed?: Readonly<Record<string, number>> | undefined
        /** At most 64 */
        readonly controls?:
          | readonly (
              | 'non_personal_option'
              | 'ad_controls'
              | 'recommender_options'
              | 'opt_out_link'
              | 'limit_link'
              | 'opt_out_status'
              | 'unsubscribe'
              | 'privacy_center'
              | 'ad_label'
              | 'age_screen'
            )[]
          | undefined
        readonly directedToMinors?: boolean | undefined
        /** Whose law counts for a person of unknown place. At most 64 */
        readonly markets?: readonly string[] | undefined
      }
    | undefined
  readonly campaign?:
    | {
        readonly political?: boolean | undefined
        readonly alcohol?: boolean | undefined
        readonly gambling?: boolean | undefined
        readonly tobacco?: boolean | undefined
        readonly medicine?: boolean | undefined
        readonly finance?: boolean | undefined
        readonly transactional?: boolean | undefined
        readonly paidBy?: string | undefined
      }
    | undefined
  readonly relationship?:
    | {
        /** A date-time of RFC 3339, or a day */
        readonly lastPurchaseAt?: string | undefined
        /** A date-time of RFC 3339, or a day */
        readonly lastInquiryAt?: string | undefined
        /** At most 64 */
        readonly asks?:
          | readonly {
              readonly at: string
              readonly answer: 'given' | 'refused' | 'none'
            }[]
          | undefined
        readonly ownSimilarProducts?: boolean | undefined
      }
    | undefined
  readonly storage?:
    | {
        /** What is kept on the device */
        readonly kind?: 'essential' | 'analytics' | 'personalization' | 'advertising' | undefined
        readonly solePurpose?: boolean | undefined
      }
    | undefined
  readonly recipient?:
    | {
        /** ISO 3166-1 or -2, such as FR or US-MD */
        readonly country?: string | undefined
        readonly canMatchToPerson?: boolean | undefined
        readonly broker?: boolean | undefined
      }
    | undefined
}

export interface DecideLawAnswer {
  readonly outcome: 'permitted' | 'refused'
  readonly lawOutcome: 'permitted' | 'refused'
  /** Under which it is, or would be, permitted */
  readonly conditions: readonly string[]
  readonly basis: string | null
  readonly reasons: readonly Reason[]
  /** What the law alone rests on, also where our own rules refuse */
  readonly lawReasons: readonly Reason[]
  readonly obligations: readonly {
    readonly code: string
    readonly says: string
    readonly citation: string
    readonly advisory: boolean
  }[]
  readonly packs: readonly string[]
  /** When what permits ends */
  readonly until: string | null
  /** When a wait ends */
  readonly retryAt: string | null
  /** Our default gives way to the law there, as an operator recorded */
  readonly relaxed: boolean
  readonly wouldChange: readonly {
    readonly change: string
    readonly says: string
    readonly outcome: 'permitted' | 'refused'
    readonly lawOutcome: 'permitted' | 'refused'
  }[]
}

export interface ListRelaxationsAnswer {
  readonly relaxations: readonly Relaxation[]
}

export interface RelaxLawBody {
  /** A purpose out of the closed list */
  readonly purpose: Purpose
  /** At most 64 */
  readonly places: readonly string[]
  /** Why the law lets you and what it does to people: 40 characters at least */
  readonly assessment: string
}

export type RelaxLawAnswer = Relaxation

export interface RestoreLawAnswer {
  readonly ended: number
}

export type ListImpressionsQuery = ReadConsentQuery

export interface ListImpressionsAnswer {
  readonly impressions: readonly {
    readonly id: string
    readonly item: string
    readonly slot: string
    /** RFC 3339, UTC */
    readonly decidedAt: string
    /** RFC 3339, UTC */
    readonly at: string
    readonly rung: string
    /** Not to a page */
    readonly model?: string | null | undefined
    readonly contributions: readonly {
      readonly kind: string
      readonly id: string | null
      /** Of what spoke for it */
      readonly percent: number
      /** At least that many people share this */
      readonly support: number | null
      readonly title: string | null
    }[]
    /** The chance of its place, if it was drawn */
    readonly propensity: number | null
    readonly ad: Ad | null
    readonly purposes: readonly string[]
    /** The facts and the decision that permitted it */
    readonly basis: Basis
    readonly outcomes: readonly ImpressionOutcome[]
    readonly title: string | null
    readonly categories: readonly string[]
    readonly reasons: readonly Reason[]
  }[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

/** Everything that is held about a person */
export interface ExportSubjectAnswer {
  readonly schema: 'equipoise/export@1'
  /** RFC 3339, UTC */
  readonly exportedAt: string
  readonly subject: {
    /** Our id of a person: sub_ and 26 characters */
    readonly id: string
    readonly externalId: string | null
    readonly anonymousId: string | null
    readonly region: string | null
    readonly ageBand: string | null
    /** RFC 3339, UTC */
    readonly createdAt: string
    /** A back end has spoken for them */
    readonly vouched: boolean
    /** RFC 3339, UTC */
    readonly pausedUntil: string | null
    /** What the person said is not theirs */
    readonly marks: Marks
    /** How specific at most */
    readonly ceiling: Ceiling | null
    /** What the person said of their lists for good */
    readonly wishes: Wishes
  }
  readonly consent: {
    readonly state: Readonly<Record<string, ConsentStatus>>
    readonly records: readonly ConsentRecord[]
    /** Every text that the records name */
    readonly notices: readonly {
      readonly id: string
      readonly version: string
      readonly language: string
      readonly digest: string
      readonly title: string
      readonly sections: readonly Section[]
      readonly accept: string
      readonly refuse: string
    }[]
  }
  readonly interactions: readonly {
    readonly id: string
    readonly item: string
    readonly verb: string
    /** RFC 3339, UTC */
    readonly at: string | null
    readonly purposes: readonly string[]
    /** The facts and the decision that permitted it */
    readonly basis: Basis | null
  }[]
  readonly impressions: readonly {
    readonly id: string
    readonly item: string
    readonly slot: string
    /** RFC 3339, UTC */
    readonly decidedAt: string
    /** RFC 3339, UTC */
    readonly at: string
    readonly rung: string
    readonly model: string | null
    /** Why: as it was told then */
    readonly contributions: readonly {
      readonly kind: string
      readonly id: string | null
      /** Of what spoke for it */
      readonly percent: number
      /** At least that many people share this */
      readonly support: number | null
    }[]
    /** The chance of its place, if it was drawn */
    readonly propensity: number | null
    readonly ad: Ad | null
    readonly purposes: readonly string[]
    /** The facts and the decision that permitted it */
    readonly basis: Basis
    readonly outcomes: readonly ImpressionOutcome[]
  }[]
  /** Their address, what they chose about mail, and what was sent */
  readonly email: {
    readonly contact: {
      readonly address: string
      readonly zone: string | null
      readonly fields: Readonly<Record<string, string>>
      readonly lists: readonly {
        readonly list: string
        readonly standing: string
        /** RFC 3339, UTC */
        readonly since: string
      }[]
      readonly watches: readonly {
        readonly item: string
        /** RFC 3339, UTC */
        readonly since: string
      }[]
      readonly relationship: {
        readonly context: string | null
        /** RFC 3339, UTC */
        readonly lastPurchaseAt: string | null
        /** RFC 3339, UTC */
        readonly lastInquiryAt: string | null
        readonly ownSimilarProducts: boolean
      } | null
      /** RFC 3339, UTC */
      readonly provenAt: string | null
      /** Given before it was known who they are */
      readonly ofDevice: boolean
      /** RFC 3339, UTC */
      readonly createdAt: string
    } | null
    readonly deliveries: readonly {
      readonly send: string
      readonly state: string
      readonly code: string
      /** RFC 3339, UTC */
      readonly at: string | null
      readonly subject: string | null
      readonly rung: string | null
      readonly items: readonly string[]
      readonly opened: readonly string[]
      readonly followed: readonly {
        readonly url: string
        /** RFC 3339, UTC */
        readonly at: string
      }[]
    }[]
  }
  /** Ways into the privacy center by email that are open, or were asked for */
  readonly centerAccess: readonly {
    /** RFC 3339, UTC */
    readonly askedAt: string
    /** RFC 3339, UTC */
    readonly openedAt: string | null
    readonly sameBrowser: boolean
    readonly language: string
    /** RFC 3339, UTC */
    readonly until: string
  }[]
  /** What was asked for, who did it, and why */
  readonly acts: readonly {
    readonly act: string
    /** RFC 3339, UTC */
    readonly at: string
    readonly details: Readonly<Record<string, unknown>>
  }[]
  /** What the person gives to the shared matrix: a set of items */
  readonly training: {
    readonly items: readonly string[]
    /** RFC 3339, UTC */
    readonly until: string | null
  }
  /** How often they were counted in a week, for reports that name nobody */
  readonly measured: {
    /** The Monday that it begins on */
    readonly week: string
    readonly used: Readonly<Record<string, number>>
    readonly campaigns: readonly string[]
    readonly experiments: readonly string[]
    readonly converted: readonly string[]
  } | null
  /** Who received anything: nobody yet */
  readonly disclosures: readonly unknown[]
}

export type ListInteractionsQuery = ReadConsentQuery

export interface ListInteractionsAnswer {
  readonly interactions: readonly {
    readonly id: string
    readonly item: string
    readonly verb: string
    /** RFC 3339, UTC */
    readonly at: string | null
    readonly purposes: readonly string[]
    /** The facts and the decision that permitted it */
    readonly basis: Basis | null
    readonly title: string | null
    readonly categories: readonly string[]
  }[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export interface ReadInterestsAnswer {
  /** The largest part first, at most 100 */
  readonly interests: readonly {
    readonly category: string
    /** Of all that speaks for something, 0 to 1 */
    readonly share: number
    /** Different things of it that they met */
    readonly items: number
    /** By verb, how often */
    readonly acts: Readonly<Record<string, number>>
    /** RFC 3339, UTC */
    readonly lastAt: string | null
    /** Used only with a yes of its own */
    readonly sensitive: boolean
  }[]
  /** What the person said is not theirs: it counts for nothing */
  readonly marks: Marks
  /** RFC 3339, UTC */
  readonly pausedUntil: string | null
  /** How specific at most what they are shown may be */
  readonly ceiling: Ceiling | null
  /** What the person said of their lists for good */
  readonly wishes: Wishes
  /** Of the items in the marks and wishes that the catalogue names, by id */
  readonly titles: Readonly<Record<string, string>>
}

export interface RemoveInteractionBody {
  readonly interaction: string
}

export interface RemoveInteractionAnswer {
  /** Names the act; it leads to nobody */
  readonly id: string
  /** RFC 3339, UTC */
  readonly at: string
  readonly rows: number
  /** RFC 3339, UTC */
  readonly modelClearedAt: string | null
}

/** Exactly one of them */
export interface MarkWrongBody {
  readonly interaction?: string | undefined
  readonly item?: string | undefined
  readonly category?: string | undefined
}

export type MarkWrongAnswer = RemoveInteractionAnswer

/** Exactly one of them */
export interface UnmarkBody {
  readonly item?: string | undefined
  readonly category?: string | undefined
}

export interface PauseSubjectBody {
  /** RFC 3339, UTC */
  readonly until: string
}

export interface PauseSubjectAnswer {
  /** RFC 3339, UTC */
  readonly pausedUntil: string | null
}

export type ResumeSubjectAnswer = PauseSubjectAnswer

export interface EraseSubjectAnswer {
  readonly id: string
  /** RFC 3339, UTC */
  readonly erasedAt: string
  readonly rows: number
  /** The proof of it, given this once: keep it as a file */
  readonly receipt: string
  /** RFC 3339, UTC */
  readonly modelClearedAt: string | null
}

export type ReadErasureAnswer = RemoveInteractionAnswer

export interface ListRequestsAnswer {
  readonly requests: readonly Request[]
}

export interface ReceiveRequestBody {
  /** What is asked for */
  readonly right:
    | 'access'
    | 'correction'
    | 'erasure'
    | 'portability'
    | 'restriction'
    | 'objection'
    | 'opt_out'
    | 'limit'
    | 'appeal'
}

export type ReceiveRequestAnswer = Request

export interface AnswerRequestBody {
  /** Which one; the latest that is open where left out */
  readonly request?: number | undefined
  /** What came of it */
  readonly outcome: 'fulfilled' | 'rejected'
  /** To the person; a no needs it */
  readonly why?: string | undefined
}

export type AnswerRequestAnswer = Request

export interface SetCeilingBody {
  /** How specific at most: general uses nothing of the person */
  readonly ceiling: Ceiling | null
}

export type SetCeilingAnswer = SetCeilingBody

export interface ListFollowCountsAnswer {
  /** What the person looked at and was shown since, the most shown first */
  readonly items: readonly {
    readonly item: string
    readonly title: string | null
    /** How often it, or its like, was shown */
    readonly shown: number
    /** How often it may be */
    readonly most: number
    readonly withinDays: number
    /** How often this very item was shown after it was first looked at */
    readonly sinceLook: number
  }[]
  /** RFC 3339, UTC */
  readonly countedAt: string
}

/** What the person said of their lists for good */
export type GetWishesAnswer = Wishes

/** What is left out stays as it is */
export interface ChangeWishesBody {
  /** From what they did, from what they follow or liked, or the newest first */
  readonly feedMode?: FeedMode | null | undefined
  /** At most 200 */
  readonly follow?: readonly Follow[] | undefined
  /** At most 200 */
  readonly unfollow?: readonly Follow[] | undefined
  readonly notForProfile?: NotForProfile | undefined
  readonly forProfile?: NotForProfile | undefined
}

/** What the person said of their lists for good */
export type ChangeWishesAnswer = Wishes

export type ListReceiptsQuery = ReadConsentQuery

export interface ListReceiptsAnswer {
  readonly receipts: readonly {
    readonly leaf: number
    readonly kind: string
    readonly act: string
    readonly at: string
  }[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export interface ReadReceiptQuery {
  /** Of which act; the latest where left out */
  readonly leaf?: string | undefined
}

export interface ReadReceiptAnswer {
  /** A c2sp.org/tlog-proof: keep it as a file */
  readonly receipt: string
}

export type RefuseWithReceiptBody = WithdrawConsentBody

export type RefuseWithReceiptAnswer = ReadReceiptAnswer

export interface ReadPrivacyLabelAnswer {
  readonly madeAt: string
  readonly markets: readonly string[]
  readonly packs: readonly string[]
  readonly untold: readonly string[]
  readonly controller: Controller | null
  readonly officer: Controller | null
  /** Where the business tells more */
  readonly notice: string | null
  readonly short: readonly {
    readonly code: string
    readonly says: string
    /** What stands behind it */
    readonly source: string
  }[]
  readonly keeps: readonly {
    readonly id: string
    /** `subject`, `operator` or `nobody` */
    readonly about: string
    readonly title: string
    readonly says: string
    readonly purposes: readonly Purpose[]
    readonly protection: string
    readonly until: string
    /** Each table or file, and what each column holds */
    readonly places: Readonly<Record<string, Readonly<Record<string, string>>>>
  }[]
  readonly device: readonly {
    readonly name: string
    /** `cookie`, `storage` or `tab` */
    readonly kind: string
    readonly says: string
    readonly lifetimeDays: number | null
    readonly until: string
  }[]
  readonly passing: readonly string[]
  readonly connectsTo: readonly {
    readonly to: string
    readonly says: string
    readonly sends: readonly string[]
  }[]
  readonly recipients: readonly {
    readonly name: string
    readonly role: string
    readonly gets: string
    readonly country: string | null
  }[]
  readonly rights: readonly {
    readonly requests: readonly string[]
    readonly within: string
  }[]
}

export interface ReadRecordAnswer {
  readonly madeAt: string
  readonly markets: readonly string[]
  readonly packs: readonly string[]
  readonly untold: readonly string[]
  readonly [name: string]: unknown
}

/** Exactly one of them */
export interface FindSubjectBody {
  /** Your own id of a person. It goes in bodies, never in paths */
  readonly externalId?: string | undefined
  /** Your own id of a device whose person nobody has named */
  readonly anonymousId?: string | undefined
}

export interface FindSubjectAnswer {
  /** Our id of a person: sub_ and 26 characters */
  readonly subject: string
}

export type IdentifySubjectBody = FindSubjectBody

export interface IdentifySubjectAnswer {
  /** What became of the anonymous person */
  readonly outcome: 'nobody_there' | 'named' | 'merged'
  /** Interactions that both had agreed to, and that moved over */
  readonly moved: number
}

export type ReadItemAnswer = Item

export interface PutItemBody {
  /** That of the path, or left out */
  readonly id?: string | undefined
  readonly title?: string | undefined
  /** Primary first. At most 20 */
  readonly categories?: readonly string[] | undefined
  /** Texts by name */
  readonly attributes?: Readonly<Record<string, string>> | undefined
  /** In the smallest unit of the currency */
  readonly priceMinor?: number | undefined
  /** ISO 4217 */
  readonly currency?: string | undefined
  /** true where left out */
  readonly available?: boolean | undefined
  /**
   * What it says of whoever meets it, such as health: used with explicit consent alone.
   * At most 20
   */
  readonly sensitive?: readonly string[] | undefined
}

export type PutItemAnswer = Item

export interface ListItemsQuery {
  /** In title or categories */
  readonly search?: string | undefined
  /** One of its categories */
  readonly category?: string | undefined
  /** From 0 */
  readonly offset?: string | number | undefined
  /** 1 to 200; 50 without it */
  readonly count?: string | number | undefined
}

export interface ListItemsAnswer {
  readonly total: number
  /** False where a search did not look at all: it looks at 100,000 items */
  readonly complete: boolean
  readonly items: readonly Item[]
}

export type PutItemsBody = readonly PutItemBody[] | string | Uint8Array

export interface PutItemsAnswer {
  readonly accepted: number
  readonly rejected: readonly {
    /** From 1 */
    readonly line: number
    /** The field; empty for the whole */
    readonly path: string
    /** Stable code */
    readonly code:
      | 'not_an_object'
      | 'unknown_field'
      | 'id_missing'
      | 'id_too_long'
      | 'id_malformed'
      | 'id_mismatch'
      | 'invalid_field'
      | 'invalid_utf8'
      | 'malformed_json'
    /** What is wanted there */
    readonly says: string
  }[]
}

export type ReadAdvertiserAnswer = Advertiser

export interface PutAdvertiserBody {
  /** On whose behalf its ads are shown */
  readonly name: string
  /** Who pays, where it is somebody else */
  readonly payer?: string | undefined
}

export type PutAdvertiserAnswer = Advertiser

export type ListAdvertisersQuery = ReadConsentQuery

export interface ListAdvertisersAnswer {
  readonly advertisers: readonly Advertiser[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export type ReadSlotAnswer = Slot

export interface PutSlotBody {
  /** All kinds where left out */
  readonly accepts?: readonly Kind[] | undefined
  /** In one answer; 1. 1 to 10 */
  readonly adsMax?: number | undefined
  /** ISO 4217 */
  readonly currency: string
  /** What the winner pays; second_price where left out */
  readonly auction?: 'first_price' | 'second_price' | undefined
  /** For a thousand showings; 0. 0 to 1000000000 */
  readonly reserveMinor?: number | undefined
  /** So many showings to one person at most. At most 9 */
  readonly caps?: readonly Cap[] | undefined
  /** How specific at most; topical where left out */
  readonly ceiling?: Ceiling | undefined
}

export type PutSlotAnswer = Slot

export type ListSlotsQuery = ReadConsentQuery

export interface ListSlotsAnswer {
  readonly slots: readonly Slot[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export type ReadAudienceAnswer = Audience

export interface PutAudienceBody {
  /** What it is, to the people in it */
  readonly says: string
  /** All of them have to hold. At most 8 */
  readonly conditions: readonly Condition[]
}

export type PutAudienceAnswer = Audience

export type ListAudiencesQuery = ReadConsentQuery

export interface ListAudiencesAnswer {
  readonly audiences: readonly Audience[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export type ReadCreativeAnswer = Creative

export interface PutCreativeBody {
  readonly advertiser: string
  /** What is shown */
  readonly kind: Kind
  /** Its heading */
  readonly title: string
  /** What it says */
  readonly text?: string | undefined
  /** Where it leads: https */
  readonly link: string
  readonly image?: Image | undefined
  /** Shown in a sandboxed frame: plain elements, no script, no address */
  readonly html?: string | undefined
  readonly video?: Video | undefined
  /** What it is about, in the words of your catalogue. At most 20 */
  readonly categories?: readonly string[] | undefined
  /** Items of your catalogue that it shows. At most 20 */
  readonly items?: readonly string[] | undefined
  /** Texts that a law wants shown with it. At most 10 */
  readonly labels?: readonly string[] | undefined
  /** Whether a person in it is synthetic or altered; false */
  readonly synthetic?: boolean | undefined
}

export type PutCreativeAnswer = Creative

export type ListCreativesQuery = ReadConsentQuery

export interface ListCreativesAnswer {
  readonly creatives: readonly Creative[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export type ReadCampaignAnswer = Campaign

export interface PutCampaignBody {
  readonly advertiser: string
  /** What you call it */
  readonly label?: string | undefined
  /** What it is for; showings where left out */
  readonly goal?: Goal | undefined
  /** ISO 4217 */
  readonly currency: string
  /** For a thousand showings, in minor units. 1 to 1000000000 */
  readonly bidMinor: number
  /** In all. 1 to 1000000000 */
  readonly spendLimitMinor: number
  /** RFC 3339 */
  readonly startsAt: string
  /** RFC 3339 */
  readonly endsAt: string
  /** even where left out */
  readonly pacing?: 'even' | 'asap' | undefined
  /** Where it is shown. At most 50 */
  readonly slots: readonly string[]
  /** Where the person is; anywhere where left out. At most 50 */
  readonly places?: readonly string[] | undefined
  /** Of the day, in UTC */
  readonly hours?: Hours | undefined
  /** What the page is about; anything where left out. At most 20 */
  readonly pages?: readonly string[] | undefined
  /** Whether it is chosen by likeness to what somebody did; false */
  readonly byInterest?: boolean | undefined
  readonly audience?: string | undefined
  /** So many showings to one person at most. At most 9 */
  readonly caps?: readonly Cap[] | undefined
  /** What is shown. At most 50 */
  readonly creatives: readonly string[]
  /** What is shown where the audience may not be used. At most 50 */
  readonly contextualCreatives?: readonly string[] | undefined
  readonly political?: Political | undefined
  /** false where left out */
  readonly paused?: boolean | undefined
  /** What counts as a conversion in reports */
  readonly conversion?: Conversion | undefined
  /**
   * The part of those who permit it that is not aimed at, by chance, to tell what the
   * campaign does; 0. 0 to 0.5
   */
  readonly holdoutRatio?: number | undefined
}

export type PutCampaignAnswer = Campaign

export type ListCampaignsQuery = ReadConsentQuery

export interface ListCampaignsAnswer {
  readonly campaigns: readonly Campaign[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export type ReadExperimentAnswer = Experiment

export interface PutExperimentBody {
  /** What you call it */
  readonly label?: string | undefined
  /** Where it is tried: a slot of ads, or home, item, basket, feed or email */
  readonly slot: string
  /** RFC 3339 */
  readonly startsAt: string
  /** RFC 3339 */
  readonly endsAt: string
  /** What is compared; an arm that sets nothing is what is shown anyway. At most 4 */
  readonly arms: readonly Arm[]
  /** purchase where left out. At most 8 */
  readonly conversionVerbs?: readonly Verb[] | undefined
}

export type PutExperimentAnswer = Experiment

export type ListExperimentsQuery = ReadConsentQuery

export interface ListExperimentsAnswer {
  readonly experiments: readonly Experiment[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export interface ReviewCreativeBody {
  /** Whether it may be shown */
  readonly decision: 'approved' | 'rejected'
  /** Why; needed to reject */
  readonly note?: string | undefined
}

export type ReviewCreativeAnswer = Creative

export interface ExportAdsAnswer {
  readonly ads: readonly {
    readonly kind: string
    readonly id: string
    readonly form: unknown
  }[]
}

export interface ImportAdsBody {
  /** Each in the light of those before it; all or none. At most 20000 */
  readonly ads: readonly {
    readonly kind: 'advertisers' | 'slots' | 'audiences' | 'creatives' | 'campaigns' | 'experiments'
    readonly id: string
    readonly form: Readonly<Record<string, unknown>>
  }[]
}

export interface ImportAdsAnswer {
  readonly taken: number
}

export type ListRepositoryQuery = ReadConsentQuery

export interface ListRepositoryAnswer {
  readonly ads: readonly {
    /** Names the ad with its parameters */
    readonly digest: string
    /** Content, on whose behalf, who paid, how it was aimed */
    readonly ad: unknown
    readonly firstShownOn: string
    readonly lastShownOn: string
    /** In two digits, in tens at least; 0 below 50 */
    readonly showings: number
    readonly countries: readonly {
      /** ISO 3166-1, two letters */
      readonly country: string
      /** In two digits, in tens at least; 0 below 50 */
      readonly showings: number
    }[]
  }[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

/**
 * A bid request of OpenRTB 2.6. What is not named here may stand in it, and is not
 * read
 */
export interface BidBody {
  /** Named again in the answer */
  readonly id: string
  /** Places to fill. At most 10 */
  readonly imp: readonly {
    /** Named again in the bid */
    readonly id: string
    /** The id of a slot of yours */
    readonly tagid?: string | undefined
    readonly banner?:
      | {
          /** Sizes, the best one first. At most 50 */
          readonly format?:
            | readonly {
                /** 0 to 100000 */
                readonly w?: number | undefined
                /** 0 to 100000 */
                readonly h?: number | undefined
              }[]
            | undefined
          /** 0 to 100000 */
          readonly w?: number | undefined
          /** 0 to 100000 */
          readonly h?: number | undefined
          /** Kinds of banners that are blocked. At most 50 */
          readonly btype?: readonly number[] | undefined
          /** Attributes of creatives that are blocked. At most 100 */
          readonly battr?: readonly number[] | undefined
          /** Types that can be shown; text/html has to be among them. At most 50 */
          readonly mimes?: readonly string[] | undefined
        }
      | undefined
    readonly native?:
      | {
          /** A native request 1.2, as a text of JSON */
          readonly request: string
          /** Attributes of creatives that are blocked. At most 100 */
          readonly battr?: readonly number[] | undefined
        }
      | undefined
    /** Nothing is bid for video alone */
    readonly video?: Readonly<Record<string, unknown>> | undefined
    /** Nothing is bid for audio alone */
    readonly audio?: Readonly<Record<string, unknown>> | undefined
    /** For a thousand; 0. 0 to 1000000 */
    readonly bidfloor?: number | undefined
    /** ISO 4217; USD where left out */
    readonly bidfloorcur?: string | undefined
    readonly pmp?:
      | {
          /** 1: only bids on deals, and we have none. 0 to 1 */
          readonly private_auction?: number | undefined
        }
      | undefined
  }[]
  readonly site?: Site | undefined
  readonly app?: Site | undefined
  /** Nothing is bid for screens in public */
  readonly dooh?: Readonly<Record<string, unknown>> | undefined
  readonly device?:
    | {
        /** Do Not Track. 0 to 1 */
        readonly dnt?: number | undefined
        readonly geo?:
          | {
              /** ISO 3166-1, three letters */
              readonly country?: string | undefined
              /** ISO 3166-2 */
              readonly region?: string | undefined
            }
          | undefined
      }
    | undefined
  readonly ['user']?:
    | {
        /** A TC string */
        readonly consent?: string | undefined
        readonly ext?:
          | {
              /** A TC string */
              readonly consent?: string | undefined
            }
          | undefined
      }
    | undefined
  readonly regs?:
    | {
        /** 1: meant for children; nothing sensitive is bid. 0 to 1 */
        readonly coppa?: number | undefined
        /** Whether the GDPR applies. 0 to 1 */
        readonly gdpr?: number | undefined
        /** A US privacy string */
        readonly us_privacy?: string | undefined
        /** A GPP string */
        readonly gpp?: string | undefined
        /** The sections that apply. At most 64 */
        readonly gpp_sid?: readonly number[] | undefined
        readonly gpc?: number | '0' | '1' | undefined
        readonly dsa?: Dsa | undefined
        /** The same, where older versions have it */
        readonly ext?:
          | {
              /** Whether the GDPR applies. 0 to 1 */
              readonly gdpr?: number | undefined
              /** A US privacy string */
              readonly us_privacy?: string | undefined
              /** A GPP string */
              readonly gpp?: string | undefined
              /** The sections that apply. At most 64 */
              readonly gpp_sid?: readonly number[] | undefined
              readonly gpc?: number | '0' | '1' | undefined
              readonly dsa?: Dsa | undefined
            }
          | undefined
      }
    | undefined
  /** 1: nothing is billed, and the answer says why nothing was bid. 0 to 1 */
  readonly test?: number | undefined
  /** The auction; 2. 0 to 1000 */
  readonly at?: number | undefined
  /** Milliseconds, way and back. 0 to 600000 */
  readonly tmax?: number | undefined
  /** Seats that may bid; ours are the ids of advertisers. At most 1000 */
  readonly wseat?: readonly string[] | undefined
  /** Seats that may not. At most 1000 */
  readonly bseat?: readonly string[] | undefined
  /** At most 50 */
  readonly cur?: readonly string[] | undefined
  /** Categories of ads that are blocked. At most 1000 */
  readonly bcat?: readonly string[] | undefined
  /** Categories of ads that are let in; all where left out. At most 1000 */
  readonly acat?: readonly string[] | undefined
  /** A taxonomy; 1 of old. 0 to 1000 */
  readonly cattax?: number | undefined
  /** Domains of advertisers that are blocked. At most 10000 */
  readonly badv?: readonly string[] | undefined
  /** Creatives that are blocked. At most 10000 */
  readonly bcrid?: readonly string[] | undefined
}

export interface BidAnswer {
  /** Of the request */
  readonly id: string
  readonly seatbid: readonly {
    /** The advertiser */
    readonly seat: string
    readonly bid: readonly {
      /** Of the bid */
      readonly id: string
      /** Of the place */
      readonly impid: string
      /** For a thousand showings, in whole units of the currency */
      readonly price: number
      /** The ad: HTML, or a native answer as a text of JSON */
      readonly adm: string
      readonly adomain: readonly string[]
      /** The campaign */
      readonly cid: string
      /** The creative */
      readonly crid: string
      readonly cat?: readonly string[] | undefined
      readonly cattax?: number | undefined
      readonly attr?: readonly number[] | undefined
      /** 1 banner, 4 native */
      readonly mtype: number
      readonly w?: number | undefined
      readonly h?: number | undefined
      /** Seconds for which it may be shown */
      readonly exp: number
      /** To be asked for once it was shown; none in a test */
      readonly burl?: string | undefined
      readonly ext?:
        | {
            readonly dsa: {
              /** On whose behalf it is shown */
              readonly behalf: string
              /** Who paid */
              readonly paid: string
              /** 1: the ad says both itself */
              readonly adrender: number
              readonly transparency?:
                | readonly {
                    /** Who applied them */
                    readonly domain: string
                    readonly dsaparams: readonly number[]
                  }[]
                | undefined
            }
          }
        | undefined
    }[]
  }[]
  readonly cur?: string | undefined
  readonly ext: {
    readonly equipoise: {
      /** What the gate said of ads by what somebody did: it is never permitted here */
      readonly outcome: string
      readonly reasons: readonly {
        readonly code: string
        readonly citation: string
      }[]
      readonly noBid: readonly {
        readonly impid: string
        readonly reason:
          | 'slot_unknown'
          | 'currency_differs'
          | 'deals_alone'
          | 'format_unsupported'
          | 'no_ad'
          | 'too_late'
      }[]
    }
  }
}

export type ListReportsQuery = ReadConsentQuery

export interface ListReportsAnswer {
  readonly reports: readonly Report[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export interface MakeReportBody {
  /** What it is about */
  readonly family: Family
  /** A day in UTC that is over */
  readonly from: string
  /** A day in UTC that is over */
  readonly until: string
  /** campaign for campaigns where left out; levels know slot and day. At most 4 */
  readonly by?: readonly By[] | undefined
  /** What it costs of each week; more is less noisy. 0.1 to 20 */
  readonly epsilon?: number | undefined
}

export type MakeReportAnswer = Report

export type ReadReportAnswer = Report

export interface ReadReportEpsilonAnswer {
  /** The present one first */
  readonly weeks: readonly {
    /** The Monday that it begins on */
    readonly week: string
    readonly total: number
    readonly spent: number
    readonly left: number
    readonly byFamily: Readonly<Record<string, number>>
  }[]
}

export interface ListEmailListsAnswer {
  readonly lists: readonly List[]
}

export type ReadEmailListAnswer = List

export interface PutEmailListBody {
  /** One line of text */
  readonly title: string
  /** Whoever is put on it is asked by a mail first. true where left out */
  readonly doubleOptIn?: boolean | undefined
  /** BCP 47: what we say in its mails is said in it; English without it */
  readonly language?: string | undefined
}

export type PutEmailListAnswer = List

export interface ListEmailTemplatesAnswer {
  readonly templates: readonly Template[]
}

export type ReadEmailTemplateAnswer = Template

export interface PutEmailTemplateBody {
  /** One line of text */
  readonly subject: string
  /** MJML, with variables as {{name}} */
  readonly mjml: string
  /** The plain part; made of the MJML without it */
  readonly text?: string | undefined
}

export type PutEmailTemplateAnswer = Template

export interface ListEmailCampaignsAnswer {
  readonly campaigns: readonly ReadEmailCampaignAnswer[]
}

export interface ReadEmailCampaignAnswer {
  /** Your own name of it, in lower case */
  readonly id: string
  /** Your own name of it, in lower case */
  readonly list: string
  /** Your own name of it, in lower case */
  readonly template: string
  /** Values of the template’s own variables; those named …Url are https: links */
  readonly variables?: Readonly<Record<string, string>> | undefined
  /** How many are chosen for each person when it is sent. 0 to 20, 0 where left out */
  readonly items?: number | undefined
  /** Only items of these. At most 20 */
  readonly categories?: readonly string[] | undefined
  readonly window?: Window | undefined
  /** RFC 3339, or the recipient’s own clock as 2026-12-01T09:00; at once without it */
  readonly sendAt?: string | undefined
}

export interface PutEmailCampaignBody {
  /** Your own name of it, in lower case */
  readonly list: string
  /** Your own name of it, in lower case */
  readonly template: string
  /** Values of the template’s own variables; those named …Url are https: links */
  readonly variables?: Readonly<Record<string, string>> | undefined
  /** How many are chosen for each person when it is sent. 0 to 20, 0 where left out */
  readonly items?: number | undefined
  /** Only items of these. At most 20 */
  readonly categories?: readonly string[] | undefined
  readonly window?: Window | undefined
  /** RFC 3339, or the recipient’s own clock as 2026-12-01T09:00; at once without it */
  readonly sendAt?: string | undefined
}

export type PutEmailCampaignAnswer = ReadEmailCampaignAnswer

export interface ListEmailAutomationsAnswer {
  readonly automations: readonly Automation[]
}

export type ReadEmailAutomationAnswer = Automation

export interface PutEmailAutomationBody {
  /** Your own name of it, in lower case */
  readonly list: string
  /** Your own name of it, in lower case */
  readonly template: string
  /** Values of the template’s own variables; those named …Url are https: links */
  readonly variables?: Readonly<Record<string, string>> | undefined
  /** How many are chosen for each person when it is sent. 0 to 20, 0 where left out */
  readonly items?: number | undefined
  /** Only items of these. At most 20 */
  readonly categories?: readonly string[] | undefined
  readonly window?: Window | undefined
  readonly kind: Kind260
  /** false where left out */
  readonly enabled?: boolean | undefined
  /** 0 to 129600, 60 where left out */
  readonly delayMinutes?: number | undefined
  /** How often an item may follow a person, in how many days */
  readonly followCap?: FollowCap | undefined
}

export type PutEmailAutomationAnswer = Automation

export interface StartEmailSendAnswer {
  readonly send: string
  /** False where it was started before: it is the same send */
  readonly started: boolean
}

export interface StopEmailSendAnswer {
  readonly stopped: number
}

export interface ReadEmailSendAnswer {
  readonly send: string
  readonly campaign: string
  readonly status: 'preparing' | 'started' | 'stopped' | 'done'
  /** RFC 3339, UTC */
  readonly startedAt: string
  /** What is in doubt is not sent again */
  readonly states: {
    readonly queued: number
    readonly sending: number
    readonly sent: number
    readonly failed: number
    readonly in_doubt: number
    readonly dropped: number
  }
  /** Why, by code */
  readonly codes: Readonly<Record<string, number>>
  /** Who was not in the row at all, by reason */
  readonly leftOut: Readonly<Record<string, number>>
}

/** As whom; as somebody who refused everything without one */
export interface PreviewEmailBody {
  /** Our id of a person: sub_ and 26 characters */
  readonly subject?: string | undefined
  /** Your own id of a person. It goes in bodies, never in paths */
  readonly externalId?: string | undefined
  /** Your own id of a device whose person nobody has named */
  readonly anonymousId?: string | undefined
}

export interface PreviewEmailAnswer {
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  readonly rung: string
  readonly items: readonly string[]
  /** Whether this person would be sent it now */
  readonly outcome: 'permitted' | 'refused'
  readonly reasons: readonly {
    readonly code: string
    readonly says: string
    readonly citation: string
  }[]
}

export interface SubscribeBody {
  /** Our id of a person: sub_ and 26 characters */
  readonly subject?: string | undefined
  /** Your own id of a person. It goes in bodies, never in paths */
  readonly externalId?: string | undefined
  /** Your own id of a device whose person nobody has named */
  readonly anonymousId?: string | undefined
  /** name@domain in ASCII */
  readonly address: string
  /** Your own name of it, in lower case */
  readonly list: string
  /** IANA, such as Europe/Berlin */
  readonly zone?: string | undefined
  /** ISO 3166-1 or -2, such as DE or US-CA */
  readonly region?: string | undefined
  /** For templates: {{contact.NAME|"default"}} */
  readonly fields?: Readonly<Record<string, string>> | undefined
  /** What may stand in for consent where a law lets it (soft opt-in) */
  readonly relationship?:
    | {
        /** In which the address was got */
        readonly context?: 'purchase' | 'negotiation' | 'free_account' | undefined
        /** RFC 3339, UTC */
        readonly lastPurchaseAt?: string | undefined
        /** RFC 3339, UTC */
        readonly lastInquiryAt?: string | undefined
        /** What is written of is your own, and like what they bought */
        readonly ownSimilarProducts: boolean
      }
    | undefined
  /** Where they confirmed it already */
  readonly proof?: string | undefined
  /** They asked again themselves, after they had said no */
  readonly again?: boolean | undefined
}

export interface SubscribeAnswer {
  /** On the list. Whether anything is sent, the gate says each time */
  readonly standing: 'pending' | 'confirmed'
  /** Whether a mail that asks is on its way */
  readonly asking: 'no' | 'queued' | 'asked_already' | 'suppressed'
}

export interface WatchItemBody {
  /** Our id of a person: sub_ and 26 characters */
  readonly subject?: string | undefined
  /** Your own id of a person. It goes in bodies, never in paths */
  readonly externalId?: string | undefined
  /** Your own id of a device whose person nobody has named */
  readonly anonymousId?: string | undefined
  readonly item: string
}

export interface WatchItemAnswer {
  readonly item: string
}

export interface ExportEmailAnswer {
  readonly schema: 'equipoise/email@1'
  /** At most 1000 */
  readonly lists: readonly unknown[]
  /** At most 1000 */
  readonly templates: readonly unknown[]
  /** At most 1000 */
  readonly campaigns: readonly unknown[]
  /** At most 1000 */
  readonly automations: readonly unknown[]
}

export type ImportEmailBody = ExportEmailAnswer

export interface ImportEmailAnswer {
  readonly lists: number
  readonly templates: number
  readonly campaigns: number
  readonly automations: number
}

export interface ReadEmailStatusAnswer {
  readonly transport: {
    readonly configured: boolean
    readonly reachable: boolean
    readonly code: string | null
    /** RFC 3339, UTC */
    readonly retryAt: string | null
  }
  readonly suppressed: number
  /** RFC 3339, UTC */
  readonly nextAt: string | null
  /** What the DNS of the sender’s domain has to say for its signatures */
  readonly dns: {
    readonly name: string
    readonly type: 'TXT'
    readonly value: string
  } | null
}

export type TakeEmailReportBody = Uint8Array

export interface TakeEmailReportAnswer {
  readonly kind: 'bounced' | 'failed' | 'put_off' | 'complaint' | 'other'
  /** RFC 3463 */
  readonly status: string | null
  /** Whether it is about somebody whom we wrote to */
  readonly known: boolean
}

export interface ReadStatusAnswer {
  readonly version: string
  readonly subjects: number
  readonly items: number
  readonly packs: readonly string[]
  readonly supportPeopleMin: number
  readonly modelClearanceSeconds: number
  readonly model: {
    readonly model: string
    /** RFC 3339, UTC */
    readonly builtAt: string
    readonly subjects: number
    readonly items: number
    readonly stale: boolean
  } | null
  readonly refusals: readonly {
    readonly day: string
    /** A purpose out of the closed list */
    readonly purpose: Purpose
    readonly code: string
    readonly pack: string
    readonly count: number
  }[]
}

export interface ReadTrainingAnswer {
  /** Whether a training runs */
  readonly state: 'idle' | 'running' | 'failed'
  readonly stage: string | null
  /** 0 to 1 */
  readonly ratio: number
}

export type TrainAnswer = ReadTrainingAnswer

export type CancelTrainingAnswer = ReadTrainingAnswer

export interface ListPersonasAnswer {
  readonly personas: readonly {
    readonly externalId: string
    readonly name: string
    readonly story: string
    readonly case: string
    readonly subject: string | null
    readonly region: string | null
    /** Null for an adult */
    readonly ageBand: string | null
  }[]
}

export type ListKeysQuery = ReadConsentQuery

export interface ListKeysAnswer {
  readonly keys: readonly {
    readonly id: string
    readonly kind: string
    readonly label: string
    readonly role: string | null
    readonly origins: readonly string[]
    /** RFC 3339, UTC */
    readonly createdAt: string
    /** RFC 3339, UTC */
    readonly expiresAt: string | null
    /** RFC 3339, UTC */
    readonly revokedAt: string | null
    /** RFC 3339, UTC */
    readonly lastUsedAt: string | null
  }[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}

export interface CreateKeyBody {
  /** For a page, a server, a person, an ad exchange, or to check what your back end signs */
  readonly kind: 'publishable' | 'secret' | 'operator' | 'signing' | 'exchange'
  readonly label?: string | undefined
  /** Of an operator key; administrator where left out */
  readonly role?: 'viewer' | 'marketer' | 'privacy_officer' | 'administrator' | undefined
  /** Of a publishable key: the pages it is for, such as https://shop.example. At most 50 */
  readonly origins?: readonly string[] | undefined
  /** RFC 3339, UTC */
  readonly expiresAt?: string | undefined
  /** Of a signing key: a JWK on Ed25519 or P-256 */
  readonly publicKey?:
    | {
        readonly kty: string
        readonly crv: string
        readonly x: string
        readonly y?: string | undefined
      }
    | undefined
}

export interface CreateKeyAnswer {
  readonly id: string
  readonly kind: string
  /** Shown this once; null for a public key of yours */
  readonly key: string | null
}

export interface RotateKeyBody {
  /** How long the old key stays good; a day where left out. 0 to 2592000 */
  readonly graceSeconds?: number | undefined
}

export type RotateKeyAnswer = CreateKeyAnswer

export type ListOperatorActsQuery = ReadConsentQuery

export interface ListOperatorActsAnswer {
  readonly acts: readonly {
    /** RFC 3339, UTC */
    readonly at: string
    readonly key: string
    readonly act: string
    readonly reason: string
  }[]
  /** Where the next part begins; null at the end */
  readonly nextCursor: string | null
}
