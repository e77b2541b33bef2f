/**
 * The store's port: what any engine must do, in the product's own words. `contract.ts` is the suite
 * that every engine passes.
 *
 * What you hold is what you may do. `read` and `transact` take an access (a permit, a rights
 * permit, the gate's or the system's) and hand a reader or a writer with just the methods that this
 * access allows; it dies with the callback. A permit is checked again inside each step: genuine, of
 * this subject and purpose, not past its time, and of the consent revision that stands in the
 * store.
 *
 * A transaction's rows, its ledger leaves and its keys become durable together or not at all.
 */
import type { Showing, SpecificityLevel, Wishes } from '@equipoise/core/channels'
import type { ConsentFold, ConsentRecord } from '@equipoise/core/consent'
import type { DecisionRecord, Permit, RightsPermit } from '@equipoise/core/law'
import type { LedgerRecord, Tile } from '@equipoise/core/ledger'
import type { MeasuredWeek } from '@equipoise/core/measure'
import type {
  AgeBand,
  ErasureId,
  ImpressionId,
  Instant,
  KeyId,
  Purpose,
  Region,
  SubjectId,
  Verb,
} from '@equipoise/core/values'
import type {
  ContactReader,
  ContactWriter,
  EmailRelationship,
  EmailSystemReader,
  EmailSystemWriter,
  MailReader,
  MailWriter,
} from './email-port.ts'
import type {
  MeasurementSystemReader,
  MeasurementSystemWriter,
  MeasurementWriter,
} from './measurement-port.ts'

export interface Store {
  read<P extends Purpose, T>(
    access: Permit<P>,
    act: (reader: ProfileReader) => Promise<T>,
  ): Promise<T>
  read<T>(
    access: readonly Permit<'model_training'>[],
    act: (reader: ContributionsReader) => Promise<T>,
  ): Promise<T>
  read<T>(access: RightsPermit, act: (reader: RightsReader) => Promise<T>): Promise<T>
  read<T>(access: 'gate', act: (reader: GateReader) => Promise<T>): Promise<T>
  read<T>(access: 'system', act: (reader: SystemReader) => Promise<T>): Promise<T>

  transact<T>(access: readonly Permit[], act: (writer: CollectWriter) => Promise<T>): Promise<T>
  transact<T>(
    access: Permit<'model_training'>,
    act: (writer: TrainingWriter) => Promise<T>,
  ): Promise<T>
  transact<T>(
    access: Permit<'email_marketing' | 'email_tracking'>,
    act: (writer: MailWriter) => Promise<T>,
  ): Promise<T>
  transact<T>(access: RightsPermit, act: (writer: RightsWriter) => Promise<T>): Promise<T>
  transact<T>(access: 'system', act: (writer: SystemWriter) => Promise<T>): Promise<T>

  /**
   * Keeps what many people did, in one transaction. What each of them gets is their own: where
   * somebody's permits no longer hold, nothing of theirs is kept, and the others are kept all the
   * same. In the order given.
   *
   * @throws EquipoiseError `busy`, `store_unavailable`: then nothing was kept of anybody.
   */
  collect(gatherings: readonly Gathering[]): Promise<readonly (AppendOutcome | 'consent_changed')[]>

  /**
   * What the gate reads of everybody, so many people at a time, in the order of their ids: each as
   * they stand when their turn comes. Who has no key is left out. What it opens ahead, in threads,
   * ends with the last turn or when the caller leaves.
   */
  list(access: 'gate', count: number): AsyncIterable<readonly SubjectFacts[]>

  /** The log as anybody may read it: hashes and signed heads, nothing of anybody. */
  readonly log: LogReader

  /** How the store stands, from memory: cheap enough for every probe. */
  condition(): StoreCondition
  /** Everything that is wrong with the ledger; none where it verifies. */
  verifyLedger(): Promise<LedgerReport>
  /** The engine's own integrity check: what it found wrong. */
  check(): Promise<readonly string[]>
  /** Every table that there is, as the engine itself tells it. Reads no row. */
  survey(): Promise<readonly KeptTable[]>
  close(): Promise<void>
}

