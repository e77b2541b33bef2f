/**
 * Builds and publishes the model, and makes it follow when people leave.
 *
 * A training syncs the state, builds a model of it in a thread of its own, asks the gate again
 * about everybody in it, and only then publishes. Where somebody left meanwhile, they are taken out
 * and it is built again. A removal while a server runs starts a rebuild at once (removals of the
 * same moment share one); in a short-lived process the published model is withdrawn instead, and
 * the next use builds it anew.
 */
import type { ModelOptions } from '@equipoise/core/recommend'
import { type ErasureId, formatId, type Instant, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Removal, Store } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { type Builder, digestInThread, planInThread, startBuilder, stopped } from './build.ts'
import type { Built } from './build-worker.ts'
import type { ListsCopy } from './held-lists.ts'
import { packCategories } from './item-categories.ts'
import type { ModelFile, ModelManifest, PublishedModel } from './model-file.ts'
import type { Draft } from './sealed-file.ts'
import { openShared } from './share-model.ts'
import type { ColumnsBefore } from './solve-dirty.ts'
import { type StateParts, TrainingState } from './training-state.ts'

const RESTARTS_MAX = 5
/** Removals this close together share a rebuild. */
const COALESCE_MS = 250
/** Where the work of a training goes, as progress tells it. */
const SYNC_RATIO = 0.2

export interface TrainerParts extends StateParts {
  readonly store: Store
  readonly catalogue: Catalogue
  readonly modelFile: ModelFile
  readonly options: ModelOptions
  readonly random: (size: number) => Uint8Array
  /** Whether this process stays: then removals are followed up here and now. */
  readonly resident: boolean
  /** After that long, a model that could not be rebuilt in time is withdrawn. */
  readonly modelClearanceSeconds: number
  readonly onError: (error: unknown) => void
}

export interface TrainOutcome {
  readonly subjects: number
  readonly items: number
  /** How many items there are in the lists of all people. */
  readonly nonZeros: number
  /** How many columns were solved for it; the others held from the model before. */
  readonly columns: number
  readonly seconds: number
  readonly peakMemoryBytes: number
  readonly model: string
}

export interface TrainPlan {
  readonly subjects: number
  readonly items: number
  /** How many items there are in the lists of all people. */
  readonly nonZeros: number
  /** Of the process at its most. */
  readonly memoryBytes: number
  /** Where everybody is read anew, as in a process that begins. */
  readonly seconds: number
}

export interface TrainProgress {
  readonly stage: 'reading people' | 'solving' | 'publishing'
  readonly ratio: number
}

export type OnProgress = (progress: TrainProgress) => void

/** The options of a model, and what tells which of its columns still hold. */
type Standing = Built['standing'] & { readonly options: ModelOptions }

/** One run of a training. */
interface Training {
  readonly startedAt: Instant
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
  readonly builder: Builder
}

export class Trainer {
  #parts: TrainerParts
  readonly #state: TrainingState
  #published: PublishedModel | undefined
  /** What the next build takes over from the published model; undefined where it begins anew. */
  #standing: Standing | undefined
  #running: Promise<TrainOutcome> | undefined
  #rebuild: Promise<void> | undefined
  readonly #stop = new AbortController()

  constructor(parts: TrainerParts) {
    this.#parts = parts
    this.#state = new TrainingState(parts)
    this.#published = parts.modelFile.load()
  }

  /** The published model; undefined where none is. */
  get published(): PublishedModel | undefined {
    return this.#published
  }

  /** Whether a training runs, whoever started it. */
  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /** Whether a removal is being followed: until then the model still holds who left. */
  get isFollowing(): boolean {
    return this.#rebuild !== undefined
  }

