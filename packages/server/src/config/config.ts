/**
 * Reads the environment into one frozen configuration, defaults beside their variables. Every
 * problem is named at once; a contradiction refuses the start. `docs/reference/configuration.md` is
 * generated from `listSettings`.
 */
import { resolve } from 'node:path'
import { BANNER_PURPOSES, type BannerPurpose } from '@equipoise/browser/banner'
import { AUDIENCE_PEOPLE_FLOOR, AUDIENCE_PRESETS } from '@equipoise/core/channels'
import type { Deployment } from '@equipoise/core/law'
import type { ModelOptions } from '@equipoise/core/recommend'
import { isRegion, isVerb, type Region, VERBS, type Verb } from '@equipoise/core/values'
import { EquipoiseError } from '../errors.ts'
import { EMAIL_SETTINGS, type EmailConfig, readEmailConfig } from './email-settings.ts'
import type { Environment } from './environment.ts'
import { REPORT_SETTINGS, type ReportConfig, readReportConfig } from './report-settings.ts'
import {
  flag,
  hexKey,
  integer,
  isNetwork,
  isOrigin,
  listOf,
  number,
  oneOf,
  optionalText,
  rate,
  type Setting,
  setting,
} from './setting.ts'

export interface Config {
  readonly dataDirectory: string
  readonly host: string
  readonly port: number
  readonly logLevel: string
  readonly deployment: Deployment
  readonly http: HttpConfig
  readonly recommend: RecommendConfig
  readonly channels: ChannelConfig
  readonly collect: CollectConfig
  readonly records: RecordsConfig
  readonly banner: BannerConfig
  readonly receipts: ReceiptsConfig
  readonly email: EmailConfig
  readonly reports: ReportConfig
  readonly secrets: Secrets
}

/** What the server takes from whoever calls, how much at once, and how long it waits. */
export interface HttpConfig {
  /** As browsers send them. */
  readonly origins: readonly string[]
  /** Where clients outside reach this server; undefined where nobody said. */
  readonly publicOrigin: string | undefined
  /** Addresses and networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  /** Open at once; those beyond are closed as they come. */
  readonly connectionsMax: number
  /** Worked on at once; those beyond are answered 503. */
  readonly requestsMax: number
  readonly headTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly answerTimeoutMs: number
  readonly idleTimeoutMs: number
  readonly shutdownTimeoutMs: number
  readonly rates: Rates
}

/** How many requests each may send in the time that the name says; null for no limit. */
export interface Rates {
  /** A secret or an operator's key. */
  readonly keyPerSecond: number | null
  /** One address with a publishable key. */
  readonly pagePerSecond: number | null
  /** A person in front of a page. */
  readonly subjectPerMinute: number | null
  /** The same person, asking what to show. */
  readonly outletPerMinute: number | null
  /** One address without a key that holds. */
  readonly addressPerMinute: number | null
  /** One address, reading the open log. */
  readonly logPerMinute: number | null
  /** One address, refusing without being known: each refusal is a leaf that stays. */
  readonly refusalPerMinute: number | null
  readonly linkPerMinute: number | null
}

export interface RecommendConfig {
  /** How many people must share a reason before it is named (k). */
  readonly supportPeopleMin: number
  readonly modelClearanceSeconds: number
  /** Items that a subject met with one of these verbs are not recommended to them again. */
  readonly excludedVerbs: readonly Verb[]
  /** Days in which an interaction loses half of its weight; null where it keeps it. */
  readonly halfLifeDays: number | null
  readonly lambda: number
  readonly dropout: number
  /** In tenths: a subject of n items weighs n^-(exponent/10). */
  readonly weightExponentTenths: number
  /** How many other items speak for each item. */
  readonly neighboursMax: number
  readonly popularityTenths: number
  /** 0 where nothing fades by place. */
  readonly halfLifeItems: number
  /** Which of the model's hyper-parameters the environment sets: these no tuning replaces. */
  readonly fixed: readonly (keyof ModelOptions)[]
}

