/**
 * What this server keeps, in words: every table with its columns and every kind of file, in kinds
 * of data that a person or a privacy officer can tell apart. It says what a place is for; whether a
 * place is there, the store and the disk tell (`survey.ts`). A place that is there and not here is
 * `untold`: it stands as such in every record, and fails a test. Whoever adds a table tells of it
 * here.
 */
import { IMPRESSIONS_MAX, OUTCOMES_MAX } from '../../store/index.ts'

/** Whose data it is: of people, of those who run it, or of nobody. */
export type About = 'subject' | 'operator' | 'nobody'

/** What ends it: see `retention.ts` for when exactly. */
export const ENDS = [
  'withdrawal',
  'lapse',
  'removal',
  'erasure',
  'moved',
  'overflow',
  'code_lapse',
  'link_end',
  'unconfirmed',
  'rebuilt',
  'next_release',
  'next_week',
  'days_gone',
  'replaced',
  'asked_again',
  'year_after',
  'process_end',
  'kept',
] as const
export type End = (typeof ENDS)[number]

export interface Holding {
  readonly about: About
  /** Two or three words, as the privacy label has them. */
  readonly title: string
  /** What it is, told to the person whose it is. */
  readonly says: string
  /** How it is kept from others. */
  readonly protection: string
  readonly ends: readonly End[]
  /** Where it lies, and what each column holds; files have none. */
  readonly places: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const PERSON = 'a random number that stands for you here'
const SEALED = 'sealed with a key that is yours alone (AES-256-GCM)'
const OWN_KEY = 'Sealed with a key of your own, which erasing you destroys.'
const OPEN = 'Says nothing of anybody, so it is not sealed.'
const PURPOSES = 'for which purposes it is kept'

export const HOLDINGS = {
  identity: {
    about: 'subject',
    title: 'Who you are here',
    says: 'The shop’s own id of you, of your device or of your visit, your region and age band where they are known, what you marked as wrong, a pause that you asked for, and what you want of your lists.',
    protection: `${OWN_KEY} You are found by a keyed hash.`,
    ends: ['erasure'],
    places: {
      'equipoise.db/subjects': {
        subject: PERSON,
        lookup: 'a keyed hash by which you are found',
        consent_revision: 'how many choices you made',
        interaction_seq: 'how many things of yours came in',
        sealed: `your id at the shop, region, age band, marks, pause: ${SEALED}`,
      },
    },
  },
  choices: {
    about: 'subject',
    title: 'What you said',
    says: 'Each yes, no, withdrawal and request, with the text that you were shown and what the shop has as evidence, so that it can be proved.',
    protection: OWN_KEY,
    ends: ['erasure'],
    places: {
      'equipoise.db/acts': {
        subject: PERSON,
        leaf: 'its number in the open log',
        kind: 'whether it is about consent or about your rights',
        sealed: `what you said or asked, when, shown what: ${SEALED}`,
      },
      'equipoise.db/consent_folds': {
        subject: PERSON,
        sealed: `what stands of all that you said: ${SEALED}`,
      },
      'equipoise.db/consent_marks': {
        subject: PERSON,
        revision: 'after how many of your choices',
        sealed: `what stood then: ${SEALED}`,
      },
    },
  },
  interactions: {
    about: 'subject',
    title: 'What you did here',
    says: 'What you viewed, chose, bought, liked or skipped on this site, as far as you said yes to its use.',
    protection: `${OWN_KEY} For the first two minutes, with a passing key that many share.`,
    ends: ['withdrawal', 'lapse', 'removal', 'erasure'],
    places: {
      'equipoise.db/interactions': {
        subject: PERSON,
        seq: 'in which order it came',
        id_hashes: 'keyed hashes, so that nothing is kept twice',
        purposes: PURPOSES,
        sealed: `what, with which item, when, and why it was allowed: ${SEALED}`,
      },
      'equipoise.db/arrivals': {
        entry: 'in which order it came',
        key: 'the number of the passing key',
        sealed: 'the same, until it is put in its place: sealed with the passing key',
      },
    },
  },
  profile: {
    about: 'subject',
    title: 'A summary of it',
    says: 'For each item how often you did what, so that suggestions come quickly.',
    protection: OWN_KEY,
    ends: ['withdrawal', 'lapse', 'removal', 'erasure'],
    places: {
      'equipoise.db/profiles': {
        subject: PERSON,
        purpose: 'for which purpose',
        through_seq: 'up to which thing that came in',
        sealed: `the summary: ${SEALED}`,
      },
    },
  },
  contribution: {
    about: 'subject',
    title: 'Your part in the model',
    says: 'Which items you met, counted together with many others’ to learn what goes with what.',
    protection: OWN_KEY,
    ends: ['withdrawal', 'lapse', 'removal', 'erasure'],
    places: {
      'equipoise.db/contributions': {
        subject: PERSON,
        sealed: `your items, with your choices and attributes as they stood then: ${SEALED}`,
      },
    },
  },
  impressions: {
    about: 'subject',
    title: 'What you were shown',
    says: `What was suggested to you, when, why, and what came of it: the latest ${IMPRESSIONS_MAX.toLocaleString('en')}, with ${OUTCOMES_MAX} outcomes each.`,
    protection: OWN_KEY,
    ends: ['withdrawal', 'lapse', 'removal', 'overflow', 'erasure'],
    places: {
      'equipoise.db/impressions': {
        subject: PERSON,
        seq: 'in which order they were shown',
        id_hash: 'a keyed hash, so that none is counted twice',
        purposes: PURPOSES,
        sealed: `item, place, time, reasons, outcomes: ${SEALED}`,
      },
    },
  },
  measured_week: {
    about: 'subject',
    title: 'How much of you is counted',
    says: 'How often you were counted this week for reports that name nobody, so that you never count for more than a little. Of earlier weeks only the last one stays, until you are counted again.',
    protection: OWN_KEY,
    ends: ['withdrawal', 'lapse', 'next_week', 'erasure'],
    places: {
      'equipoise.db/measured_weeks': {
        subject: PERSON,
        sealed: `the week, how often, and of which campaigns and experiments: ${SEALED}`,
      },
    },
  },
  mail_address: {
    about: 'subject',
    title: 'Your address for mail',
    says: 'Your address, what you chose for each list, and what you asked to be told of.',
    protection: OWN_KEY,
    ends: ['withdrawal', 'lapse', 'unconfirmed', 'erasure'],
    places: {
      'equipoise.db/email_contacts': {
        subject: PERSON,
        pending_until: 'until when you may confirm, where you have not yet',
        mailbox: 'a keyed hash of your address, by which you are found when you ask for a link',
        sealed: `your address and what you chose: ${SEALED}`,
      },
    },
  },
  center_access: {
    about: 'subject',
    title: 'Your way in by mail',
    says: 'That you asked for a link to your privacy center, and while it is open.',
    protection: `${OWN_KEY} Of the link itself only a keyed hash is kept.`,
    ends: ['link_end', 'erasure'],
    places: {
      'equipoise.db/center_access': {
        subject: PERSON,
        access: 'a keyed hash that stands for the mail',
        link: 'a keyed hash of the link, until it is used',
        session: 'a keyed hash of what your browser keeps then',
        until: 'when it ends',
        sealed: `when you asked and came, in which language: ${SEALED}`,
      },
    },
  },
  mails: {
    about: 'subject',
    title: 'Mails to you',
    says: 'Which mails you were sent or will be; whether you opened one only if you agreed to that.',
    protection: OWN_KEY,
    ends: ['withdrawal', 'lapse', 'erasure'],
    places: {
      'equipoise.db/email_outbox': {
        send: 'which mail',
        subject: PERSON,
        occurrence: 'a keyed hash of what it is about',
        state: 'whether it was sent',
        due_at: 'when it may be',
        attempts: 'how often it was tried',
        code: 'what came of it',
        sealed: `what was in it: ${SEALED}`,
      },
    },
  },
  no_mail: {
    about: 'subject',
    title: 'That you want no mail',
    says: 'A keyed hash of an address that is never written to again. It outlives you here, so that your no does, too.',
    protection: 'A keyed hash under a key of its own; no address can be read from it.',
    ends: ['asked_again'],
    places: {
      'equipoise.db/email_suppressions': {
        mailbox: 'a keyed hash of the address',
        reason: 'why',
      },
    },
  },
  your_key: {
    about: 'subject',
    title: 'Your key',
    says: 'The key that opens what is kept about you. Without it, all of that is noise.',
    protection: 'Wrapped with a key that lies outside of every backup.',
    ends: ['erasure'],
    places: {
      'keys.db/wrapped_keys': {
        subject: PERSON,
        epoch: 'which key wraps it',
        wrapped: 'your key, wrapped',
      },
    },
  },
  passing_keys: {
    about: 'nobody',
    title: 'Passing keys',
    says: 'Keys that seal what has just come in, until each person’s own key does.',
    protection: 'Wrapped with a key that lies outside of every backup.',
    ends: ['moved'],
    places: {
      'keys.db/passing_keys': {
        number: 'its number',
        epoch: 'which key wraps it',
        wrapped: 'the key, wrapped',
      },
    },
  },
  codes: {
    about: 'subject',
    title: 'Used codes',
    says: 'That a one-time code was used, so that it counts once.',
    protection: 'A keyed hash that leads to nobody.',
    ends: ['code_lapse'],
    places: {
      'equipoise.db/used_once': {
        hash: 'a keyed hash of the code',
        until: 'when it counts for nothing any more',
      },
    },
  },
  proofs: {
    about: 'nobody',
    title: 'The open log',
    says: 'A fingerprint of each choice and request. With your receipt it proves what you said; without it, it speaks of nobody.',
    protection: 'Commitments under secrets of their own; anybody may read them.',
    ends: ['kept'],
    places: {
      'equipoise.db/ledger_leaves': {
        leaf: 'its number',
        commitment: 'a fingerprint whose secret lies with you',
      },
      'equipoise.db/ledger_nodes': {
        level: 'how many it stands for',
        node: 'its number',
        hash: 'a hash of hashes',
      },
      'equipoise.db/ledger_checkpoints': { size: 'how many there were', note: 'the signed head' },
      'ledger.checkpoint': {},
    },
  },
  erasures: {
    about: 'nobody',
    title: 'That somebody left',
    says: 'When somebody was erased, how many rows went, and when the model followed; not who.',
    protection: OPEN,
    ends: ['kept'],
    places: {
      'equipoise.db/clearances': {
        clearance: 'an id of its own, which leads to nobody',
        at: 'when',
        rows: 'how many rows went',
        state_revision: 'which state of the model it changed',
        model_cleared_at: 'when the published model had followed',
      },
    },
  },
  model: {
    about: 'nobody',
    title: 'The model',
    says: 'What goes with what, learned from all who agreed; and each day’s rounded counts of it.',
    protection: 'Sealed with a key that is replaced with each model; in no backup.',
    ends: ['rebuilt', 'next_release'],
    places: { 'model/*': {}, 'release/*': {} },
  },
  refusals: {
    about: 'nobody',
    title: 'Counts of refusals',
    says: 'How often something was refused on a day, and by which rule; not whose it was.',
    protection: OPEN,
    ends: ['kept'],
    places: {
      'equipoise.db/refusals': {
        day: 'the day',
        purpose: 'for which purpose',
        code: 'the reason',
        pack: 'the law',
        count: 'how often',
      },
    },
  },
  catalogue: {
    about: 'nobody',
    title: 'The shop’s items',
    says: 'What there is to show.',
    protection: OPEN,
    ends: ['replaced'],
    places: {
      'equipoise.db/items': {
        item: 'the item’s id',
        body: 'its title, categories, price',
        updated_at: 'when it was described',
      },
    },
  },
  mailings: {
    about: 'nobody',
    title: 'Mailings',
    says: 'Lists, texts and campaigns of the shop, and how many mails began to a provider on a day.',
    protection: OPEN,
    ends: ['kept'],
    places: {
      'equipoise.db/email_documents': {
        kind: 'list, text, campaign or automation',
        id: 'its id',
        body: 'its content',
        updated_at: 'since when',
      },
      'equipoise.db/email_sends': {
        send: 'which campaign',
        status: 'how far it is',
        body: 'what it was when it began',
        cursor: 'up to whom it has come',
        started_at: 'when it began',
      },
      'equipoise.db/email_pace': {
        day: 'the day',
        domain: 'a keyed hash of the provider',
        begun: 'how many mails',
      },
    },
  },
  advertising: {
    about: 'nobody',
    title: 'Advertising',
    says: 'Campaigns and ads of the shop, how often they were shown and what that cost; and the public list of what was shown, on whose behalf, and how it was aimed.',
    protection: OPEN,
    ends: ['year_after', 'kept'],
    places: {
      'equipoise.db/ad_records': {
        seq: 'in which order they came',
        kind: 'what it is',
        id: 'its id',
        body: 'its content',
        created_at: 'since when',
      },
      'equipoise.db/ad_days': {
        campaign: 'which campaign',
        creative: 'which ad',
        slot: 'where',
        day: 'on which day',
        showings: 'how often it was shown',
        clicks: 'how often somebody followed it',
        spent: 'what that cost',
      },
      'equipoise.db/ad_spend': {
        campaign: 'which campaign',
        total: 'what it cost',
        hour: 'which hour',
        this_hour: 'what that hour cost',
      },
      'equipoise.db/ad_repository': {
        seq: 'in which order they came',
        digest: 'its fingerprint',
        body: 'the ad, who paid, how it was aimed',
        first_shown_at: 'when it was first shown',
        last_shown_at: 'when it was last shown',
        showings: 'how often',
      },
      'equipoise.db/ad_reach': {
        digest: 'which ad',
        country: 'where',
        showings: 'how often it was shown there',
      },
    },
  },
  reports: {
    about: 'nobody',
    title: 'Counts and reports',
    says: 'How often ads and suggestions were shown to people who agreed to be measured, and what came of it: counts without names, the reports that were made of them with noise, and what those cost of the bound on what may be told.',
    protection: OPEN,
    ends: ['days_gone', 'kept'],
    places: {
      'equipoise.db/measured_counts': {
        day: 'the day',
        measure: 'what was counted',
        names: 'of which campaign, ad, slot, level or arm',
        count: 'how often',
      },
      'equipoise.db/reports': {
        seq: 'its number',
        digest: 'the fingerprint of its question',
        question: 'what was asked',
        answer: 'what was answered, with noise',
        created_at: 'when it was made',
      },
      'equipoise.db/report_epsilon': {
        week: 'which week',
        family: 'which kind of reports',
        spent: 'what they cost',
      },
    },
  },
  law: {
    about: 'nobody',
    title: 'Laws, texts and settings',
    says: 'The laws as they were weighed, the texts that people are asked with, and the shop’s settings.',
    protection: OPEN,
    ends: ['kept'],
    places: {
      'equipoise.db/rulebooks': { digest: 'its fingerprint', body: 'the laws and settings' },
      'equipoise.db/notices': {
        seq: 'in which order they came',
        notice: 'its id',
        version: 'its version',
        digest: 'its fingerprint',
        body: 'its text',
        registered_at: 'since when',
        retired_at: 'until when',
      },
      'equipoise.db/meta': { name: 'which setting', value: 'its value' },
    },
  },
  operators: {
    about: 'operator',
    title: 'Keys of the shop',
    says: 'The keys with which the shop’s people and machines come in: label, role, when they were last used.',
    protection: 'Of a key only a keyed hash is kept; what checks signatures is sealed.',
    ends: ['kept'],
    places: {
      'equipoise.db/access_keys': {
        access_key: 'an id of its own',
        kind: 'for pages, servers, people, or signing',
        hash: 'a keyed hash of the key',
        created_at: 'when it was made',
        body: 'label, role, origins',
        sealed: 'what checks signatures, sealed',
        expires_at: 'when it lapses',
        revoked_at: 'when it was revoked',
        last_used_at: 'the day of its last use',
      },
    },
  },
  operator_acts: {
    about: 'operator',
    title: 'Acts of the shop’s people',
    says: 'When somebody of the shop looked at or changed what is kept about a person, with which key and why; not about whom.',
    protection: 'Not sealed; privacy officers and administrators alone may read it.',
    ends: ['kept'],
    places: {
      'equipoise.db/operator_acts': {
        seq: 'in which order',
        at: 'when',
        access_key: 'with which key',
        act: 'what was done',
        reason: 'why, in their words',
      },
    },
  },
  server_keys: {
    about: 'nobody',
    title: 'The server’s keys',
    says: 'The keys on which all others hang.',
    protection: 'Readable by the server’s account alone; in no backup.',
    ends: ['kept'],
    places: { 'keys/*': {} },
  },
  working: {
    about: 'nobody',
    title: 'Working files',
    says: 'What the database is writing just now, a lock, and how the command line talks to the server.',
    protection: 'Readable by the server’s account alone.',
    ends: ['process_end'],
    places: {
      'equipoise.db': {},
      'equipoise.db-*': {},
      'keys.db': {},
      'keys.db-*': {},
      'lock.db': {},
      'lock.db-*': {},
      'equipoise.sock': {},
    },
  },
} as const satisfies Readonly<Record<string, Holding>>

export type HoldingId = keyof typeof HOLDINGS

/** As one form, whatever each of them holds. */
export function listHoldings(): readonly (Holding & { readonly id: HoldingId })[] {
  // The keys of a table that is typed by them.
  const ids = Object.keys(HOLDINGS) as HoldingId[]
  return ids.map((id) => ({ id, ...HOLDINGS[id] }))
}