  /**
   * Uses other hyper-parameters from the next training on.
   *
   * @throws EquipoiseError `training_running`.
   */
  use(options: ModelOptions): void {
    if (this.#running) throw new EquipoiseError('training_running', 'Cannot tune: a training runs')
    this.#parts = { ...this.#parts, options }
  }

  /** The hyper-parameters of the next training. */
  get options(): ModelOptions {
    return this.#parts.options
  }

  /**
   * @param signal ends it, and the published model stays as it is.
   * @throws EquipoiseError `training_running`, `training_disturbed`, `model_invalid`.
   */
  async train(onProgress: OnProgress = () => {}, signal?: AbortSignal): Promise<TrainOutcome> {
    if (this.#running) throw new EquipoiseError('training_running', 'Cannot train: a training runs')
    const ends = AbortSignal.any([this.#stop.signal, ...(signal ? [signal] : [])])
    this.#running = this.#train(onProgress, ends).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /**
   * What a training would take. People are read for it, as a training does; nothing is published.
   *
   * @throws EquipoiseError `training_running`, `training_disturbed`, `model_invalid`.
   */
  async plan(onProgress: OnProgress = () => {}, signal?: AbortSignal): Promise<TrainPlan> {
    if (this.#running) throw new EquipoiseError('training_running', 'Cannot plan: a training runs')
    const ends = AbortSignal.any([this.#stop.signal, ...(signal ? [signal] : [])])
    const startedAt = performance.now()
    await this.#state.sync((ratio) => {
      if (ends.aborted) throw stopped()
      onProgress({ stage: 'reading people', ratio })
    })
    const readSeconds = (performance.now() - startedAt) / 1_000
    const before = process.memoryUsage.rss()
    const lists = this.#state.copy()
    this.#state.retouch(lists)
    const { options } = this.#parts
    const { bytes, seconds } = await planInThread({ lists, options }, { signal: ends })
    const { subjects, items, interactions } = this.#state.load
    return {
      subjects,
      items,
      nonZeros: interactions,
      memoryBytes: before + bytes,
      seconds: Math.round(1_000 * (readSeconds + seconds)) / 1_000,
    }
  }

  /**
   * Builds the model where one was published before and is not there or holds somebody who left.
   * Whoever needs the model in a short-lived process calls this first.
   */
  async ensure(onProgress: OnProgress = () => {}): Promise<void> {
    if (!(await this.isStale())) return
    await this.#settle()
    if (await this.isStale()) await this.train(onProgress)
  }

  /** Whether a model is wanted and the published one, if any, holds somebody who left. */
  async isStale(): Promise<boolean> {
    const [wanted, revision] = await this.#parts.store.read('system', async (reader) => [
      await reader.findSetting('model_wanted'),
      await reader.stateRevision(),
    ])
    return wanted === 'true' && (this.#published?.manifest.stateRevision ?? -1) < revision
  }

  /**
   * Follows a removal: takes the subject out of the state in memory at once, records the clearance,
   * and sees to it that the published model is rebuilt or withdrawn.
   */
  async follow(subject: SubjectId, removal: Removal, at: Instant): Promise<Cleared> {
    const { store, random } = this.#parts
    const held = this.#published?.manifest.stateRevision ?? Number.POSITIVE_INFINITY
    const pending = held < removal.stateRevision
    if (removal.stateChanged) this.#state.forget(subject)
    if (pending && !this.#parts.resident) this.#withdraw()
    const open = pending && this.#parts.resident
    const id = formatId('era', random(16))
    const modelClearedAt = open ? undefined : at
    const { rows, stateRevision } = removal
    await store.transact('system', async (writer) =>
      writer.createClearance({ id, at, rows, stateRevision, modelClearedAt }),
    )
    if (open) this.#scheduleRebuild()
    return { clearance: id, modelClearedAt }
  }

  /** Waits until the model is clear of that removal; returns when that was. */
  async awaitClearance(id: ErasureId): Promise<Instant | undefined> {
    await this.#settle()
    const { store } = this.#parts
    const found = await store.read('system', async (reader) => reader.findClearance(id))
    return found?.modelClearedAt
  }

  /** Takes up what a process before this one left undone. */
  async resume(): Promise<void> {
    if (this.#parts.resident && (await this.isStale())) this.#scheduleRebuild()
  }

  /** SHA-256 of the state as it stands now, hexadecimal. */
  async stateDigest(): Promise<string> {
    await this.#state.sync()
    const lists = this.#state.copy()
    this.#state.retouch(lists)
    return digestInThread({ lists }, { signal: this.#stop.signal })
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#rebuild?.catch(() => {})
    await this.#running?.catch(() => {})
  }

  async #settle(): Promise<void> {
    while (this.#rebuild || this.#running) {
      await this.#rebuild
      await this.#running?.catch(() => {})
    }
  }

  #scheduleRebuild(): void {
    this.#rebuild ??= this.#rebuildInTime().finally(() => {
      this.#rebuild = undefined
    })
  }

  /**
   * Rebuilds the model; where that takes too long or fails, whoever left is cleared without one.
   */
  async #rebuildInTime(): Promise<void> {
    const { onError, modelClearanceSeconds } = this.#parts
    const late = setInterval(
      () => this.#clearByWithdrawing().catch(onError),
      modelClearanceSeconds * 1_000,
    )
    try {
      await this.#rebuildSoon()
    } catch (error) {
      if (!this.#stop.signal.aborted) onError(error)
    } finally {
      clearInterval(late)
      if (!this.#stop.signal.aborted) await this.#clearByWithdrawing().catch(onError)
    }
  }

  async #rebuildSoon(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, COALESCE_MS))
    for (let attempt = 0; attempt < RESTARTS_MAX && (await this.isStale()); attempt += 1) {
      await this.#running?.catch(() => {})
      if (this.#stop.signal.aborted) return
      if (await this.isStale()) await this.train()
    }
  }

  /** No model holds nobody: withdraws a stale one, and marks what was asked for as done. */
  async #clearByWithdrawing(): Promise<void> {
    const { store, now } = this.#parts
    await store.transact('system', async (writer) => {
      const revision = await writer.stateRevision()
      if ((this.#published?.manifest.stateRevision ?? revision) < revision) this.#withdraw()
      await writer.clearModel(revision, now())
    })
  }

  async #train(onProgress: OnProgress, signal: AbortSignal): Promise<TrainOutcome> {
    const { now } = this.#parts
    const startedAt = now()
    for (let attempt = 0; attempt < RESTARTS_MAX; attempt += 1) {
      await using builder = startBuilder(signal)
      await this.#state.sync((ratio) => {
        // What is half read is in memory alone.
        if (signal.aborted) throw stopped()
        onProgress({ stage: 'reading people', ratio: ratio * SYNC_RATIO })
      })
      const manifest = await this.#build({ startedAt, onProgress, signal, builder })
      if (!manifest) continue
      const { subjects, items, nonZeros, columns, seconds, model } = manifest
      const peakMemoryBytes = process.resourceUsage().maxRSS * 1024
      return { subjects, items, nonZeros, columns, seconds, peakMemoryBytes, model }
    }
    throw new EquipoiseError(
      'training_disturbed',
      `Cannot publish a model: people left during each of ${RESTARTS_MAX} attempts`,
    )
  }

  /** Builds and publishes; undefined where somebody left meanwhile, and nothing was published. */
  async #build(training: Training): Promise<ModelManifest | undefined> {
    const { modelFile, random } = this.#parts
    const { onProgress, signal } = training
    const { revision } = this.#state
    const lists = this.#state.copy()
    const model = formatId('mod', random(16))
    const draft = modelFile.draft(model)
    let published: ModelManifest | undefined
    try {
      let asked: Promise<boolean> | undefined
      const built = await this.#buildDraft(lists, draft, training, () => {
        asked ??= this.#state.isPermitted()
        // Told below; where the build fails meanwhile, that is told.
        asked.catch(() => {})
      })
      if (!(await (asked ?? this.#state.isPermitted()))) return undefined
      onProgress({ stage: 'publishing', ratio: 1 })
      if (signal.aborted) throw stopped()
      const manifest = this.#describe(built, { model, stateRevision: revision }, training)
      if (await this.#publish(draft, { manifest, model: openShared(built.model) })) {
        this.#standing = { ...built.standing, options: built.model.options }
        published = manifest
      }
      return published
    } finally {
      if (published === undefined) {
        modelFile.discard(draft)
        this.#state.retouch(lists)
      }
    }
  }

  /** @param onSolved called while the model is completed, sealed and written. */
  #buildDraft(
    lists: ListsCopy,
    draft: Draft,
    { onProgress, builder }: Training,
    onSolved: () => void,
  ): Promise<Built> {
    const { catalogue, options } = this.#parts
    const categories = packCategories(lists.names, catalogue)
    const before = this.#columnsBefore(options)
    const isUrgent = this.isFollowing
    return builder.build({ lists, categories, options, draft, before, isUrgent }, (ratio) => {
      onProgress({ stage: 'solving', ratio: SYNC_RATIO + (1 - SYNC_RATIO) * ratio })
      if (ratio === 1) onSolved()
    })
  }

  /** The published columns, where this process built them with the same options. */
  #columnsBefore(options: ModelOptions): ColumnsBefore | undefined {
    const model = this.#published?.model
    const standing = this.#standing
    if (model === undefined || standing === undefined) return undefined
    if (JSON.stringify(standing.options) !== JSON.stringify(options)) return undefined
    const { ids, columns, pairPeople, people } = model
    return { ids, columns, pairPeople, people, ...standing }
  }

  #describe(
    { model, interactions, columns, digests }: Built,
    build: Pick<ModelManifest, 'model' | 'stateRevision'>,
    { startedAt }: Training,
  ): ModelManifest {
    const builtAt = this.#parts.now()
    return {
      ...build,
      builtAt,
      subjects: model.contributions,
      items: model.ids.length,
      nonZeros: interactions,
      columns,
      seconds: (builtAt - startedAt) / 1_000,
      digests,
    }
  }

  /** Asks once more, in the step that publishes, whether anybody left: nobody can in between. */
  #publish(draft: Draft, published: PublishedModel): Promise<boolean> {
    const { store, modelFile, now } = this.#parts
    const { stateRevision } = published.manifest
    return store.transact('system', async (writer) => {
      if ((await writer.stateRevision()) !== stateRevision) return false
      modelFile.publish(draft, published.manifest)
      this.#published = published
      await writer.putSetting('model_wanted', 'true')
      await writer.clearModel(stateRevision, now())
      return true
    })
  }

  #withdraw(): void {
    this.#parts.modelFile.withdraw()
    this.#published = undefined
    this.#standing = undefined
  }
}

/** `Trainer.follow`, as those who remove something are handed it. */
export type Follow = (subject: SubjectId, removal: Removal, at: Instant) => Promise<Cleared>

export interface Cleared {
  readonly clearance: ErasureId
  /** Undefined until the model has been rebuilt. */
  readonly modelClearedAt: Instant | undefined
}