/** A table as it really is there. */
export interface KeptTable {
  /** Its file in the data directory, and its name: `equipoise.db/subjects`. */
  readonly place: string
  readonly columns: readonly string[]
  /** Whether there is no row in it. */
  readonly empty: boolean
}

/** The log in C2SP's forms: what a receipt is proven with, and what outsiders can witness. */
export interface LogReader {
  /** What its checkpoints are checked with: `name+id+key`. */
  readonly verifierKey: string
  /** The latest signed head. */
  head(): Promise<SignedHead>
  /** The bytes of a tile; undefined where the log has not come so far. */
  findTile(tile: Tile): Promise<Uint8Array | undefined>
  /** Proves the leaf (from 0) in the log of that size: siblings, nearest first. */
  proveInclusion(leaf: number, size: number): Promise<readonly Uint8Array[]>
  /** Proves that the log of the old size (at least 1) is the beginning of that of the new one. */
  proveConsistency(oldSize: number, newSize: number): Promise<readonly Uint8Array[]>
}

/** `note` is a signed checkpoint of a log of `size` leaves. */
export interface SignedHead {
  readonly size: number
  readonly note: string
}

/** An act with what opens its leaf. */
export interface KeptAct {
  readonly leaf: number
  /** What the leaf commits to: of long texts in it the digest. */
  readonly record: LedgerRecord
  /** The same as it was said, with those texts. */
  readonly whole: LedgerRecord
  readonly secret: Uint8Array
}

/** What the gate may know of a subject before it has decided anything. */
export interface GateReader {
  findSubject(identity: Identity): Promise<SubjectId | undefined>
  /** Undefined where there is no such subject. */
  findFacts(subject: SubjectId): Promise<SubjectFacts | undefined>
  /** What may stand in for consent to email, as the business told it with the address. */
  findEmailRelationship(subject: SubjectId): Promise<EmailRelationship | undefined>
  /** How the next so many people stand. Nothing is opened. */
  listStandings(after: SubjectId | undefined, count: number): Promise<readonly Standing[]>
}

export interface Standing {
  readonly subject: SubjectId
  /** Another text after any change of what the gate reads of them. */
  readonly standing: string
}

/** How a subject is found: each has exactly one at a time, and only its keyed hash is readable. */
export interface Identity {
  /**
   * `external`: the business's own id of the person. `anonymous`: its own id of a device.
   * `session`: the secret of a cookie that we set, of which nothing but the hash is kept.
   */
  readonly kind: 'external' | 'anonymous' | 'session'
  readonly text: string
}

export interface SubjectFacts extends Standing {
  readonly consentRevision: number
  /** `unverifiable` where a record was altered or lost: nothing can then be relied on. */
  readonly consent: ConsentFold | 'unverifiable'
  readonly region: Region | undefined
  readonly ageBand: AgeBand | undefined
  /** Whether a back end has spoken for them: only such people count towards k. */
  readonly vouched: boolean
  readonly pausedUntil: Instant | undefined
  /** What they said is not theirs, and is therefore not collected. */
  readonly marks: Marks
  /** How specific at most; the channel's own where they did not say. */
  readonly ceiling: SpecificityLevel | undefined
  /** What they said of their lists for good. */
  readonly wishes: Wishes
}

/** One subject's interactions, as far as they are kept for the permit's purpose. */
export interface ProfileReader extends MailReader {
  /** The subject's items, folded. */
  readProfile(): Promise<readonly ProfileItem[]>
  /** What the person marked as wrong about them: `readProfile` has left such items out already. */
  readMarks(): Promise<Marks>
  /**
   * Names what is kept of the subject's interactions: it is another one after any was kept or taken
   * out. Costs one look-up, and opens nothing.
   */
  readProgress(): Promise<string>
  /** What the person was shown, as far as it is kept for the permit's purpose: latest first. */
  readShowings(): Promise<readonly Showing[]>
  /**
   * The subject's part in the training state; undefined where there is none. `model_training` only.
   */
  findContribution(): Promise<Contribution | undefined>
}

