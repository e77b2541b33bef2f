/**
 * The training state in memory: who gives what, kept in step with the store.
 *
 * The record of it is the sealed list that each consenting subject has in the store. `sync` asks
 * the gate about every subject again, and reads anew whose list would be made of something else
 * than the one that is there, so that the state holds exactly the people who may be in it now.
 *
 * Everybody weighs, but only who is vouched for counts as one of the people.
 */
import { type Decision, Permit } from '@equipoise/core/law'
import type { Instant, Purpose, SubjectId } from '@equipoise/core/values'
import type { Standing, StandingContribution, Store } from '../../store/index.ts'
import { type Catalogue, isSensitive } from '../catalogue/index.ts'
import { type Gate, NO_SITUATION, type PersonGate } from '../law/index.ts'
import { contributionOf } from './contribution-of.ts'
import {
  type Given,
  type Grounds,
  HeldLists,
  type ListsCopy,
  type ListsLoad,
} from './held-lists.ts'
import { madeOfNamer, type NameMadeOf } from './made-of.ts'
import { markedBy } from './marked.ts'
import { Turns } from './turns.ts'

/** So many people are opened together: a few milliseconds, unless they are new. */
const BATCH_SUBJECTS = 128
/** So many are read anew, and share a commit, before whoever waits for an answer gets a turn. */
const SLICE_SUBJECTS = 32
/** So many are looked at together where nothing of them is opened. */
const STANDINGS_TOGETHER = 1_024

export interface StateParts {
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
  readonly now: () => Instant
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
    for await (const people of this.#parts.gate.openAll(BATCH_SUBJECTS)) {
      await this.#syncBatch(people, turns)
      for (const { subject } of people) if (subject !== undefined) seen.add(subject)
      onProgress(total === 0 ? 1 : Math.min(1, seen.size / total))
    }
    for (const subject of this.#lists.subjects()) if (!seen.has(subject)) this.forget(subject)
    this.#revision = revision
  }

  /**
   * Whether everybody in the state may still be in it: asked again before a model is published.
   * Where nothing changed that the gate read of somebody, their permit holds as long as it is for.
   */
  async isPermitted(): Promise<boolean> {
    const { store } = this.#parts
    const revision = await store.read('system', async (reader) => reader.stateRevision())
    if (revision !== this.#revision) return false
    const turns = new Turns()
    const unseen = new Set(this.#lists.subjects())
    for (let after: SubjectId | undefined; ; ) {
      const last: SubjectId | undefined = after
      const standings = await store.read('gate', async (reader) =>
        reader.listStandings(last, STANDINGS_TOGETHER),
      )
      if (standings.length === 0) return unseen.size === 0
      const changed = standings.filter((one) => !this.#stands(one)).map(({ subject }) => subject)
      if (!(await this.#arePermitted(changed))) return false
      for (const { subject } of standings) unseen.delete(subject)
      await turns.giveWay()
      after = standings.at(-1)?.subject
    }
  }

  /** Whether the permit holds that somebody's part rests on; who has no part needs none. */
  #stands({ subject, standing }: Standing): boolean {
    const held = this.#lists.find(subject)
    if (held === undefined) return true
    return held.standing === standing && this.#parts.now() < held.permittedUntil
  }

  async #arePermitted(subjects: readonly SubjectId[]): Promise<boolean> {
    const turns = new Turns()
    for (let at = 0; at < subjects.length; at += SLICE_SUBJECTS) {
      const people = await this.#parts.gate.openMany(subjects.slice(at, at + SLICE_SUBJECTS))
      if (people.some((person) => person.decide('model_training').outcome === 'refused')) {
        return false
      }
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

  async #syncBatch(people: readonly PersonGate[], turns: Turns): Promise<void> {
    const inStep = await this.#takeOver(people)
    await turns.giveWay()
    const others = people.flatMap(({ subject }) =>
      subject === undefined || inStep.has(subject) ? [] : [subject],
    )
    for (let at = 0; at < others.length; at += SLICE_SUBJECTS) {
      const slice = others.slice(at, at + SLICE_SUBJECTS)
      await Promise.all(slice.map((subject) => this.#readAnew(subject)))
      await turns.giveWay()
    }
  }

  /** Takes over what lies in the store, where it is still what the person gives; says of whom. */
  async #takeOver(people: readonly PersonGate[]): Promise<ReadonlySet<SubjectId>> {
    const asked = people.flatMap((person) => {
      const decision = person.decide('model_training')
      return decision.outcome === 'permitted' ? [{ person, decision }] : []
    })
    const permits = asked.map(({ decision }) => decision.permit)
    const isHeld = (at: number, progress: string): boolean => {
      const one = asked[at]
      return one !== undefined && this.#isHeld(one.person, one.decision, progress)
    }
    const found = await this.#parts.store.read(permits, async (reader) =>
      reader.listContributions(isHeld),
    )
    const inStep = new Set<SubjectId>()
    for (const [at, { person, decision }] of asked.entries()) {
      const kept = found[at]
      if (kept === undefined || kept === 'consent_changed' || !person.subject) continue
      if (this.#isInStep(person, decision, kept)) inStep.add(person.subject)
    }
    return inStep
  }

  /** Whether what is held, or lies in the store, is still what the person gives; takes it over. */
  #isInStep(
    person: PersonGate,
    { permit, until }: Permitted<'model_training'>,
    { progress, contribution, numbered, isRemembered }: StandingContribution,
  ): boolean {
    const { subject } = Permit.termsOf(permit)
    const grounds = groundsOf(person, permit)
    const madeOf = this.#madeOf(person, progress)
    if (this.#isHeld(person, { permit, until }, progress)) this.#lists.keep(subject, grounds)
    // Put again where the gate's reading beside it is of another day: the next one is quicker.
    else if (isRemembered && contribution?.madeOf === madeOf && contribution.until === until)
      this.#lists.put(subject, { ...contribution, ...grounds }, numbered)
    else return false
    return true
  }

  /** Whether what is held is made of just that. */
  #isHeld(
    person: PersonGate,
    { permit, until }: Pick<Permitted<'model_training'>, 'permit' | 'until'>,
    progress: string,
  ): boolean {
    const held = this.#lists.find(Permit.termsOf(permit).subject)
    return held?.until === until && held?.madeOf === this.#madeOf(person, progress)
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
      return { items, until, madeOf, ...groundsOf(person, permit) }
    })
  }

  #madeOf(person: PersonGate, progress: string): string {
    return this.#nameMadeOf(person, isSensitiveToo(person), progress)
  }
}

function isSensitiveToo(person: PersonGate): boolean {
  return person.decide('sensitive_profiling').outcome === 'permitted'
}

function groundsOf(person: PersonGate, permit: Permit<'model_training'>): Grounds {
  const { vouched, standing } = person
  return { vouched, standing, permittedUntil: Permit.termsOf(permit).until }
}
