/**
 * The composition root: opens a data directory and puts the product's parts together, by hand. The
 * server and a command that runs alone are made of the same parts.
 */
import type { FollowCap } from '@equipoise/core/channels'
import type { RulePack } from '@equipoise/core/law'
import { type Instant, toInstant } from '@equipoise/core/values'
import type { Config } from './config/config.ts'
import { type DataDirectory, openDirectory } from './directory.ts'
import { randomPool } from './keys/random-pool.ts'
import { type AccessParts, KeyRing, SubjectTokens } from './modules/access/index.ts'
import { AdDesk, AdPeople, watchStore } from './modules/ads/index.ts'
import { type Catalogue, openCatalogue } from './modules/catalogue/index.ts'
import { type CollectParts, loadTongues, type Tongues } from './modules/collect/index.ts'
import type { ConsentParts } from './modules/consent/index.ts'
import type { DecideParts } from './modules/decide/index.ts'
import { type EmailParts, LinkAsks, Mailer } from './modules/email/index.ts'
import { createGate, type Gate, loadPacks } from './modules/law/index.ts'
import type { ReportParts } from './modules/measure/index.ts'
import { createParties, type PartyTexts } from './modules/receipts/index.ts'
import { loadStatements, type Statements } from './modules/records/index.ts'
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
    ReportParts,
    Omit<DecideParts, 'store' | 'gate' | 'followCap'>,
    RightsParts,
    Omit<EmailParts, 'store' | 'gate'> {
  readonly config: Config
  readonly directory: DataDirectory
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
  readonly keyRing: KeyRing
  readonly tongues: Tongues
  readonly statements: Statements
  readonly subjectTokens: SubjectTokens
  readonly trainer: Trainer
  readonly mailer: Mailer
  /** Who waits for a link into the privacy center. */
  readonly linkAsks: LinkAsks
  readonly followCap: FollowCap
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
    return await putTogether({ ...options, directory, opened: store, now })
  } catch (error) {
    await store?.close()
    directory.release()
    throw error
  }
}

interface Opened extends AppOptions {
  readonly directory: DataDirectory
  readonly opened: Store
  readonly now: () => Instant
}

async function putTogether({
  config,
  resident,
  directory,
  opened,
  now,
  packs = loadPacks(),
  onError = () => {},
}: Opened): Promise<App> {
  const { recommend, channels, deployment } = config
  const { root } = directory
  const random = randomPool()
  let adPeople: AdPeople | undefined
  const store = watchStore(opened, {
    onCollected: (subject) => adPeople?.touch(subject),
    onRights: (subject) => adPeople?.leave(subject),
  })
  const gate = await createGate({ store, packs, deployment, now })
  const statements = loadStatements(config.records.statementsFile)
  const parties = createParties(store, partyTexts(config, statements))
  const catalogue = await openCatalogue(store, now)
  const { audiencePeopleMin } = channels
  const desk = await AdDesk.open({ store, now })
  adPeople = new AdPeople({ store, gate, catalogue, desk, peopleMin: audiencePeopleMin, now })
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
  let mailer: Mailer | undefined
  let linkAsks: LinkAsks | undefined
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    closing.abort()
    await adPeople?.close()
    await linkAsks?.close()
    await mailer?.close()
    await trainer.close()
    await store.close()
    directory.release()
  }
  const parts: Omit<App, 'mailer' | 'linkAsks'> = {
    ...recommend,
    keyCopyDays: config.receipts.keyCopyDays,
    ...channels,
    ...config.reports,
    desk,
    adPeople,
    config,
    directory,
    store,
    root,
    gate,
    parties,
    catalogue,
    keyRing,
    tongues: loadTongues(config.collect),
    statements,
    subjectTokens,
    mail: { ...config.email, linkOrigin: config.http.publicOrigin },
    trainer,
    configured,
    now,
    random,
    closing: closing.signal,
    published: () => trainer.published,
    release: () => releases.current(trainer),
    settleMail: async (subject) => mailer?.settle(subject),
    follow: (subject, removal, at) => trainer.follow(subject, removal, at),
    resume: () => trainer.resume(),
    close() {
      closed ??= close()
      return closed
    },
  }
  mailer = await Mailer.open(parts, { resident, onError })
  linkAsks = new LinkAsks(parts, { onError, onPlanned: () => mailer?.wake() })
  return { ...parts, mailer, linkAsks }
}

/** The settings, and where they say nothing what the business tells for its records. */
function partyTexts({ banner, receipts }: Config, { controller }: Statements): PartyTexts {
  return {
    name: banner.controller ?? controller?.name,
    address: receipts.address ?? controller?.address,
    contact: receipts.contact ?? controller?.contact,
    storedIn: receipts.storedIn,
    recipients: banner.recipients,
  }
}

function configuredOptions(recommend: Config['recommend']): ConfiguredOptions {
  const { weightExponentTenths: exponentTenths, lambda, dropout, neighboursMax, fixed } = recommend
  const { popularityTenths, halfLifeItems } = recommend
  const solving = { exponentTenths, lambda, dropout, neighboursMax }
  return { options: { ...solving, popularityTenths, halfLifeItems }, fixed }
}
