/**
 * The training state in memory: the two matrices of who gave what, kept in step with the store.
 *
 * The record of it is the sealed list that each consenting subject has in the store; the matrices
 * are their exact integer sums. `sync` asks the gate about every subject again, one by one, and
 * adds and subtracts what differs, so that the state holds exactly the people who may be in it now.
 *
 * Everybody weighs, but only who is vouched for counts as one of the people. Somebody who comes to
 * be vouched for is replaced at the next sync like somebody who did more.
 */
import type { Decision } from '@equipoise/core/law'
import { GramMatrix, type GramSnapshot, subjectWeight } from '@equipoise/core/recommend'
import { compareUtf8, type Purpose, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Store } from '../../store/index.ts'
import { type Catalogue, isSensitive } from '../catalogue/index.ts'
import { type Gate, NO_SITUATION, type PersonGate } from '../law/index.ts'
import { contributionOf } from './contribution-of.ts'
import { markedBy } from './marked.ts'

/** The reference solver is dense: past this many items it would take too long and too much. */
export const ITEMS_MAX = 5_000
const CATEGORIES_MAX = 2_000
const BATCH_SUBJECTS = 256
/** So many people are read before whoever waits for an answer gets a turn: a few milliseconds. */
const SLICE_SUBJECTS = 8

export interface StateParts {
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
  readonly weightExponentTenths: number
}

export interface StateSnapshot {
  readonly items: GramSnapshot
  readonly categories: GramSnapshot
  readonly subjects: number
  /** The state's revision in the store, read before the first subject was. */
  readonly revision: number
}

/** What one subject gives. */
interface Given {
  readonly items: readonly string[]
  readonly isVouched: boolean
}

interface Held extends Given {
  readonly categories: readonly string[]
}

const NOTHING: Given = { items: [], isVouched: false }

type Permitted<P extends Purpose> = Extract<Decision<P>, { outcome: 'permitted' }>

/** Lets the event loop take a turn. */
function giveWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

export class TrainingState {
  readonly #parts: StateParts
  readonly #items = new GramMatrix(ITEMS_MAX)
  readonly #categories = new GramMatrix(CATEGORIES_MAX)
  readonly #held = new Map<SubjectId, Held>()
  #revision = 0

  constructor(parts: StateParts) {
    this.#parts = parts
  }

  /** Takes one subject out at once. */
  forget(subject: SubjectId): void {
    this.#replace(subject, NOTHING)
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
    const seen = new Set<SubjectId>()
    for await (const subjects of this.#batches()) {
      for (let at = 0; at < subjects.length; at += SLICE_SUBJECTS) {
        const slice = subjects.slice(at, at + SLICE_SUBJECTS)
        await Promise.all(slice.map((subject) => this.#syncSubject(subject)))
        await giveWay()
      }
      for (const subject of subjects) seen.add(subject)
      onProgress(total === 0 ? 1 : Math.min(1, seen.size / total))
    }
    for (const subject of this.#held.keys()) if (!seen.has(subject)) this.forget(subject)
    this.#revision = revision
  }

  /** Whether everybody in the state may still be in it: asked again before a model is published. */
  async isPermitted(): Promise<boolean> {
    const { store, gate } = this.#parts
    const revision = await store.read('system', async (reader) => reader.stateRevision())
    if (revision !== this.#revision) return false
    let asked = 0
    for (const subject of this.#held.keys()) {
      const person = await gate.open(subject)
      if (person.decide('model_training').outcome === 'refused') return false
      asked += 1
      if (asked % SLICE_SUBJECTS === 0) await giveWay()
    }
    return true
  }

  snapshot(): StateSnapshot {
    return {
      items: this.#items.snapshot(),
      categories: this.#categories.snapshot(),
      subjects: this.#held.size,
      revision: this.#revision,
    }
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

  async #syncSubject(subject: SubjectId): Promise<void> {
    const { gate, store } = this.#parts
    const given = await gate.act(subject, NO_SITUATION, async (person) => {
      const decision = person.decide('model_training')
      if (decision.outcome === 'permitted') {
        return { items: await this.#refresh(person, decision), isVouched: person.vouched }
      }
      await store.transact('system', async (writer) => writer.dropContribution(subject))
      return NOTHING
    })
    this.#replace(subject, given)
  }

  /** Reads what the subject gives now and keeps it, sealed, as the record of the state. */
  async #refresh(
    person: PersonGate,
    { permit, until }: Permitted<'model_training'>,
  ): Promise<readonly string[]> {
    const { store, catalogue } = this.#parts
    const sensitiveToo = person.decide('sensitive_profiling').outcome === 'permitted'
    const isMarked = markedBy(person, catalogue)
    const isAllowed = (item: string): boolean =>
      (sensitiveToo || !isSensitive(catalogue, item)) && !isMarked(item)
    return store.transact(permit, async (writer) => {
      const items = contributionOf(await writer.readProfile(), isAllowed)
      await writer.putContribution({ items, until })
      return items
    })
  }

  #replace(subject: SubjectId, given: Given): void {
    const before = this.#held.get(subject)
    const after = this.#describe(given)
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(after)) return
    if (before !== undefined) {
      const weight = this.#weight(before)
      this.#items.subtract(before.items, weight, before.isVouched)
      this.#categories.subtract(before.categories, weight, before.isVouched)
      this.#held.delete(subject)
    }
    if (given.items.length === 0) return
    this.#add(subject, after)
  }

  #add(subject: SubjectId, contribution: Held): void {
    const weight = this.#weight(contribution)
    try {
      this.#items.add(contribution.items, weight, contribution.isVouched)
      this.#addCategories(contribution, weight)
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause
      throw new EquipoiseError('model_invalid', cause.message, { cause })
    }
    this.#held.set(subject, contribution)
  }

  /** Both matrices take a contribution or neither does. */
  #addCategories({ items, categories, isVouched }: Held, weight: number): void {
    try {
      this.#categories.add(categories, weight, isVouched)
    } catch (error) {
      this.#items.subtract(items, weight, isVouched)
      throw error
    }
  }

  #describe({ items, isVouched }: Given): Held {
    const { catalogue } = this.#parts
    const categories = new Set(items.flatMap((item) => catalogue.find(item)?.categories ?? []))
    return { items, categories: [...categories].toSorted(compareUtf8), isVouched }
  }

  #weight({ items }: Given): number {
    return subjectWeight(items.length, this.#parts.weightExponentTenths)
  }
}
