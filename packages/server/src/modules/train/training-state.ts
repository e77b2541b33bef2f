/**
 * The training state in memory: who gives what, kept in step with the store.
 *
 * The record of it is the sealed list that each consenting subject has in the store. `sync` asks
 * the gate about every subject again, and reads anew whose list would be made of something else
 * than the one that is there, so that the state holds exactly the people who may be in it now.
 *
 * Everybody weighs, but only who is vouched for counts as one of the people.
 */
import type { Decision } from '@equipoise/core/law'
import type { Purpose, SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Store } from '../../store/index.ts'
import { type Catalogue, isSensitive } from '../catalogue/index.ts'
import { type Gate, NO_SITUATION, type PersonGate } from '../law/index.ts'
import { contributionOf } from './contribution-of.ts'
import { type Given, HeldLists, type ListsCopy, type ListsLoad } from './held-lists.ts'
import { madeOfNamer, type NameMadeOf } from './made-of.ts'
import { markedBy } from './marked.ts'
import { Turns } from './turns.ts'

const BATCH_SUBJECTS = 256
/** So many people are opened together: a few milliseconds, also where all of them are new. */
const SLICE_SUBJECTS = 8

export interface StateParts {
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
}

type Permitted<P extends Purpose> = Extract<Decision<P>, { outcome: 'permitted' }>

export class TrainingState {
  readonly #parts: StateParts
  readonly #lists = new HeldLists()
  readonly #nameMadeOf: NameMadeOf
  #revision = 0

  constructor(parts: StateParts) {
    this.#parts = parts
    this.#nameMadeOf = madeOfNamer(parts.catalogue)
  }

  /** The state's revision in the store, read before the first subject was. */
  get revision(): number {
    return this.#revision
  }

  get load(): ListsLoad {
    return this.#lists.load
  }

  /** Takes one subject out at once. */
  forget(subject: SubjectId): void {
    this.#lists.forget(subject)
  }

  /**
   * Brings the state in step with everybody's present consent and history.
   *
   * @param onProgress called with the ratio done, 0 to 1.
   */
  async sync(onProgress: (ratio: number) => void = () => {}): Promise<void> {
    const { store } = this.#parts
    const [revision, total] = await store.read('system', async (reader) => [
      await reader.stateRevision(),
      await reader.countSubjects(),
    ])
    const turns = new Turns()
    const seen = new Set<SubjectId>()
    for await (const subjects of this.#batches()) {
      for (let at = 0; at < subjects.length; at += SLICE_SUBJECTS) {
        await this.#syncSlice(subjects.slice(at, at + SLICE_SUBJECTS))
        await turns.giveWay()
      }
      for (const subject of subjects) seen.add(subject)
      onProgress(total === 0 ? 1 : Math.min(1, seen.size / total))
    }
    for (const subject of this.#lists.subjects()) if (!seen.has(subject)) this.forget(subject)
    this.#revision = revision
  }

  /** Whether everybody in the state may still be in it: asked again before a model is published. */
  async isPermitted(): Promise<boolean> {
    const { store, gate } = this.#parts
    const revision = await store.read('system', async (reader) => reader.stateRevision())
    if (revision !== this.#revision) return false
    const turns = new Turns()
    const subjects = this.#lists.subjects()
    for (let at = 0; at < subjects.length; at += SLICE_SUBJECTS) {
      const people = await gate.openMany(subjects.slice(at, at + SLICE_SUBJECTS))
      const isRefused = people.some(
        (person) => person.decide('model_training').outcome === 'refused',
      )
      if (isRefused) return false
      await turns.giveWay()
    }
    return true
  }

  copy(): ListsCopy {
    return this.#lists.copy()
  }

  /** Nothing came of a copy: what changed before it is told with the next one, too. */
  retouch(copy: ListsCopy): void {
    this.#lists.retouch(copy)
  }

  async *#batches(): AsyncGenerator<readonly SubjectId[]> {
    const { store } = this.#parts
    for (let after: SubjectId | undefined; ; ) {
      const last: SubjectId | undefined = after
      const subjects = await store.read('system', async (reader) =>
        reader.listSubjects(last, BATCH_SUBJECTS),
      )
      if (subjects.length === 0) return
      yield subjects
      after = subjects.at(-1)
    }
  }

  async #syncSlice(subjects: readonly SubjectId[]): Promise<void> {
    const people = await this.#parts.gate.openMany(subjects)
    await Promise.all(
      subjects.map(async (subject, at) => {
        const person = people[at]
        if (person && (await this.#isInStep(subject, person))) return
        await this.#readAnew(subject)
      }),
    )
  }

  /** Whether what is held, or lies in the store, is still what the person gives; takes it over. */
  async #isInStep(subject: SubjectId, person: PersonGate): Promise<boolean> {
    const decision = person.decide('model_training')
    if (decision.outcome !== 'permitted') return false
    const held = this.#lists.find(subject)
    const { permit, until } = decision
    const found = await this.#parts.store
      .read(permit, async (reader) => {
        const madeOf = this.#madeOf(person, await reader.readProgress())
        if (held?.madeOf === madeOf && held.until === until) return 'held'
        const kept = await reader.findContribution()
        return kept?.madeOf === madeOf && kept.until === until ? kept : undefined
      })
      .catch(unlessChanged)
    if (found === undefined) return false
    if (found === 'held') this.#lists.vouch(subject, person.vouched)
    else this.#lists.put(subject, { ...found, vouched: person.vouched })
    return true
  }

  async #readAnew(subject: SubjectId): Promise<void> {
    const { gate, store } = this.#parts
    const given = await gate.act(subject, NO_SITUATION, async (person) => {
      const decision = person.decide('model_training')
      if (decision.outcome === 'permitted') return this.#refresh(person, decision)
      await store.transact('system', async (writer) => writer.dropContribution(subject))
      return undefined
    })
    if (given === undefined) this.#lists.forget(subject)
    else this.#lists.put(subject, given)
  }

  /** Reads what the subject gives now and keeps it, sealed, as the record of the state. */
  async #refresh(
    person: PersonGate,
    { permit, until }: Permitted<'model_training'>,
  ): Promise<Given> {
    const { store, catalogue } = this.#parts
    const sensitiveToo = isSensitiveToo(person)
    const isMarked = markedBy(person, catalogue)
    const isAllowed = (item: string): boolean =>
      (sensitiveToo || !isSensitive(catalogue, item)) && !isMarked(item)
    return store.transact(permit, async (writer) => {
      const progress = await writer.readProgress()
      const name = this.#madeOf(person, progress)
      const items = contributionOf(await writer.readProfile(), isAllowed)
      // Where the catalogue changed just now, nobody can say what it was made of.
      const madeOf = this.#madeOf(person, progress) === name ? name : undefined
      await writer.putContribution({ items, until, madeOf })
      return { items, until, madeOf, vouched: person.vouched }
    })
  }

  #madeOf(person: PersonGate, progress: string): string {
    return this.#nameMadeOf(person, isSensitiveToo(person), progress)
  }
}

function isSensitiveToo(person: PersonGate): boolean {
  return person.decide('sensitive_profiling').outcome === 'permitted'
}

/** A permit that no longer holds says that something changed. */
function unlessChanged(error: unknown): undefined {
  if (error instanceof EquipoiseError && error.code === 'consent_changed') return undefined
  throw error
}