/** What channels hold back. */
export interface ChannelConfig {
  /** What somebody looked at is shown so often within so many days at most. */
  readonly followCap: { readonly most: number; readonly withinDays: number }
  /** How many people an audience has to have (k). */
  readonly audiencePeopleMin: number
}

/** Files of one's own, in JSON; undefined where there is none. */
export interface CollectConfig {
  readonly eventMappingsFile: string | undefined
  readonly consentCategoriesFile: string | undefined
}

/** A file of one's own, in JSON; undefined where there is none. */
export interface RecordsConfig {
  readonly statementsFile: string | undefined
}

/** What people are asked on pages, and who asks. */
export interface BannerConfig {
  readonly purposes: readonly BannerPurpose[]
  /** Who stands behind the pages; undefined for the host's name. */
  readonly controller: string | undefined
  /** Who else gets data, as people are told; empty for nobody. */
  readonly recipients: string
  readonly privacyUrl: string | undefined
}

/** What receipts say of the business beside its name, and of an erasure. */
export interface ReceiptsConfig {
  readonly address: string | undefined
  readonly contact: string | undefined
  /** Where data is kept. */
  readonly storedIn: readonly Region[]
  /** For how long a copy of the key files may open what an erasure made unreadable. */
  readonly keyCopyDays: number
}

/** Secrets print as nothing, so that no log and no dump carries them. */
export interface Secrets {
  readonly rootKey: Uint8Array | undefined
  toJSON(): string
}

