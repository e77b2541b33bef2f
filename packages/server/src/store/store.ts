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
import type { ConsentRecord } from '@equipoise/core/consent'
import type { Permit, RightsPermit } from '@equipoise/core/law'
import type { LedgerRecord } from '@equipoise/core/ledger'
import type {
  AgeBand,
  ErasureId,
  Instant,
  KeyId,
  Purpose,
  Region,
  SubjectId,
  Verb,
} from '@equipoise/core/values'

export interface Store {
  read<P extends Purpose, T>(
    access: Permit<P>,
    act: (reader: ProfileReader) => Promise<T>,
  ): Promise<T>
  read<T>(access: RightsPermit, act: (reader: RightsReader) => Promise<T>): Promise<T>
  read<T>(access: 'gate', act: (reader: GateReader) => Promise<T>): Promise<T>
  read<T>(access: 'system', act: (reader: SystemReader) => Promise<T>): Promise<T>

  transact<T>(access: readonly Permit[], act: (writer: CollectWriter) => Promise<T>): Promise<T>
  transact<T>(
    access: Permit<'model_training'>,
    act: (writer: TrainingWriter) => Promise<T>,
  ): Promise<T>
  transact<T>(access: RightsPermit, act: (writer: RightsWriter) => Promise<T>): Promise<T>
  transact<T>(access: 'system', act: (writer: SystemWriter) => Promise<T>): Promise<T>

  /** Everything that is wrong with the ledger; none where it verifies. */
  verifyLedger(): Promise<LedgerReport>
  /** The engine's own integrity check: what it found wrong. */
  check(): Promise<readonly string[]>
  close(): Promise<void>
}

/** What the gate may know of a subject before it has decided anything. */
export interface GateReader {
  findSubject(externalId: string): Promise<SubjectId | undefined>
  /** Undefined where there is no such subject. */
  findFacts(subject: SubjectId): Promise<SubjectFacts | undefined>
}

export interface SubjectFacts {
  readonly subject: SubjectId
  readonly consentRevision: number
  /** `unverifiable` where a record was altered or lost: nothing can then be relied on. */
  readonly consent: readonly ConsentRecord[] | 'unverifiable'
  readonly region: Region | undefined
  readonly ageBand: AgeBand | undefined
}

/** One subject's interactions, as far as they are kept for the permit's purpose. */
export interface ProfileReader {
  /** The subject's items, folded. */
  readProfile(): Promise<readonly ProfileItem[]>
  /**
   * The subject's part in the training state; undefined where there is none. `model_training` only.
   */
  findContribution(): Promise<Contribution | undefined>
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
}

export interface CollectWriter {
  /**
   * Keeps interactions of the one subject that all permits of this transaction are for. An id that
   * is kept already is a duplicate and changes nothing.
   */
  appendInteractions(interactions: readonly CollectedInteraction[]): Promise<AppendOutcome>
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
}

export interface TrainingWriter extends ProfileReader {
  /** Writes the subject's part in the training state; says whether it differs from before. */
  putContribution(contribution: Contribution): Promise<boolean>
}

export interface KeptInteraction extends Interaction {
  readonly purposes: readonly Purpose[]
}

export interface RightsReader {
  readSubject(): Promise<SubjectRecord>
  listConsent(): Promise<readonly ConsentRecord[]>
  listInteractions(): Promise<readonly KeptInteraction[]>
  findContribution(): Promise<Contribution | undefined>
}

export interface SubjectRecord {
  readonly subject: SubjectId
  readonly externalId: string
  readonly region: Region | undefined
  readonly ageBand: AgeBand | undefined
  readonly createdAt: Instant
}

export interface RightsWriter extends RightsReader {
  /**
   * Makes the subject whom the permit names. Only with a permit of the act `consent`.
   *
   * @throws EquipoiseError `consent_changed` where the external id is somebody's already.
   */
  createSubject(subject: Omit<SubjectRecord, 'subject'>): Promise<void>
  updateSubject(change: Partial<Pick<SubjectRecord, 'region' | 'ageBand'>>): Promise<void>
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
  /** Puts another part in the training state in place of the present one, or none. */
  replaceContribution(contribution: Contribution | undefined): Promise<Removal>
  /**
   * Deletes every row of the subject. The key is destroyed after the commit, before it is reported.
   */
  erase(leaf: LedgerRecord): Promise<Removal>
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

export type AccessKeyKind = 'secret' | 'operator'

export interface AccessKey {
  readonly id: KeyId
  readonly kind: AccessKeyKind
  readonly createdAt: Instant
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

export interface SystemReader {
  /** Subject ids only, in a fixed order, after the given one: for jobs that then ask the gate. */
  listSubjects(after: SubjectId | undefined, count: number): Promise<readonly SubjectId[]>
  countSubjects(): Promise<number>
  /** How often anything left the training state. */
  stateRevision(): Promise<number>
  findItem(id: string): Promise<CatalogueItem | undefined>
  listItems(): Promise<readonly CatalogueItem[]>
  findAccessKey(hash: Uint8Array): Promise<AccessKey | undefined>
  countAccessKeys(kind: AccessKeyKind): Promise<number>
  findClearance(id: ErasureId): Promise<Clearance | undefined>
  listRefusals(): Promise<readonly RefusalCount[]>
  findSetting(name: string): Promise<string | undefined>
}

export interface SystemWriter extends SystemReader {
  putItems(items: readonly CatalogueItem[], at: Instant): Promise<void>
  /** Says whether there was such an item. */
  deleteItem(id: string): Promise<boolean>
  createAccessKey(key: AccessKey, hash: Uint8Array): Promise<void>
  createClearance(clearance: Clearance): Promise<void>
  /** Marks every clearance up to that revision of the state as done. */
  clearModel(stateRevision: number, at: Instant): Promise<void>
  /** Drops a subject's part in the state where the gate no longer permits it: needs no permit. */
  dropContribution(subject: SubjectId): Promise<boolean>
  countRefusals(counts: readonly RefusalCount[]): Promise<void>
  putSetting(name: string, value: string): Promise<void>
}

export interface LedgerReport {
  readonly entries: number
  /** Base64 of the root hash. */
  readonly root: string
  readonly problems: readonly string[]
}
