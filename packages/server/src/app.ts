/**
 * The composition root: opens a data directory and puts the product's parts together, by hand. The
 * server and a command that runs alone are made of the same parts.
 */
import type { RulePack } from '@equipoise/core/law'
import { type Instant, toInstant } from '@equipoise/core/values'
import type { Config } from './config/config.ts'
import { type DataDirectory, openDirectory } from './directory.ts'
import { randomPool } from './keys/random-pool.ts'
import { type AccessParts, KeyRing, SubjectTokens } from './modules/access/index.ts'
import { type Catalogue, openCatalogue } from './modules/catalogue/index.ts'
import { type CollectParts, loadTongues, type Tongues } from './modules/collect/index.ts'
import type { ConsentParts } from './modules/consent/index.ts'
import type { DecideParts } from './modules/decide/index.ts'
import { createGate, type Gate, loadPacks } from './modules/law/index.ts'
import { createParties, type PartyTexts } from './modules/receipts/index.ts'
import type { RightsParts } from './modules/rights/index.ts'
import {
  type ConfiguredOptions,
  chooseOptions,
  DailyRelease,
  findTunedOptions,
  ModelFile,
  Trainer,
} from './modules/train/index.ts'
import { openStore, type Store } from './store/index.ts'

export interface App
  extends AccessParts,
    CollectParts,
    ConsentParts,
    Omit<DecideParts, 'store' | 'gate'>,
    RightsParts {
  readonly config: Config
  readonly directory: DataDirectory
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
  readonly keyRing: KeyRing
  readonly tongues: Tongues
  readonly subjectTokens: SubjectTokens
  readonly trainer: Trainer
  /** What the configuration says of hyper-parameters; `trainer.options` are those in use. */
  readonly configured: ConfiguredOptions
  readonly now: () => Instant
  /** Aborts when the app is closed. */
  readonly closing: AbortSignal
  close(): Promise<void>
}

export interface AppOptions {
  readonly config: Config
  /** Whether this process stays, as a server does. */
  readonly resident: boolean
  readonly now?: () => Instant
  readonly packs?: readonly RulePack[]
  readonly onError?: (error: unknown) => void
}

/**
 * @throws EquipoiseError where the directory is in use, its keys are missing, or a pack is broken.
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { dataDirectory, secrets } = options.config
  const directory = openDirectory(dataDirectory, secrets.rootKey)
  const now = options.now ?? (() => toInstant(Date.now()))
  let store: Store | undefined
  try {
    store = openStore({ directory: directory.path, root: directory.root, now })
    return await putTogether({ ...options, directory, store, now })
  } catch (error) {
    await store?.close()
    directory.release()
    throw error
  }
}

interface Opened extends AppOptions {
  readonly directory: DataDirectory
  readonly store: Store
  readonly now: () => Instant
}

async function putTogether({
  config,
  resident,
  directory,
  store,
  now,
  packs = loadPacks(),
  onError = () => {},
}: Opened): Promise<App> {
  const { recommend, deployment } = config
  const { root } = directory
  const random = randomPool()
  const gate = await createGate({ store, packs, deployment, now })
  const parties = createParties(store, partyTexts(config))
  const catalogue = await openCatalogue(store, now)
  const configured = configuredOptions(recommend)
  const options = chooseOptions(configured, await findTunedOptions(store))
  const trainer = new Trainer({
    store,
    gate,
    catalogue,
    now,
    random,
    resident,
    onError,
    modelClearanceSeconds: recommend.modelClearanceSeconds,
    modelFile: new ModelFile(directory.path, root),
    options,
  })
  await trainer.resume()
  const { supportPeopleMin } = recommend
  const releases = new DailyRelease(directory.path, { root, supportPeopleMin, now, onError })
  const keyRing = await KeyRing.open({ store, root, now, random })
  const subjectTokens = new SubjectTokens(keyRing, now)
  const closing = new AbortController()
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    closing.abort()
    await trainer.close()
    await store.close()
    directory.release()
  }
  return {
    ...recommend,
    keyCopyDays: config.receipts.keyCopyDays,
    config,
    directory,
    store,
    root,
    gate,
    parties,
    catalogue,
    keyRing,
    tongues: loadTongues(config.collect),
    subjectTokens,
    trainer,
    configured,
    now,
    random,
    closing: closing.signal,
    published: () => trainer.published,
    release: () => releases.current(trainer),
    follow: (subject, removal, at) => trainer.follow(subject, removal, at),
    resume: () => trainer.resume(),
    close() {
      closed ??= close()
      return closed
    },
  }
}

function partyTexts({ banner, receipts }: Config): PartyTexts {
  const { address, contact, storedIn } = receipts
  const { controller: name, recipients } = banner
  return { name, address, contact, storedIn, recipients }
}

function configuredOptions(recommend: Config['recommend']): ConfiguredOptions {
  const { weightExponentTenths: exponentTenths, lambda, dropout, neighboursMax, fixed } = recommend
  return { options: { exponentTenths, lambda, dropout, neighboursMax }, fixed }
}
