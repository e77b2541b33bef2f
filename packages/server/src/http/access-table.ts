/**
 * Who may do what: the one table of authorization. Each route under /v1 names its action, and this
 * says which credentials may take it and about whom. `docs/reference/access.md` is generated from
 * it, and a test tries every route with every credential against it.
 */
import { OPERATOR_ROLES } from '../store/index.ts'

/** `subject`: a person in front of a page, by a subject token or by our cookie. */
export const CREDENTIALS = [
  'none',
  'publishable',
  'subject',
  'exchange',
  'secret',
  ...OPERATOR_ROLES,
] as const
export type Credential = (typeof CREDENTIALS)[number]

/** About whom: nobody in particular, the person who asks, or anybody. */
export type Reach = 'nobody' | 'own' | 'any'

export interface ActionEntry {
  readonly says: string
  readonly reach: Readonly<Partial<Record<Credential, Reach>>>
  /** An act about one person: an operator says for what reason, and it is logged. */
  readonly needsReason?: boolean
}

const PAGES = { publishable: 'nobody', subject: 'own' } as const
const EVERY_OPERATOR = {
  viewer: 'any',
  marketer: 'any',
  privacy_officer: 'any',
  administrator: 'any',
} as const

const NOBODY_FOR_OPERATORS = {
  viewer: 'nobody',
  marketer: 'nobody',
  privacy_officer: 'nobody',
  administrator: 'nobody',
} as const

export const ACTIONS = {
  collect: {
    says: 'send what people did, and what they were shown',
    reach: { subject: 'own', secret: 'any', administrator: 'any' },
    needsReason: true,
  },
  collect_events: {
    says: 'send events in the form of others; of nobody in particular, none is kept',
    reach: { ...PAGES, secret: 'any' },
  },
  decide: {
    says: 'ask what to show, and why',
    reach: { ...PAGES, secret: 'any', marketer: 'nobody', administrator: 'any' },
  },
  ask_law: {
    says: 'ask what the law makes of some facts about nobody',
    reach: { secret: 'nobody', ...NOBODY_FOR_OPERATORS },
  },
  relax_law: {
    says: 'have our opt-in default give way to the law somewhere, with an assessment',
    reach: { privacy_officer: 'nobody', administrator: 'nobody' },
  },
  read_records: {
    says: 'read the records of a privacy officer: processing, assessment, retention, recipients',
    reach: NOBODY_FOR_OPERATORS,
  },
  notice: {
    says: 'ask for the nonce of a notice, and how one’s session stands',
    reach: PAGES,
  },
  read_notice: {
    says: 'read the text of a registered notice',
    reach: { ...PAGES, secret: 'any', ...EVERY_OPERATOR },
  },
  notices: {
    says: 'register, list and retire notices',
    reach: { secret: 'any', privacy_officer: 'any', administrator: 'any' },
  },
  consent: {
    says: 'say yes or no for a person, or see what was said',
    reach: { ...PAGES, secret: 'any', privacy_officer: 'any', administrator: 'any' },
    needsReason: true,
  },
  rights: {
    says: 'see, correct, pause, take along and erase what is held about a person',
    reach: { subject: 'own', secret: 'any', privacy_officer: 'any', administrator: 'any' },
    needsReason: true,
  },
  answer_requests: {
    says: 'say what came of a person’s request',
    reach: { secret: 'any', privacy_officer: 'any', administrator: 'any' },
    needsReason: true,
  },
  clearance: {
    says: 'ask whether the model has followed',
    reach: { ...PAGES, secret: 'any', privacy_officer: 'any', administrator: 'any' },
  },
  identify: {
    says: 'say who an anonymous person is; a page needs a subject token',
    reach: { subject: 'own', secret: 'any' },
  },
  find: {
    says: 'find our id of a person by one’s own',
    reach: { secret: 'any', privacy_officer: 'any', administrator: 'any' },
    needsReason: true,
  },
  read_catalogue: {
    says: 'read what there is to show',
    reach: { secret: 'any', viewer: 'any', marketer: 'any', administrator: 'any' },
  },
  write_catalogue: {
    says: 'change what there is to show',
    reach: { secret: 'any', marketer: 'any', administrator: 'any' },
  },
  read_ads: {
    says: 'see what advertising is made of, and what became of it',
    reach: { secret: 'nobody', ...NOBODY_FOR_OPERATORS },
  },
  write_ads: {
    says: 'set up advertisers, slots, audiences, creatives, campaigns and experiments',
    reach: { secret: 'nobody', marketer: 'nobody', administrator: 'nobody' },
  },
  review_ads: {
    says: 'approve or reject a creative',
    reach: { privacy_officer: 'nobody', administrator: 'nobody' },
  },
  bid: {
    says: 'ask for bids by OpenRTB, for places that others sell',
    reach: { exchange: 'nobody', secret: 'nobody', administrator: 'nobody' },
  },
  read_email: {
    says: 'see lists, templates, campaigns, automations, and how a send goes',
    reach: { secret: 'any', viewer: 'any', marketer: 'any', administrator: 'any' },
  },
  email: {
    says: 'change what is sent, start and stop a send, and bring in bounces',
    reach: { secret: 'any', marketer: 'any', administrator: 'any' },
  },
  preview_email: {
    says: 'see a mail as a person would get it, or as somebody who refused',
    reach: { secret: 'any', marketer: 'any', administrator: 'any' },
    needsReason: true,
  },
  subscribe: {
    says: 'put an address on a list, or ask to be told of an item',
    reach: { subject: 'own', secret: 'any', administrator: 'any' },
    needsReason: true,
  },
  read_status: {
    says: 'see how things stand, and the metrics',
    reach: { secret: 'any', ...EVERY_OPERATOR },
  },
  train: {
    says: 'start and end a training',
    reach: { marketer: 'any', administrator: 'any' },
  },
  read_log: {
    says: 'see what operators did for people, and why',
    reach: { privacy_officer: 'any', administrator: 'any' },
  },
  keys: {
    says: 'make, rotate and revoke keys',
    reach: { administrator: 'any' },
  },
  demo: {
    says: 'see the demo’s people',
    reach: { administrator: 'any' },
  },
} as const satisfies Readonly<Record<string, ActionEntry>>

export type Action = keyof typeof ACTIONS

export function reachOf(action: Action, credential: Credential): Reach | undefined {
  const { reach }: ActionEntry = ACTIONS[action]
  return reach[credential]
}

export function needsReason(action: Action): boolean {
  const { needsReason: needed = false }: ActionEntry = ACTIONS[action]
  return needed
}
