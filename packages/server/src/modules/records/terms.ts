/**
 * The terms on which data is kept, as they stand just now: out of configuration, packs, keys and
 * what was relaxed. Every record is made of these and of `holdings.ts`.
 */
import type { Clock, Deployment, Rule, RulePack } from '@equipoise/core/law'
import { isInForce, packName } from '@equipoise/core/law'
import { formatInstant, type Instant, type Purpose, type Region } from '@equipoise/core/values'
import type { AccessKey, Store } from '../../store/index.ts'
import type { KeyRing } from '../access/index.ts'
import { type AssessedRelaxation, type Gate, listRelaxations } from '../law/index.ts'
import { type ConnectingConfig, type Connection, listConnections } from './connections.ts'
import type { Statements } from './statements.ts'
import { type SurveyParts, surveyDirectory, untoldOf } from './survey.ts'

export interface RecordsParts extends SurveyParts {
  readonly store: Store
  readonly gate: Gate
  readonly keyRing: KeyRing
  readonly statements: Statements
  readonly supportPeopleMin: number
  readonly config: RecordsConfig
  readonly now: () => Instant
}

/** The part of the configuration that records tell of. */
export interface RecordsConfig extends ConnectingConfig {
  readonly host: string
  readonly http: { readonly trustedProxies: readonly string[] }
  readonly recommend: { readonly modelClearanceSeconds: number }
  /** What people are told on pages of who asks, and who else gets data. */
  readonly banner: {
    readonly purposes: readonly Purpose[]
    readonly controller: string | undefined
    readonly recipients: string
    readonly privacyUrl: string | undefined
  }
  readonly secrets: { readonly rootKey: Uint8Array | undefined }
}

export interface Terms extends Omit<RecordsParts, 'store' | 'gate' | 'keyRing' | 'now'> {
  readonly at: Instant
  readonly packs: readonly RulePack[]
  readonly deployment: Deployment
  readonly markets: readonly Region[]
  readonly relaxations: readonly AssessedRelaxation[]
  /** Those that open anything now. */
  readonly keys: readonly AccessKey[]
  /** Which purposes the banner, and the notices that are not retired, ask for. */
  readonly asked: ReadonlySet<Purpose>
  readonly connections: readonly Connection[]
  /** What is there and told of nowhere. */
  readonly untold: readonly string[]
  /** Places of the store that have no row. */
  readonly empty: ReadonlySet<string>
}

export async function readTerms(parts: RecordsParts): Promise<Terms> {
  const { store, gate, keyRing, config, now } = parts
  const survey = await surveyDirectory(parts)
  return {
    ...parts,
    at: now(),
    packs: gate.packs,
    deployment: gate.deployment,
    markets: gate.deployment.markets,
    relaxations: await listRelaxations(store),
    keys: keyRing.list().filter(({ expiresAt, revokedAt }) => isOpen(expiresAt, revokedAt, now())),
    asked: new Set([...config.banner.purposes, ...(await purposesAsked(store))]),
    connections: listConnections(config),
    untold: untoldOf(survey),
    empty: new Set(survey.tables.filter(({ empty }) => empty).map(({ place }) => place)),
  }
}

function isOpen(
  expiresAt: Instant | undefined,
  revokedAt: Instant | undefined,
  at: Instant,
): boolean {
  return revokedAt === undefined && (expiresAt === undefined || at < expiresAt)
}

/** So many of the latest notices are read. */
const NOTICES_READ_MAX = 200

async function purposesAsked(store: Store): Promise<readonly Purpose[]> {
  const page = { before: undefined, count: NOTICES_READ_MAX }
  const { entries } = await store.read('system', async (reader) => reader.listNotices(page))
  const live = entries.filter(({ retiredAt }) => retiredAt === undefined)
  // The body is our own canonical JSON of a notice that was read when it was registered.
  return live.flatMap(({ body }) => (JSON.parse(body) as { purposes: Purpose[] }).purposes)
}

/** Our own rules that are in force, and the clocks beside them. */
export function houseRules({ packs, at }: Pick<Terms, 'packs' | 'at'>): readonly Rule[] {
  return housePacks(packs).flatMap(({ rules, zone }) =>
    rules.filter((rule) => isInForce(rule, at, zone)),
  )
}

export function houseClocks({ packs, at }: Pick<Terms, 'packs' | 'at'>): readonly Clock[] {
  return housePacks(packs).flatMap(({ clocks = [], zone }) =>
    clocks.filter((clock) => isInForce(clock, at, zone)),
  )
}

function housePacks(packs: readonly RulePack[]): readonly RulePack[] {
  return packs.filter(({ scope }) => scope.kind === 'house')
}

/** What a record is made of, so that it can be made again. */
export interface MadeOf {
  readonly madeAt: string
  readonly markets: readonly Region[]
  /** `id@version` of each pack. */
  readonly packs: readonly string[]
  /** What is kept or reached and told of nowhere: a fault of the product; empty as a rule. */
  readonly untold: readonly string[]
}

export function madeOf({ at, markets, packs, untold }: Terms): MadeOf {
  return { madeAt: formatInstant(at), markets, packs: packs.map(packName), untold }
}

/** Who is responsible, as far as anybody said. */
export function controllerOf({ statements, config }: Pick<Terms, 'statements' | 'config'>) {
  const { controller: name } = config.banner
  return statements.controller ?? (name === undefined ? null : { name })
}