const SETTINGS = {
  dataDirectory: setting(
    'EQUIPOISE_DATA',
    './data',
    'a path',
    'Where all data lies',
    (text) => text,
  ),
  host: setting(
    'EQUIPOISE_HOST',
    '127.0.0.1',
    'an address',
    'Where the server listens',
    (text) => text,
  ),
  port: setting(
    'EQUIPOISE_PORT',
    '8787',
    '0 to 65535',
    'The port; 0 picks a free one',
    integer(0, 65_535),
  ),
  rootKey: setting(
    'EQUIPOISE_ROOT_KEY',
    '',
    '64 hexadecimal digits',
    'The root key; without it, a file in the data directory holds one',
    hexKey,
  ),
  logLevel: setting(
    'EQUIPOISE_LOG_LEVEL',
    'warn',
    'trace, debug, info, warn, error or silent',
    'How much is logged; never personal data',
    oneOf(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
  ),
  markets: setting(
    'EQUIPOISE_MARKETS',
    '',
    'regions, such as "DE,FR,US-CA"',
    'Whose law binds a person of unknown place; without any, opt-in',
    listOf(isRegion),
  ),
  directedToMinors: setting(
    'EQUIPOISE_DIRECTED_TO_MINORS',
    'false',
    'true or false',
    'Whether people of unknown age are taken for minors',
    flag,
  ),
  platform: setting(
    'EQUIPOISE_PLATFORM',
    'true',
    'true or false',
    'Whether this is an online platform (DSA Art. 3(i)); the stricter by default',
    flag,
  ),
  supportPeopleMin: setting(
    'EQUIPOISE_SUPPORT_PEOPLE_MIN',
    '100',
    '50 to 1000000',
    'How many people must share a reason before it is named',
    integer(50, 1_000_000),
  ),
  modelClearanceSeconds: setting(
    'EQUIPOISE_MODEL_CLEARANCE_SECONDS',
    '5',
    '1 to 86400',
    'Within how long the published model forgets who left',
    integer(1, 86_400),
  ),
  excludedVerbs: setting(
    'EQUIPOISE_EXCLUDED_VERBS',
    'purchase,play,like,dislike',
    `verbs out of ${VERBS.join(', ')}`,
    'What a person met with one of these verbs is not recommended to them again',
    listOf(isVerb),
  ),
  halfLifeDays: setting(
    'EQUIPOISE_HALF_LIFE_DAYS',
    '180',
    '1 to 36500, or "none"',
    'Days in which an interaction loses half of its weight',
    (text) => (text === 'none' ? null : integer(1, 36_500)(text)),
  ),
  followShowingsMax: setting(
    'EQUIPOISE_FOLLOW_SHOWINGS_MAX',
    '2',
    '1 to 1000000',
    'What a person looked at, or its like, is shown to them at most so often',
    integer(1, 1_000_000),
  ),
  followDays: setting(
    'EQUIPOISE_FOLLOW_DAYS',
    '7',
    '1 to 30',
    'Within so many days',
    integer(1, 30),
  ),
  audiencePeopleMin: setting(
    'EQUIPOISE_AUDIENCE_PEOPLE_MIN',
    'default',
    'floor (50), default (100), strict (1000), apple (5000), or a number from 50',
    'How many people an audience of ads has to have, and two of them differ by',
    audienceMin,
  ),
  lambda: setting(
    'EQUIPOISE_MODEL_LAMBDA',
    '20',
    'above 0, up to 1000000',
    'How strongly the model is held back (ridge)',
    number(1e-6, 1e6),
  ),
  dropout: setting(
    'EQUIPOISE_MODEL_DROPOUT',
    '0.5',
    '0 to 0.95',
    'How little the model leans on an item itself (EDLAE)',
    number(0, 0.95),
  ),
  weightExponentTenths: setting(
    'EQUIPOISE_MODEL_WEIGHT_EXPONENT',
    '5',
    '0 to 10',
    'Tenths by which a long history counts less: each person weighs n^-(value/10)',
    integer(0, 10),
  ),
  neighboursMax: setting(
    'EQUIPOISE_MODEL_NEIGHBOURS',
    '200',
    '1 to 5000',
    'How many other items speak for each item',
    integer(1, 5_000),
  ),
  popularityTenths: setting(
    'EQUIPOISE_MODEL_POPULARITY_EXPONENT',
    '0',
    '0 to 10',
    'Tenths by which the model leans to what is popular: weights towards an item times d^(value/10)',
    integer(0, 10),
  ),
  halfLifeItems: setting(
    'EQUIPOISE_HALF_LIFE_ITEMS',
    'none',
    '1 to 10000, or "none"',
    'After how many later items of a person an item has lost half of its weight',
    (text) => (text === 'none' ? 0 : integer(1, 10_000)(text)),
  ),
  eventMappings: setting(
    'EQUIPOISE_EVENT_MAPPINGS',
    '',
    'a path of a JSON file',
    'What your own event names mean; without it, the standard ones alone mean anything',
    optionalText,
  ),
  consentCategories: setting(
    'EQUIPOISE_CONSENT_CATEGORIES',
    '',
    'a path of a JSON file',
    'Which purposes the categories of your consent tool stand for; without it, our own names alone',
    optionalText,
  ),
  recordsFile: setting(
    'EQUIPOISE_RECORDS',
    '',
    'a path of a JSON file',
    'What only you can tell for the records of a privacy officer; without it, that stands open in them',
    optionalText,
  ),
  controller: setting(
    'EQUIPOISE_CONTROLLER',
    '',
    'a name of up to 200 characters',
    'Who stands behind your pages, as people are told; the name of the host where left out',
    (text) => (text.length > 200 ? undefined : optionalText(text)),
  ),
  recipients: setting(
    'EQUIPOISE_RECIPIENTS',
    '',
    'names, up to 500 characters',
    'Who else gets data about people, as they are told before anything is passed on',
    (text) => (text.length > 500 ? undefined : text),
  ),
  privacyUrl: setting(
    'EQUIPOISE_PRIVACY_URL',
    '',
    'an https address, or a path of your site such as "/privacy"',
    'Where the banner’s link leads that tells more; without it there is no link',
    (text) => (text === '' ? null : isPageAddress(text) ? text : undefined),
  ),
  controllerAddress: setting(
    'EQUIPOISE_CONTROLLER_ADDRESS',
    '',
    'an address of up to 100 characters',
    'Where the business is, as receipts of consent say',
    (text) => (text.length > 100 ? undefined : optionalText(text)),
  ),
  controllerContact: setting(
    'EQUIPOISE_CONTROLLER_CONTACT',
    '',
    'an email or other address of up to 100 characters',
    'How the business is reached about data, as receipts of consent say',
    (text) => (text.length > 100 ? undefined : optionalText(text)),
  ),
  storedIn: setting(
    'EQUIPOISE_STORED_IN',
    '',
    'regions such as "DE,IE"',
    'Where data is kept, as receipts of consent say',
    listOf(isRegion),
  ),
  keyCopyDays: setting(
    'EQUIPOISE_KEY_COPY_DAYS',
    '0',
    '0 to 3650',
    'For how many days you keep copies of the key files, if you make any: receipts of an erasure say so long a backup may be opened',
    integer(0, 3_650),
  ),
  bannerPurposes: setting(
    'EQUIPOISE_BANNER_PURPOSES',
    'device_storage,site_personalization,model_training,measurement,first_party_advertising',
    `purposes out of ${BANNER_PURPOSES.join(', ')}`,
    'What the banner asks for, where the law and what was said leave something to ask',
    listOf(isBannerPurpose),
  ),
  ...EMAIL_SETTINGS,
  ...REPORT_SETTINGS,
  origins: setting(
    'EQUIPOISE_ORIGINS',
    '',
    'origins, such as "https://shop.example"',
    'Whose pages may call the API, beside those of publishable keys',
    listOf(isOrigin),
  ),
  publicOrigin: setting(
    'EQUIPOISE_PUBLIC_ORIGIN',
    '',
    'an origin, such as "https://shop.example"',
    'Where clients outside reach this server: what Segment’s browser client is told to send to',
    (text) => (text === '' ? null : isOrigin(text) ? text : undefined),
  ),
  trustedProxies: setting(
    'EQUIPOISE_TRUSTED_PROXIES',
    '',
    'addresses and networks, such as "10.0.0.0/8,::1"',
    'The proxies in front, whose X-Forwarded headers are believed; nobody else’s are',
    listOf(isNetwork),
  ),
  connectionsMax: setting(
    'EQUIPOISE_CONNECTIONS_MAX',
    '10000',
    '1 to 1000000',
    'How many connections may be open at once',
    integer(1, 1_000_000),
  ),
  requestsMax: setting(
    'EQUIPOISE_REQUESTS_MAX',
    '1000',
    '1 to 100000',
    'How many requests are worked on at once; more are answered 503',
    integer(1, 100_000),
  ),
  headTimeoutMs: setting(
    'EQUIPOISE_HEAD_TIMEOUT_MS',
    '10000',
    '100 to 600000',
    'Within how long the head of a request has to arrive',
    integer(100, 600_000),
  ),
  requestTimeoutMs: setting(
    'EQUIPOISE_REQUEST_TIMEOUT_MS',
    '30000',
    '100 to 600000, no less than for the head',
    'Within how long a whole request has to arrive',
    integer(100, 600_000),
  ),
  answerTimeoutMs: setting(
    'EQUIPOISE_ANSWER_TIMEOUT_MS',
    '30000',
    '100 to 600000',
    'Within how long after that a request is answered, if only with 503',
    integer(100, 600_000),
  ),
  idleTimeoutMs: setting(
    'EQUIPOISE_IDLE_TIMEOUT_MS',
    '65000',
    '100 to 600000',
    'How long a connection is kept open between requests',
    integer(100, 600_000),
  ),
  shutdownTimeoutMs: setting(
    'EQUIPOISE_SHUTDOWN_TIMEOUT_MS',
    '10000',
    '0 to 600000',
    'How long requests under way may take once the server is told to stop',
    integer(0, 600_000),
  ),
  keyPerSecond: setting(
    'EQUIPOISE_RATE_KEY_PER_SECOND',
    'none',
    '1 to 1000000, or "none"',
    'Requests a second with one secret or operator key',
    rate,
  ),
  pagePerSecond: setting(
    'EQUIPOISE_RATE_PAGE_PER_SECOND',
    '50',
    '1 to 1000000, or "none"',
    'Requests a second with a publishable key from one address',
    rate,
  ),
  subjectPerMinute: setting(
    'EQUIPOISE_RATE_SUBJECT_PER_MINUTE',
    '300',
    '1 to 1000000, or "none"',
    'Requests a minute of one person in front of a page',
    rate,
  ),
  outletPerMinute: setting(
    'EQUIPOISE_RATE_OUTLET_PER_MINUTE',
    '60',
    '1 to 1000000, or "none"',
    'How often a minute one person in front of a page may ask what to show',
    rate,
  ),
  addressPerMinute: setting(
    'EQUIPOISE_RATE_ADDRESS_PER_MINUTE',
    '300',
    '1 to 1000000, or "none"',
    'Requests a minute from one address without a key that holds',
    rate,
  ),
  logPerMinute: setting(
    'EQUIPOISE_RATE_LOG_PER_MINUTE',
    '600',
    '1 to 1000000, or "none"',
    'Requests a minute from one address to the open log under /ledger',
    rate,
  ),
  refusalPerMinute: setting(
    'EQUIPOISE_RATE_REFUSAL_PER_MINUTE',
    '20',
    '1 to 1000000, or "none"',
    'Refusals with a receipt a minute from one address, of people who are not known',
    rate,
  ),
  linkPerMinute: setting(
    'EQUIPOISE_RATE_LINK_PER_MINUTE',
    '5',
    '1 to 1000000, or "none"',
    'Requests a minute from one address for a link into the privacy center',
    rate,
  ),
} as const

/** Every setting as documentation needs it. */
export function listSettings(): readonly Omit<Setting<unknown>, 'parse'>[] {
  return Object.values(SETTINGS)
}

/** @throws EquipoiseError `config_invalid` with every problem. */
export function parseConfig(environment: Environment): Config {
  const problems: string[] = []
  const read = <T>({ variable, fallback, accepts, parse }: Setting<T>): T => {
    const value = parse(environment[variable] ?? fallback)
    if (value !== undefined) return value
    problems.push(`${variable}: want ${accepts}`)
    // Replaced by the throw below; the fallback of every setting parses (a test holds this).
    return parse(fallback) as T
  }
  const rootKey = environment.EQUIPOISE_ROOT_KEY === undefined ? undefined : read(SETTINGS.rootKey)
  const config: Config = {
    dataDirectory: resolve(read(SETTINGS.dataDirectory)),
    host: read(SETTINGS.host),
    port: read(SETTINGS.port),
    logLevel: read(SETTINGS.logLevel),
    deployment: {
      markets: read(SETTINGS.markets),
      directedToMinors: read(SETTINGS.directedToMinors),
      platform: read(SETTINGS.platform),
    },
    http: {
      origins: read(SETTINGS.origins),
      publicOrigin: read(SETTINGS.publicOrigin) ?? undefined,
      trustedProxies: read(SETTINGS.trustedProxies),
      connectionsMax: read(SETTINGS.connectionsMax),
      requestsMax: read(SETTINGS.requestsMax),
      headTimeoutMs: read(SETTINGS.headTimeoutMs),
      requestTimeoutMs: read(SETTINGS.requestTimeoutMs),
      answerTimeoutMs: read(SETTINGS.answerTimeoutMs),
      idleTimeoutMs: read(SETTINGS.idleTimeoutMs),
      shutdownTimeoutMs: read(SETTINGS.shutdownTimeoutMs),
      rates: {
        keyPerSecond: read(SETTINGS.keyPerSecond),
        pagePerSecond: read(SETTINGS.pagePerSecond),
        subjectPerMinute: read(SETTINGS.subjectPerMinute),
        outletPerMinute: read(SETTINGS.outletPerMinute),
        addressPerMinute: read(SETTINGS.addressPerMinute),
        logPerMinute: read(SETTINGS.logPerMinute),
        refusalPerMinute: read(SETTINGS.refusalPerMinute),
        linkPerMinute: read(SETTINGS.linkPerMinute),
      },
    },
    recommend: {
      supportPeopleMin: read(SETTINGS.supportPeopleMin),
      modelClearanceSeconds: read(SETTINGS.modelClearanceSeconds),
      excludedVerbs: read(SETTINGS.excludedVerbs),
      halfLifeDays: read(SETTINGS.halfLifeDays),
      lambda: read(SETTINGS.lambda),
      dropout: read(SETTINGS.dropout),
      weightExponentTenths: read(SETTINGS.weightExponentTenths),
      neighboursMax: read(SETTINGS.neighboursMax),
      popularityTenths: read(SETTINGS.popularityTenths),
      halfLifeItems: read(SETTINGS.halfLifeItems),
      fixed: fixedBy(environment),
    },
    channels: {
      followCap: {
        most: read(SETTINGS.followShowingsMax),
        withinDays: read(SETTINGS.followDays),
      },
      audiencePeopleMin: read(SETTINGS.audiencePeopleMin),
    },
    collect: {
      eventMappingsFile: read(SETTINGS.eventMappings) ?? undefined,
      consentCategoriesFile: read(SETTINGS.consentCategories) ?? undefined,
    },
    records: { statementsFile: read(SETTINGS.recordsFile) ?? undefined },
    banner: {
      purposes: read(SETTINGS.bannerPurposes),
      controller: read(SETTINGS.controller) ?? undefined,
      recipients: read(SETTINGS.recipients),
      privacyUrl: read(SETTINGS.privacyUrl) ?? undefined,
    },
    receipts: {
      address: read(SETTINGS.controllerAddress) ?? undefined,
      contact: read(SETTINGS.controllerContact) ?? undefined,
      storedIn: read(SETTINGS.storedIn),
      keyCopyDays: read(SETTINGS.keyCopyDays),
    },
    email: readEmailConfig(read, problems),
    reports: readReportConfig(read, problems),
    secrets: { rootKey, toJSON: () => '[secret]' },
  }
  const { headTimeoutMs, requestTimeoutMs } = config.http
  if (headTimeoutMs > requestTimeoutMs) {
    problems.push('EQUIPOISE_REQUEST_TIMEOUT_MS: want no less than EQUIPOISE_HEAD_TIMEOUT_MS')
  }
  const { purposes, recipients } = config.banner
  const passesOn = purposes.some((one) => PASSING_ON.includes(one))
  if (passesOn && recipients === '') {
    problems.push('EQUIPOISE_RECIPIENTS: want the names of those that data are passed on to')
  }
  if (problems.length > 0) {
    throw new EquipoiseError('config_invalid', `Cannot start: ${problems.join('; ')}`)
  }
  return Object.freeze(config)
}

function fixedBy(environment: Environment): readonly (keyof ModelOptions)[] {
  const variables = {
    lambda: SETTINGS.lambda,
    dropout: SETTINGS.dropout,
    exponentTenths: SETTINGS.weightExponentTenths,
    neighboursMax: SETTINGS.neighboursMax,
    popularityTenths: SETTINGS.popularityTenths,
    halfLifeItems: SETTINGS.halfLifeItems,
  } as const
  const solving = ['lambda', 'dropout', 'exponentTenths', 'neighboursMax'] as const
  const names = [...solving, 'popularityTenths', 'halfLifeItems'] as const
  return names.filter((name) => environment[variables[name].variable] !== undefined)
}

function audienceMin(text: string): number | undefined {
  const preset = Object.entries(AUDIENCE_PRESETS).find(([name]) => name === text)
  return preset?.[1] ?? integer(AUDIENCE_PEOPLE_FLOOR, 1_000_000)(text)
}

const PASSING_ON: readonly BannerPurpose[] = ['cross_context_advertising', 'sale_or_sharing']

function isBannerPurpose(text: unknown): text is BannerPurpose {
  return BANNER_PURPOSES.some((purpose) => purpose === text)
}

/** Nothing that runs as a script. */
function isPageAddress(text: string): boolean {
  if (text.startsWith('/')) return !text.startsWith('//')
  return URL.canParse(text) && new URL(text).protocol === 'https:'
}