/** Of many people at once, who follow each other in the order of their ids. */
export interface ContributionsReader {
  /**
   * In the order of the permits; `consent_changed` of whose permit does not hold.
   *
   * @param isKnown whether the caller has the part of that permit at that progress: then it is not
   * opened, and undefined.
   */
  listContributions(
    isKnown?: (at: number, progress: string) => boolean,
  ): Promise<readonly (StandingContribution | 'consent_changed')[]>
}

/** Items as numbers: `names[n]` is that of number n. Many people share one table of names. */
export interface NumberedItems {
  readonly names: readonly string[]
  readonly numbers: Uint32Array
}

/** What `readProgress` and `findContribution` say of a person. */
export interface StandingContribution {
  readonly progress: string
  readonly contribution: Contribution | undefined
  /** The same items, where they came with such a table: whoever keeps many maps each name once. */
  readonly numbered?: NumberedItems | undefined
  /** Whether it has beside it what the gate reads of them now: `list` is quick with such. */
  readonly isRemembered: boolean
}

/**
 * What a person said is not theirs: it is not collected, used, suggested or trained on for them.
 */
export interface Marks {
  readonly items: readonly string[]
  readonly categories: readonly string[]
}

/** What a subject did with one item: by verb, how often, and when last (undated: undefined). */
export interface ProfileItem {
  readonly item: string
  readonly verbs: Readonly<Partial<Record<Verb, VerbSummary>>>
}

export interface VerbSummary {
  readonly count: number
  readonly lastAt: Instant | undefined
}

export interface Interaction {
  readonly id: string
  readonly item: string
  readonly verb: Verb
  readonly at: Instant | undefined
}

/** An interaction to keep, with the purposes that both accept its verb and are permitted. */
export interface CollectedInteraction extends Interaction {
  readonly purposes: readonly Purpose[]
  /** What the decision rested on that permits it. */
  readonly basis: DecisionRecord
}

/** What one person did, and the permits that it is kept under. */
export interface Gathering {
  readonly permits: readonly Permit[]
  readonly interactions: readonly CollectedInteraction[]
}

export interface CollectWriter extends MeasurementWriter {
  /**
   * Keeps interactions of the one subject that all permits of this transaction are for. An id that
   * is kept already is a duplicate and changes nothing.
   */
  appendInteractions(interactions: readonly CollectedInteraction[]): Promise<AppendOutcome>
  /**
   * As `appendInteractions`. Of each person the latest `IMPRESSIONS_MAX` are kept. Until
   * `usedUntil` an id stays a duplicate also where its row is gone: removed, ended or aged out.
   */
  appendImpressions(
    impressions: readonly CollectedImpression[],
    usedUntil: Instant,
  ): Promise<AppendOutcome>
  /** Adds an outcome to an impression that is kept; the same one twice changes nothing. */
  appendOutcome(impression: ImpressionId, outcome: ImpressionOutcome): Promise<OutcomeFate>
}

export type OutcomeFate = 'kept' | 'duplicate' | 'no_impression'

/** One showing of one item to a person: what, when, why, and on what basis. */
export interface Impression {
  readonly id: ImpressionId
  readonly item: string
  readonly slot: string
  /** When it was decided, and when it was seen. */
  readonly decidedAt: Instant
  readonly at: Instant
  readonly rung: string
  /** Names the model that ranked; undefined where none did. */
  readonly model: string | undefined
  /** The explanation as it was given. */
  readonly contributions: readonly ShownContribution[]
  /** The chance that exploration gave it its place, 0 to 1; undefined where none did. */
  readonly propensity?: number | undefined
  /** Of an ad: which one it was. */
  readonly ad?: ShownAd | undefined
}

/** An ad as it was shown: by the names under which the operator listed it. */
export interface ShownAd {
  readonly campaign: string
  readonly creative: string
  readonly advertiser: string
  /** Who paid for it. */
  readonly payer: string
  /** What it was about. */
  readonly items: readonly string[]
}

/** One part of an explanation as a page got it: whole percents, and people in bands. */
export interface ShownContribution {
  readonly kind: string
  readonly id: string | null
  readonly percent: number
  readonly support: number | null
}

export interface CollectedImpression extends Impression {
  readonly purposes: readonly Purpose[]
  readonly basis: DecisionRecord
}

