/**
 * Reads the facts of a question to the law from JSON, strictly: what is missing is unknown, a field
 * that is not known is refused. Nothing in it names a person.
 */
import type { PurposeConsent } from '../consent/index.ts'
import { NO_SIGNALS, readSignals } from '../signals/index.ts'
import {
  type Instant,
  type Issue,
  isPurpose,
  PURPOSES,
  type Purpose,
  type Region,
  type Result,
} from '../values/index.ts'
import type { Deployment, Facts } from './facts.ts'
import { isFields } from './parse-condition.ts'
import { isPlace } from './places.ts'
import { FieldReader } from './read-fields.ts'
import {
  AGE_KNOWLEDGE,
  ASK_ANSWERS,
  CAMPAIGN_KINDS,
  CHANNELS,
  CONSENT_CONTEXTS,
  CONTROLS,
  DATA_CATEGORIES,
  type DataFact,
  type Relationship,
  SIZES,
  type Situation,
  STORAGE_KINDS,
} from './situation.ts'

export const CONSENT_STATES = ['given', 'refused', 'withdrawn', 'none'] as const

const FIELDS = [
  'at',
  'location',
  'residence',
  'age',
  'purpose',
  'data',
  'inferred',
  'consent',
  'objection',
  'signals',
  'channel',
  'deployment',
  'campaign',
  'relationship',
  'storage',
  'recipient',
]
const CONSENT_FIELDS = ['state', 'by', 'explicit', 'separate', 'at', 'noticeShown', 'context']
const DEPLOYMENT_FIELDS = [
  'platform',
  'size',
  'establishment',
  'gatekeeper',
  'consumersServed',
  'controls',
  'directedToMinors',
  'markets',
]
const SIGNAL_FIELDS = ['gpc', 'dnt', 'tcf', 'gpp', 'gppSid', 'usp']
/** Far beyond what a signal may be long, which has a code of its own. */
const SIGNAL_TEXT_MAX = 131_072
const AGE_MAX = 130

/**
 * @param now the instant of a question that names none.
 *
 * Issues: `field_unknown`, `value_invalid`, `purpose_missing`, `place_unknown`, `age_impossible`,
 * `date_impossible`, and those of signals (see core/signals).
 */
export function parseLawFacts(json: unknown, now: Instant): Result<Facts> {
  const issues: Issue[] = []
  const root = new FieldReader(json, '', issues, FIELDS)
  const at = root.instant('at') ?? now
  const purpose = root.oneOf('purpose', PURPOSES)
  if (!root.has('purpose')) root.refuse('purpose', 'purpose_missing', 'The purpose in question')
  const consent = readConsent(root, at)
  const facts: Facts = {
    at,
    purpose: purpose ?? 'device_storage',
    subject: undefined,
    consentRevision: 0,
    location: root.place('location'),
    residence: root.place('residence'),
    ageBand: undefined,
    signals: readSignalFacts(root),
    deployment: readDeployment(root),
    consent: consent.consent,
    ...consent.terms,
    ...readAge(root),
    data: readData(root),
    objection: readObjection(root, at),
    channel: root.oneOf('channel', CHANNELS),
    campaign: readCampaign(root),
    relationship: readRelationship(root, at),
    storage: readStorage(root),
    recipient: readRecipient(root),
  }
  return issues.length === 0 ? { ok: true, value: facts } : { ok: false, issues }
}

function readAge(root: FieldReader): Pick<Situation, 'ageYears' | 'ageKnowledge'> {
  const age = root.object('age', ['years', 'knowledge'])
  const years = age?.get('years')
  const isAge = typeof years === 'number' && years >= 0 && years <= AGE_MAX
  if (years !== undefined && !isAge) {
    age?.refuse('years', 'age_impossible', `Years from 0 to ${AGE_MAX}`)
  }
  return {
    ageYears: isAge ? Math.floor(years) : undefined,
    ageKnowledge: age?.oneOf('knowledge', AGE_KNOWLEDGE),
  }
}

/** Categories, each alone or with `inferred` beside it; `"inferred"` in the list is of them all. */
function readData(root: FieldReader): readonly DataFact[] | undefined {
  const beside = root.get('inferred')
  const isBeside = beside === undefined || typeof beside === 'boolean' || Array.isArray(beside)
  if (!isBeside) root.refuse('inferred', 'value_invalid', 'true, false or a list of categories')
  const listed = root.list('data', (one) => {
    if (one === 'inferred') return { category: undefined, inferred: true }
    if (isFields(one)) {
      const { category, inferred = false, ...rest } = one
      const known = DATA_CATEGORIES.find((name) => name === category)
      const isWhole = Object.keys(rest).length === 0 && typeof inferred === 'boolean'
      return known && isWhole ? { category: known, inferred } : undefined
    }
    const known = DATA_CATEGORIES.find((name) => name === one)
    return known && { category: known, inferred: false }
  })
  if (listed === undefined) return undefined
  const all = beside === true || listed.some(({ category }) => category === undefined)
  const some: readonly unknown[] = Array.isArray(beside) ? beside : []
  return listed.flatMap(({ category, inferred }) =>
    category === undefined
      ? []
      : [{ category, inferred: inferred || all || some.includes(category) }],
  )
}

interface ReadConsent {
  readonly consent: PurposeConsent
  readonly terms: Pick<Situation, 'consentContext' | 'noticeShown'>
}

