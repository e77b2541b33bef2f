/**
 * Reads the environment into one frozen configuration, defaults beside their variables. Every
 * problem is named at once; a contradiction refuses the start. `docs/reference/configuration.md` is
 * generated from `listSettings`.
 */
import { resolve } from 'node:path'
import type { Deployment } from '@equipoise/core/law'
import { isRegion, isVerb, type Region, VERBS, type Verb } from '@equipoise/core/values'
import { EquipoiseError } from '../errors.ts'
import type { Environment, Variable } from './environment.ts'

export interface Config {
  readonly dataDirectory: string
  readonly host: string
  readonly port: number
  readonly logLevel: string
  readonly deployment: Deployment
  readonly recommend: RecommendConfig
  readonly secrets: Secrets
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
}

/** Secrets print as nothing, so that no log and no dump carries them. */
export interface Secrets {
  readonly rootKey: Uint8Array | undefined
  toJSON(): string
}

interface Setting<T> {
  readonly variable: Variable
  readonly fallback: string
  readonly accepts: string
  readonly says: string
  readonly parse: (text: string) => T | undefined
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
    '60',
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
    recommend: {
      supportPeopleMin: read(SETTINGS.supportPeopleMin),
      modelClearanceSeconds: read(SETTINGS.modelClearanceSeconds),
      excludedVerbs: read(SETTINGS.excludedVerbs),
      halfLifeDays: read(SETTINGS.halfLifeDays),
      lambda: read(SETTINGS.lambda),
      dropout: read(SETTINGS.dropout),
      weightExponentTenths: read(SETTINGS.weightExponentTenths),
      neighboursMax: read(SETTINGS.neighboursMax),
    },
    secrets: { rootKey, toJSON: () => '[secret]' },
  }
  if (problems.length > 0) {
    throw new EquipoiseError('config_invalid', `Cannot start: ${problems.join('; ')}`)
  }
  return Object.freeze(config)
}

function setting<T>(
  variable: Variable,
  fallback: string,
  accepts: string,
  says: string,
  parse: (text: string) => T | undefined,
): Setting<T> {
  return { variable, fallback, accepts, says, parse }
}

function integer(min: number, max: number): (text: string) => number | undefined {
  return (text) => (/^\d+$/.test(text) ? number(min, max)(text) : undefined)
}

function number(min: number, max: number): (text: string) => number | undefined {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    return value >= min && value <= max ? value : undefined
  }
}

function flag(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined
}

function oneOf(values: readonly string[]): (text: string) => string | undefined {
  return (text) => (values.includes(text) ? text : undefined)
}

function listOf<T extends Region | Verb>(
  isOne: (text: unknown) => text is T,
): (text: string) => readonly T[] | undefined {
  return (text) => {
    const parts = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
    return parts.every(isOne) ? parts : undefined
  }
}

function hexKey(text: string): Uint8Array | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined
}