export interface ImpressionOutcome {
  readonly verb: Verb
  readonly at: Instant
}

export interface KeptImpression extends CollectedImpression {
  readonly outcomes: readonly ImpressionOutcome[]
}

/** Of each person, so many impressions are kept: the latest. */
export const IMPRESSIONS_MAX = 1_000
/** Of each impression, so many outcomes are kept: the latest. */
export const OUTCOMES_MAX = 8

/** Which part of a list is wanted: so many entries, before the one of that number. */
export interface Page {
  /** From the latest on where undefined. */
  readonly before: number | undefined
  readonly count: number
}

/** Latest first. */
export interface Paged<T> {
  readonly entries: readonly T[]
  /** What to give as `before` for what follows; undefined at the end. */
  readonly next: number | undefined
}

export interface AppendOutcome {
  readonly accepted: number
  readonly duplicates: number
}

export interface Contribution {
  /** Distinct item ids, in the order of their bytes. */
  readonly items: readonly string[]
  /** When the consent lapses that it rests on. */
  readonly until: Instant | undefined
  /**
   * Names all that it was made of, to whoever made it: of the same follows the same contribution.
   * Undefined for one that was changed since.
   */
  readonly madeOf: string | undefined
}

export interface TrainingWriter extends Omit<ProfileReader, keyof MailReader> {
  /** Writes the subject's part in the training state; says whether it differs from before. */
  putContribution(contribution: Contribution): Promise<boolean>
}

export interface KeptInteraction extends Interaction {
  readonly purposes: readonly Purpose[]
  /** Undefined for what was kept before such records were. */
  readonly basis: DecisionRecord | undefined
}

export interface RightsReader extends ContactReader {
  readSubject(): Promise<SubjectRecord>
  /** `unverifiable` where a record was altered or lost: nothing can then be relied on. */
  readConsent(): Promise<ConsentFold | 'unverifiable'>
  /**
   * What stood after so many of their records, for each number asked, from 0. Reads a few records a
   * number, however many there are.
   *
   * @throws EquipoiseError `ledger_broken` where what it takes was altered or lost.
   */
  readConsentAt(revisions: readonly number[]): Promise<ReadonlyMap<number, ConsentFold>>
  /** Every record, in their order. @throws EquipoiseError `ledger_broken`. */
  listConsent(): Promise<readonly ConsentRecord[]>
  /** Latest first. @throws EquipoiseError `ledger_broken`. */
  pageConsent(page: Page): Promise<Paged<ConsentRecord>>
  /** Everything, in the order of its coming. */
  listInteractions(): Promise<readonly KeptInteraction[]>
  /** The latest that came first. */
  pageInteractions(page: Page): Promise<Paged<KeptInteraction>>
  /** Everything, latest first. */
  listImpressions(): Promise<readonly KeptImpression[]>
  pageImpressions(page: Page): Promise<Paged<KeptImpression>>
  /** What was asked for and done under the person's rights, in order: the leaves of those acts. */
  listRightsActs(): Promise<readonly LedgerRecord[]>
  /** Every act of theirs, latest first, with what opens its leaf. Pages are by leaf. */
  pageActs(page: Page): Promise<Paged<KeptAct>>
  /** Undefined where that leaf is none of theirs. */
  findAct(leaf: number): Promise<KeptAct | undefined>
  findContribution(): Promise<Contribution | undefined>
  /** How much of their part in the counts of a week is used; undefined for nothing. */
  findMeasuredWeek(): Promise<MeasuredWeek | undefined>
}

export interface SubjectRecord {
  readonly subject: SubjectId
  /** The business's own id; undefined for somebody whom nobody has named yet. */
  readonly externalId: string | undefined
  /** The business's own id of the device, where that is all there is. */
  readonly anonymousId: string | undefined
  readonly region: Region | undefined
  readonly ageBand: AgeBand | undefined
  readonly createdAt: Instant
  readonly vouched: boolean
  readonly pausedUntil: Instant | undefined
  readonly marks: Marks
  readonly ceiling: SpecificityLevel | undefined
  readonly wishes: Wishes
}