/** A yes to one thing alone is an express one. What is not said of a yes does not count for it. */
function readConsent(root: FieldReader, at: Instant): ReadConsent {
  const fields = root.object('consent', CONSENT_FIELDS)
  const state = fields?.oneOf('state', CONSENT_STATES) ?? 'none'
  const separate = fields?.flag('separate') ?? false
  return {
    consent: {
      status: state === 'none' ? 'unknown' : state,
      since: fields === undefined ? undefined : readPast(fields, 'at', at),
      by: fields?.oneOf('by', ['subject', 'guardian'] as const) ?? 'subject',
      explicit: fields?.flag('explicit') ?? separate,
      separate,
    },
    terms: {
      consentContext: fields?.oneOf('context', CONSENT_CONTEXTS),
      noticeShown: fields?.flag('noticeShown'),
    },
  }
}

/** What was said or done lies before the question. */
function readPast(fields: FieldReader, name: string, at: Instant): Instant | undefined {
  const then = fields.instant(name)
  if (then === undefined || then <= at) return then
  return fields.refuse(name, 'date_impossible', 'An instant that is not after "at"')
}

function readObjection(root: FieldReader, at: Instant): Situation['objection'] {
  const fields = root.object('objection', ['purpose', 'at'])
  if (fields === undefined) return undefined
  const given = fields.get('purpose')
  const own = root.get('purpose')
  const purpose: Purpose | undefined = fields.has('purpose')
    ? fields.oneOf('purpose', PURPOSES)
    : isPurpose(own)
      ? own
      : undefined
  if (given !== undefined && purpose === undefined) return undefined
  return purpose === undefined ? undefined : { purpose, at: readPast(fields, 'at', at) }
}

/** A string that cannot be read is no question: the answer to it would be a guess. */
function readSignalFacts(root: FieldReader): Facts['signals'] {
  const fields = root.object('signals', SIGNAL_FIELDS)
  if (fields === undefined) return NO_SIGNALS
  const { signals, issues } = readSignals({
    gpc: fields.flag('gpc'),
    dnt: fields.flag('dnt'),
    tcf: fields.text('tcf', SIGNAL_TEXT_MAX),
    gpp: fields.text('gpp', SIGNAL_TEXT_MAX),
    gppSid: fields.list('gppSid', (one) => (Number.isInteger(one) ? Number(one) : undefined)),
    usp: fields.text('usp', SIGNAL_TEXT_MAX),
  })
  for (const { path, code, says } of issues) fields.refuse(path, code, says)
  return signals
}

function readDeployment(root: FieldReader): Deployment {
  const fields = root.object('deployment', DEPLOYMENT_FIELDS)
  return {
    markets: fields?.list('markets', readPlace) ?? [],
    directedToMinors: fields?.flag('directedToMinors') ?? false,
    platform: fields?.flag('platform') ?? true,
    size: fields?.oneOf('size', SIZES),
    establishment: fields?.list('establishment', readPlace),
    gatekeeper: fields?.flag('gatekeeper'),
    consumersServed: fields === undefined ? undefined : readServed(fields),
    controls: fields?.list('controls', (one) => CONTROLS.find((known) => known === one)),
  }
}

function readPlace(one: unknown): Region | undefined {
  return isPlace(one) ? one : undefined
}

function readServed(fields: FieldReader): Readonly<Record<string, number>> | undefined {
  const served = fields.get('consumersServed')
  if (served === undefined) return undefined
  const isCount = (n: unknown): boolean => Number.isInteger(n) && Number(n) >= 0
  if (
    isFields(served) &&
    Object.entries(served).every(([code, n]) => isPlace(code) && isCount(n))
  ) {
    return Object.fromEntries(Object.entries(served).map(([code, n]) => [code, Number(n)]))
  }
  return fields.refuse('consumersServed', 'value_invalid', 'Numbers of people by place')
}

function readCampaign(root: FieldReader): Situation['campaign'] {
  const fields = root.object('campaign', [...CAMPAIGN_KINDS, 'paidBy'])
  fields?.text('paidBy')
  return fields && CAMPAIGN_KINDS.filter((kind) => fields.flag(kind) === true)
}

function readRelationship(root: FieldReader, at: Instant): Relationship | undefined {
  const known = ['lastPurchaseAt', 'lastInquiryAt', 'asks', 'ownSimilarProducts']
  const fields = root.object('relationship', known)
  if (fields === undefined) return undefined
  const asks = fields.list('asks', (one) => {
    const issues: Issue[] = []
    const ask = new FieldReader(one, '', issues, ['at', 'answer'])
    const [asked, answer] = [readPast(ask, 'at', at), ask.oneOf('answer', ASK_ANSWERS)]
    if (issues.length > 0 || asked === undefined || answer === undefined) return undefined
    return { at: asked, answer }
  })
  return {
    lastPurchaseAt: readPast(fields, 'lastPurchaseAt', at),
    lastInquiryAt: readPast(fields, 'lastInquiryAt', at),
    ownSimilarProducts: fields.flag('ownSimilarProducts'),
    asks: asks ?? [],
  }
}

function readStorage(root: FieldReader): Situation['storage'] {
  const fields = root.object('storage', ['kind', 'solePurpose'])
  const kind = fields?.oneOf('kind', STORAGE_KINDS)
  return kind && { kind, solePurpose: fields?.flag('solePurpose') }
}

function readRecipient(root: FieldReader): Situation['recipient'] {
  const fields = root.object('recipient', ['country', 'canMatchToPerson', 'broker'])
  if (fields === undefined) return undefined
  return {
    country: fields.place('country'),
    canMatchToPerson: fields.flag('canMatchToPerson'),
    broker: fields.flag('broker'),
  }
}
