/**
 * The embedded store: one SQLite file in WAL mode with full synchronisation and secure deletion
 * (`node:sqlite`), and the data keys in a second file. One connection writes, through the commit
 * group; another reads what is committed.
 */
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Permit, RightsPermit } from '@equipoise/core/law'
import { verifyCheckpoint } from '@equipoise/core/ledger'
import type { Instant, Purpose, SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import { writeKeyFile } from '../../keys/key-file.ts'
import { PassingKeys } from '../../keys/passing-keys.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import { SubjectKeys } from '../../keys/subject-keys.ts'
import { leased } from '../leased.ts'
import type { Store } from '../store.ts'
import { type Arrival, type ArrivalLimits, Arrivals } from './arrivals.ts'
import { collect, collectWriter } from './collect-access.ts'
import { CommitGroup } from './commit-group.ts'
import { contributionsReader } from './contributions-access.ts'
import { countIn, Database, textIn } from './database.ts'
import { mailReader, mailWriter } from './email-access.ts'
import { MailboxHashes } from './email-suppressions.ts'
import { type Engine, findSubjectRow, type SubjectKey } from './engine.ts'
import { gateReader } from './gate-reads.ts'
import { compactProfiles, placeArrivals, placeLeft } from './interaction-rows.ts'
import {
  type LedgerSigner,
  openLedgerSigner,
  signEmptyHead,
  signHead,
  verifyEd25519,
} from './ledger-signer.ts'
import { growNodes, logReader } from './ledger-tiles.ts'
import { listEverybody } from './list-everybody.ts'
import { PersonCache } from './person-cache.ts'
import { profileReader, trainingWriter } from './profile-access.ts'
import { recoverArrivals } from './recover-arrivals.ts'
import { rightsReader, rightsWriter } from './rights-access.ts'
import { migrate } from './schema.ts'
import { Scrubber } from './scrubber.ts'
import { surveyTables } from './survey-tables.ts'
import { systemReader, systemWriter } from './system-access.ts'
import { verifyLedger } from './verify-ledger.ts'

const STORE_FILE = 'equipoise.db'
const KEYS_FILE = 'keys.db'
/** The newest signed head, outside the database, so that a store cut short is found out. */
const ANCHOR_FILE = 'ledger.checkpoint'

export interface SqliteStoreOptions {
  readonly directory: string
  readonly root: RootKeys
  readonly now: () => Instant
  readonly arrivalLimits?: ArrivalLimits | undefined
}

export function hasSqliteStore(directory: string): boolean {
  return existsSync(join(directory, STORE_FILE))
}

/**
 * Opens the store of a directory that this process has locked, making it on first use. What a crash
 * left half done is finished: keys without a subject are destroyed, the write-ahead log is emptied.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const { directory, root } = options
  const path = join(directory, STORE_FILE)
  const writing = new Database(path)
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  writing.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -65536;
    PRAGMA wal_autocheckpoint = 16384;
  `)
  migrate(writing)
  growNodes(writing)
  // Not before the first leaf: a first start that ended early is taken up again.
  const empty = writing.get('SELECT 1 FROM ledger_leaves LIMIT 1') === undefined
  const signer = openLedgerSigner(root, empty)
  if (empty) beginAnchor(join(directory, ANCHOR_FILE), signer)
  const keys = new SubjectKeys(join(directory, KEYS_FILE), root)
  keys.sweep((subject) => findSubjectRow(writing, subject) !== undefined)
  const passingKeys = new PassingKeys(join(directory, KEYS_FILE), root)
  recoverArrivals({
    writing,
    keys: passingKeys,
    place(subject, left) {
      const sealer = keys.find(subject.subject)
      if (sealer) placeLeft({ writing, root }, { subject, sealer }, left)
    },
  })
  writing.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  const reading = new Database(path, true)
  reading.exec('PRAGMA cache_size = -65536')
  return makeStore({ ...options, writing, reading, keys, passingKeys, signer })
}

/** Nothing that arrives waits longer than twice this to be put where it stays. */
const MOVED_EVERY_MS = 60_000

/** Rows that are opened to fold profiles before one commit: some milliseconds of it. */
const OPENED_TOGETHER_MAX = 1_024

interface Parts extends SqliteStoreOptions {
  readonly writing: Database
  readonly reading: Database
  readonly keys: SubjectKeys
  readonly passingKeys: PassingKeys
  readonly signer: LedgerSigner
}

function makeStore({ directory, root, now, arrivalLimits, ...parts }: Parts): Store {
  const { writing, reading, keys, passingKeys, signer } = parts
  const anchor = join(directory, ANCHOR_FILE)
  const cutShort = isCutShort(writing, signer, readAnchor(anchor))
  const group = new CommitGroup(writing, {
    beforeCommit: () => {
      const note = signHead(writing, signer)
      if (note !== undefined && cutShort) {
        throw new EquipoiseError(
          'ledger_broken',
          'Cannot add to the ledger: it is shorter than the checkpoint kept beside it',
        )
      }
      if (note !== undefined) growNodes(writing)
      if (note !== undefined) group.afterCommit(() => writeKeyFile(anchor, note))
      opened = 0
      arrivals.moveSome(group.afterCommit)
      keys.flush()
    },
  })
  const { afterCommit, onRollback, whenIdle } = group
  const scrubber = new Scrubber(writing, { whenIdle })
  const people = new PersonCache()
  const mailboxes = MailboxHashes.open(writing, root)
  let opened = 0
  const beforeMove = (subject: SubjectKey, moving: readonly Arrival[]): void => {
    // Whose turn does not come now is read from rows as before, and folded at a later move.
    if (opened >= OPENED_TOGETHER_MAX) return
    const sealer = keys.find(subject.subject)
    if (sealer) opened += compactProfiles(writing, { subject, sealer }, moving)
  }
  const place = (subject: SubjectKey, moving: readonly Arrival[]): void => {
    const sealer = keys.find(subject.subject)
    // Without a key there is nobody to keep it for.
    if (sealer) placeArrivals(writing, { subject, sealer }, moving)
  }
  const arrivals = new Arrivals({
    writing,
    keys: passingKeys,
    place,
    beforeMove,
    limits: arrivalLimits,
  })
  const moving = setInterval(() => void moveAll().catch(() => {}), MOVED_EVERY_MS).unref()
  const engine: Engine = {
    writing,
    reading,
    keys,
    people,
    mailboxes,
    arrivals,
    scrubber,
    root,
    now,
    afterCommit,
    onRollback,
  }

  let closed: Promise<void> | undefined

  // The overloads of the port tie each access to its handle; inside, the access itself tells.
  const toGate = gateReader(engine, engine.reading)
  const read = (access: unknown, act: (handle: never) => Promise<unknown>): Promise<unknown> =>
    access === 'gate'
      ? leased('read gate', toGate, act)
      : leased(`read ${kindOf(access)}`, readerFor(engine, access), act)
  const transact = (access: unknown, act: (handle: never) => Promise<unknown>): Promise<unknown> =>
    group.run(() => {
      const kind = access instanceof Permit && isForMail(access) ? 'mail' : kindOf(access)
      return leased(`write ${kind}`, writerFor(engine, access), act)
    })

  return {
    read: read as Store['read'], // one implementation of all the overloads
    transact: transact as Store['transact'], // likewise
    list: (_, count) => listEverybody(engine, reading, count),
    collect: (gatherings) => group.run(async () => collect(engine, gatherings)),
    log: logReader(reading, signer),
    condition: () => ({ ...group.load, ledgerWhole: !cutShort }),
    async verifyLedger() {
      await group.drain()
      return verifyLedger(reading, keys, signer, readAnchor(anchor))
    },
    async check() {
      const rows = reading.all('PRAGMA integrity_check(20)')
      return rows.map((row) => textIn(row, 'integrity_check')).filter((line) => line !== 'ok')
    },
    async survey() {
      const keyTables = new Database(join(directory, KEYS_FILE), true)
      try {
        return [...surveyTables(reading, STORE_FILE), ...surveyTables(keyTables, KEYS_FILE)]
      } finally {
        keyTables.close()
      }
    },
    close() {
      closed ??= closeAll()
      return closed
    },
  }

  /** A slice with each of as many commits as it takes, between those of others. */
  async function moveAll(): Promise<void> {
    arrivals.hurry()
    while (arrivals.isMoving) await group.run(async () => {})
  }

  async function closeAll(): Promise<void> {
    clearInterval(moving)
    await group.drain()
    // Where the disk takes no more, it waits in the journal for the next opening.
    await moveAll().catch(() => {})
    scrubber.close()
    people.clear()
    arrivals.clear()
    reading.close()
    writing.close()
    keys.close()
    passingKeys.close()
  }
}

/** What handles are named by whose methods are the same. */
function kindOf(access: unknown): string {
  if (access instanceof RightsPermit) return 'rights'
  if (Array.isArray(access)) return 'many'
  return access instanceof Permit ? 'profile' : String(access)
}

function readerFor(engine: Engine, access: unknown): object {
  if (access === 'system') return systemReader(engine.reading, engine.mailboxes)
  if (access instanceof RightsPermit) return rightsReader(engine, engine.reading, access)
  if (access instanceof Permit) {
    const { reading } = engine
    return { ...profileReader(engine, reading, access), ...mailReader(engine, reading, access) }
  }
  if (Array.isArray(access)) return contributionsReader(engine, engine.reading, access)
  throw new TypeError('Cannot read the store: no such access')
}

function writerFor(engine: Engine, access: unknown): object {
  if (access === 'system') return systemWriter(engine)
  if (access instanceof RightsPermit) {
    holdPerson(engine, RightsPermit.termsOf(access).subject)
    return rightsWriter(engine, access)
  }
  if (Array.isArray(access)) return collectWriter(engine, access)
  if (access instanceof Permit) {
    return isForMail(access) ? mailWriter(engine, access) : trainingWriter(engine, access)
  }
  throw new TypeError('Cannot write to the store: no such access')
}

function isForMail(permit: Permit): boolean {
  return MAIL_PURPOSES.includes(Permit.termsOf(permit).purpose)
}

const MAIL_PURPOSES: readonly Purpose[] = ['email_marketing', 'email_tracking']

/** Until the act is committed or rolled back, nothing of the person is in memory. */
function holdPerson({ people, afterCommit, onRollback }: Engine, subject: SubjectId): void {
  people.hold(subject)
  const release = () => people.release(subject)
  afterCommit(release)
  onRollback(release)
}

/** A log that went on from an older copy would sign its loss away, so it is not added to. */
function isCutShort(database: Database, signer: LedgerSigner, anchor: string | undefined): boolean {
  const leaves = database.get('SELECT coalesce(max(leaf) + 1, 0) AS n FROM ledger_leaves')
  if (anchor === undefined) return countIn(leaves) > 0
  const head = verifyCheckpoint(anchor, [signer.key], verifyEd25519)
  return head.ok && countIn(leaves) < head.value.size
}

/** From the start there is a head outside, so that a missing one is a loss. */
function beginAnchor(path: string, signer: LedgerSigner): void {
  if (!existsSync(path)) writeKeyFile(path, signEmptyHead(signer))
}

function readAnchor(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