/** What a new subject begins with. */
export type NewSubject = Pick<SubjectRecord, 'region' | 'ageBand' | 'createdAt' | 'vouched'>

export interface RightsWriter extends RightsReader, ContactWriter {
  /**
   * Makes the subject whom the permit names. Only with a permit of the act `consent`.
   *
   * @throws EquipoiseError `consent_changed` where the identity is somebody's already.
   */
  createSubject(identity: Identity, subject: NewSubject): Promise<void>
  /** @throws EquipoiseError as `createSubject`. Acts `consent` and `correction`. */
  changeIdentity(identity: Identity): Promise<void>
  /** Acts `consent` and `correction`. */
  updateSubject(
    change: Partial<
      Pick<
        SubjectRecord,
        'region' | 'ageBand' | 'vouched' | 'pausedUntil' | 'marks' | 'ceiling' | 'wishes'
      >
    >,
  ): Promise<void>
  /**
   * Uses up a one-time text, such as a nonce, until a time after which it counts for nothing
   * anyway. False where it was used before. Only with a permit of the act `consent`.
   */
  useOnce(text: string, until: Instant): Promise<boolean>
  /** Appends a record and its leaf. */
  appendConsent(record: ConsentRecord): Promise<void>
  /** Appends a rights act and its leaf, where nothing else of the act is written. */
  appendRightsAct(leaf: LedgerRecord): Promise<void>
  /**
   * Ends purposes: what was kept for them alone is deleted. Returns what left the training state.
   */
  endPurposes(purposes: readonly Purpose[]): Promise<Removal>
  /** Removes one interaction; `found` is false where there is none of that id. */
  removeInteraction(id: string, leaf: LedgerRecord): Promise<Removal & { readonly found: boolean }>
  /** Removes every interaction with those items, and every impression of them. */
  removeItems(items: readonly string[]): Promise<Removal>
  /** Puts another part in the training state in place of the present one, or none. */
  replaceContribution(contribution: Contribution | undefined): Promise<Removal>
  /**
   * Deletes every row of the subject. The key is destroyed after the commit, before it is reported.
   * What opens the leaf is in the answer, and nowhere else.
   *
   * @param toLeaf what the leaf commits to, given how many rows were deleted.
   */
  erase(toLeaf: (rows: number) => LedgerRecord): Promise<Removal & { readonly act: KeptAct }>
}

export interface Removal {
  readonly rows: number
  /** Whether the training state changed, so that the published model has to follow. */
  readonly stateChanged: boolean
  /** Names the moment in the state's history; a model built at it or later is clear of it. */
  readonly stateRevision: number
}

export interface CatalogueItem {
  readonly id: string
  readonly title: string | undefined
  /** Primary first. */
  readonly categories: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly priceMinor: number | undefined
  readonly currency: string | undefined
  readonly available: boolean
  readonly sensitive: readonly string[]
}

export const ACCESS_KEY_KINDS = [
  'publishable',
  'secret',
  'operator',
  'signing',
  'exchange',
] as const
export type AccessKeyKind = (typeof ACCESS_KEY_KINDS)[number]

export const OPERATOR_ROLES = ['viewer', 'marketer', 'privacy_officer', 'administrator'] as const
export type OperatorRole = (typeof OPERATOR_ROLES)[number]

export interface AccessKey {
  readonly id: KeyId
  readonly kind: AccessKeyKind
  /** What those who run it call it. */
  readonly label: string
  /** Of an operator's key. */
  readonly role: OperatorRole | undefined
  /** Of a publishable key: the origins whose pages it is for. */
  readonly origins: readonly string[]
  readonly createdAt: Instant
  /** From then on it opens nothing; undefined where it does not lapse. */
  readonly expiresAt: Instant | undefined
  readonly revokedAt: Instant | undefined
  /** Told by the day. */
  readonly lastUsedAt: Instant | undefined
  /** Of a signing key: what checks its signatures, sealed with the root key. */
  readonly sealed: Uint8Array | undefined
}

export interface KeptAccessKey extends AccessKey {
  readonly hash: Uint8Array
}

/** Somebody who runs it acted for a person: which key, what, why; never for whom. */
export interface OperatorAct {
  readonly at: Instant
  readonly key: string
  readonly act: string
  readonly reason: string
}

/** One text for people, in several languages, as it was registered: it never changes. */
export interface RegisteredNotice {
  readonly id: string
  readonly version: string
  /** SHA-256 of `body`, hexadecimal. */
  readonly digest: string
  /** Its content, in canonical JSON. */
  readonly body: string
  readonly registeredAt: Instant
  /** From then on nobody is asked with it. */
  readonly retiredAt: Instant | undefined
}

/** An act after which the published model has to be rebuilt, and whether it has been. */
export interface Clearance {
  readonly id: ErasureId
  readonly at: Instant
  readonly rows: number
  readonly stateRevision: number
  readonly modelClearedAt: Instant | undefined
}

export interface RefusalCount {
  readonly day: string
  readonly purpose: Purpose
  readonly code: string
  readonly pack: string
  readonly count: number
}

export const AD_RECORD_KINDS = [
  'advertisers',
  'slots',
  'audiences',
  'creatives',
  'campaigns',
  'experiments',
] as const
export type AdRecordKind = (typeof AD_RECORD_KINDS)[number]

/** One thing that advertising is made of, as canonical JSON; about nobody. */
export interface AdRecord {
  readonly kind: AdRecordKind
  readonly id: string
  readonly body: string
  /** When it was first put: audiences are judged in that order. */
  readonly createdAt: Instant
}

/** One showing of an ad, or what came of it, as it is counted: of nobody. */
export interface CountedShowing {
  readonly campaign: string
  readonly creative: string
  readonly slot: string
  readonly at: Instant
  /** In thousandths of a minor unit. */
  readonly price: number
  /** What the campaign may cost in all, in the same; nothing is charged beyond it. */
  readonly limit: number
  /** Where it was shown, in two letters; undefined where nobody said. */
  readonly country: string | undefined
}

/** What a campaign has cost, in thousandths of a minor unit. */
export interface CampaignSpend {
  readonly campaign: string
  readonly total: number
  /** The hour of the clock that `thisHour` is of, since 1970. */
  readonly hour: number
  readonly thisHour: number
}

/** How often an ad was shown in a slot on a day, counted from 1970-01-01. */
export interface AdDay {
  readonly campaign: string
  readonly creative: string
  readonly slot: string
  readonly day: number
  readonly showings: number
  readonly clicks: number
  readonly spent: number
}

/** One ad of the public repository, which says nothing of anybody. */
export interface RepositoryAd {
  /** Names its content and its parameters: another content is another ad. */
  readonly digest: string
  readonly body: string
  readonly firstShownAt: Instant
  readonly lastShownAt: Instant
  readonly showings: number
  /** Most showings first; where it was shown without a word of where, it is in none. */
  readonly countries: readonly { readonly country: string; readonly showings: number }[]
}

export interface SystemReader extends EmailSystemReader, MeasurementSystemReader {
  /** In the order in which they were first put, within each kind. */
  listAdRecords(): Promise<readonly AdRecord[]>
  listSpend(): Promise<readonly CampaignSpend[]>
  /** Of one campaign, latest day first, at most a thousand. */
  listAdDays(campaign: string): Promise<readonly AdDay[]>
  /** Latest first shown first. */
  pageRepository(page: Page): Promise<Paged<RepositoryAd>>
  /** Subject ids only, in a fixed order, after the given one: for jobs that then ask the gate. */
  listSubjects(after: SubjectId | undefined, count: number): Promise<readonly SubjectId[]>
  countSubjects(): Promise<number>
  /** How often anything left the training state. */
  stateRevision(): Promise<number>
  findItem(id: string): Promise<CatalogueItem | undefined>
  listItems(): Promise<readonly CatalogueItem[]>
  /** Each with the keyed hash that it is found by. */
  listAccessKeys(): Promise<readonly KeptAccessKey[]>
  findClearance(id: ErasureId): Promise<Clearance | undefined>
  listRefusals(): Promise<readonly RefusalCount[]>
  findSetting(name: string): Promise<string | undefined>
  listOperatorActs(page: Page): Promise<Paged<OperatorAct>>
  /** Latest registered first. */
  listNotices(page: Page): Promise<Paged<RegisteredNotice>>
  /** Without a version, the latest that is not retired. */
  findNotice(id: string, version: string | undefined): Promise<RegisteredNotice | undefined>
  countNotices(): Promise<number>
  /** The packs and the deployment that a decision weighed, by their digest. */
  findRulebook(digest: string): Promise<string | undefined>
}

/** The number of a leaf, and the secret of its commitment in base64. */
export interface LeafOpening {
  readonly leaf: number
  readonly secret: string
}

export type ShowingFate = 'charged' | 'over_limit' | 'duplicate'

export interface SystemWriter extends SystemReader, EmailSystemWriter, MeasurementSystemWriter {
  /** What is put again keeps the time at which it was first put. */
  putAdRecords(records: readonly AdRecord[]): Promise<void>
  /** Says whether there was such a record. */
  deleteAdRecord(kind: AdRecordKind, id: string): Promise<boolean>
  /**
   * Counts a showing once, charges it as far as the limit goes, and keeps its ad in the repository.
   *
   * @param once what tells this showing from others, until a time after which it is not reported.
   */
  countShowing(
    showing: CountedShowing,
    once: { readonly text: string; readonly until: Instant },
    ad: Pick<RepositoryAd, 'digest' | 'body'>,
  ): Promise<ShowingFate>
  /** Counts a click on an ad once; false where it was counted before. */
  countClick(
    click: Omit<CountedShowing, 'price' | 'limit' | 'country'>,
    once: { readonly text: string; readonly until: Instant },
  ): Promise<boolean>
  /** Drops ads that were last shown before then. */
  sweepRepository(before: Instant): Promise<number>
  putItems(items: readonly CatalogueItem[], at: Instant): Promise<void>
  /** Says whether there was such an item. */
  deleteItem(id: string): Promise<boolean>
  createAccessKey(key: AccessKey, hash: Uint8Array): Promise<void>
  /** False where there is no such key. */
  updateAccessKey(
    id: KeyId,
    change: Partial<Pick<AccessKey, 'expiresAt' | 'revokedAt' | 'lastUsedAt'>>,
  ): Promise<boolean>
  appendOperatorAct(act: OperatorAct): Promise<void>
  /** Appends a leaf for an act that is about nobody; what opens it is the caller's to keep. */
  appendSystemAct(record: LedgerRecord & { readonly kind: 'system' }): Promise<LeafOpening>
  /** False where there is such a version already: that one stays as it is. */
  createNotice(notice: Omit<RegisteredNotice, 'retiredAt'>): Promise<boolean>
  /** False where there is no such version. One that is retired already stays so since then. */
  retireNotice(id: string, version: string, at: Instant): Promise<boolean>
  putRulebook(digest: string, body: string): Promise<void>
  /** Forgets one-time texts that count for nothing any more. */
  sweepUsed(before: Instant): Promise<void>
  createClearance(clearance: Clearance): Promise<void>
  /** Marks every clearance up to that revision of the state as done. */
  clearModel(stateRevision: number, at: Instant): Promise<void>
  /** Drops a subject's part in the state where the gate no longer permits it: needs no permit. */
  dropContribution(subject: SubjectId): Promise<boolean>
  countRefusals(counts: readonly RefusalCount[]): Promise<void>
  putSetting(name: string, value: string): Promise<void>
  /** Appends a leaf about nobody known. What opens it is in the answer, and nowhere else. */
  appendAnonymousAct(record: LedgerRecord): Promise<KeptAct>
}

export interface StoreCondition {
  /** Transactions that wait for their commit. */
  readonly waiting: number
  /** Commits, and the transactions in them, since the store was opened. */
  readonly commits: number
  readonly transactions: number
  /** Whether the ledger can be added to: not, where it is shorter than the head kept beside it. */
  readonly ledgerWhole: boolean
}

export interface LedgerReport {
  readonly entries: number
  /** Base64 of the root hash. */
  readonly root: string
  readonly problems: readonly string[]
}
