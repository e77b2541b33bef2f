/**
 * Who may be shown ads by what they did, and how many of them are in each audience, counted as
 * people come, change and go. Whoever says no, pauses or leaves is not counted from that act on,
 * in the same step; what somebody did counts once they are read again, before the next decision.
 *
 * Everybody is read once after a start, and again every hour, because a yes lapses and a law begins
 * without anybody's act. Until that is done no audience runs: nobody is counted who was not asked
 * about.
 */
import {
  AudienceCounts,
  type KnownAudience,
  meets,
  type PersonAttributes,
  runningAudiences,
} from '@equipoise/core/channels'
import type { Instant, SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Store } from '../../store/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { Gate, PersonGate } from '../law/index.ts'
import type { AdDesk } from './ad-desk.ts'
import type { AudienceForm } from './ad-forms.ts'
import { type AdFacts, adFactsOf } from './person-attributes.ts'
import { SharerCounts } from './sharer-counts.ts'

const SWEEP_EVERY_MS = 3_600_000
const READ_TOGETHER = 200
/** Of those who did something since, before one decision; the others wait for the next. */
const REFRESHED_MAX = 50

export interface AdPeopleParts {
  readonly store: Store
  readonly gate: Gate
  readonly catalogue: Catalogue
  readonly desk: AdDesk
  readonly peopleMin: number
  readonly now: () => Instant
}

export class AdPeople {
  readonly #parts: AdPeopleParts
  readonly #known = new Map<SubjectId, PersonAttributes>()
  readonly #sharers = new SharerCounts()
  readonly #stale = new Set<SubjectId>()
  #counts = new AudienceCounts([])
  #running: ReadonlySet<string> | undefined
  #deskRevision = -1
  #sweptAt: number | undefined
  #sweeping: Promise<void> | undefined
  #closed = false

  constructor(parts: AdPeopleParts) {
    this.#parts = parts
  }

  get population(): number {
    return this.#known.size
  }

  /** How many people have an interest in a category, or looked at an item. */
  sharersOf(kind: 'category' | 'item', id: string): number {
    return this.#sharers.of(kind, id)
  }

  sizeOf(audience: string): number {
    this.#follow()
    return this.#parts.desk.records.audiences.has(audience) ? this.#counts.sizeOf(audience) : 0
  }

  /** The audiences that run now. */
  running(): ReadonlySet<string> {
    this.#follow()
    const { desk, peopleMin } = this.#parts
    const audiences = [...desk.records.audiences.values()].map(toAudience)
    this.#running ??= runningAudiences(this.#counts, audiences, peopleMin)
    return this.#running
  }

  /** Those of the running audiences that somebody is in. */
  audiencesOf(attributes: PersonAttributes): ReadonlyMap<string, KnownAudience> {
    const { audiences } = this.#parts.desk.records
    const found = new Map<string, KnownAudience>()
    for (const id of this.running()) {
      const form = audiences.get(id)?.form
      if (form === undefined || !meets(attributes, form.conditions)) continue
      const isStated = form.conditions.every(({ attribute }) => attribute === 'place')
      const source = isStated ? 'stated' : 'observed'
      found.set(id, { people: this.#counts.sizeOf(id), source })
    }
    return found
  }

  /** Something was kept about a person: they are read again. */
  touch(subject: SubjectId): void {
    if (this.#sweptAt !== undefined) this.#stale.add(subject)
  }

  /** A person acted on their rights or consent: from now on they are not counted as before. */
  leave(subject: SubjectId): void {
    this.#drop(subject)
    this.touch(subject)
  }

  /** Reads again who changed, before they are counted. */
  async refresh(): Promise<void> {
    this.#sweepWhereDue()
    const changed = [...this.#stale].slice(0, REFRESHED_MAX)
    for (const subject of changed) this.#stale.delete(subject)
    await this.#read(changed)
  }

  /** Waits until everybody was read once: for commands and tests. */
  async ready(): Promise<void> {
    this.#sweepWhereDue()
    await this.#sweeping
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#sweeping?.catch(() => {})
  }

  #sweepWhereDue(): void {
    const isDue = this.#sweptAt === undefined || this.#parts.now() >= this.#sweptAt + SWEEP_EVERY_MS
    if (!isDue || this.#sweeping !== undefined || this.#closed) return
    this.#sweeping = this.#sweep().finally(() => {
      this.#sweeping = undefined
    })
    this.#sweeping.catch(() => {})
  }

  async #sweep(): Promise<void> {
    const at = this.#parts.now()
    let after: SubjectId | undefined
    for (;;) {
      const from = after
      const subjects = await this.#parts.store.read('system', async (reader) =>
        reader.listSubjects(from, READ_TOGETHER),
      )
      after = subjects.at(-1)
      if (after === undefined || this.#closed) break
      await this.#read(subjects)
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.#sweptAt = at
    this.#running = undefined
  }

  async #read(subjects: readonly SubjectId[]): Promise<void> {
    if (subjects.length === 0) return
    const people = await this.#parts.gate.openMany(subjects)
    for (const [at, person] of people.entries()) {
      const subject = subjects[at]
      if (subject === undefined) continue
      const facts = await this.#factsOf(person)
      if (facts === undefined) this.#drop(subject)
      else this.#put(subject, facts)
    }
  }

  /** Undefined where they may not be shown ads by what they did, or changed meanwhile. */
  async #factsOf(person: PersonGate): Promise<AdFacts | undefined> {
    const decision = person.decide('first_party_advertising')
    if (decision.outcome === 'refused') return undefined
    const { store, catalogue } = this.#parts
    try {
      const profile = await store.read(decision.permit, async (reader) => reader.readProfile())
      const { residence, marks } = person
      return adFactsOf({ profile, residence, marks, catalogue, entries: catalogue.entries() })
    } catch (error) {
      const changed = error instanceof EquipoiseError && error.code === 'consent_changed'
      if (changed) return undefined
      throw error
    }
  }

  #put(subject: SubjectId, { attributes, interests, items }: AdFacts): void {
    this.#known.set(subject, attributes)
    this.#sharers.put(subject, { categories: [...interests.keys()], items: [...items.keys()] })
    if (this.#deskRevision < 0) return
    if (this.#counts.put(subject, this.#audiencesIn(attributes))) this.#running = undefined
  }

  #drop(subject: SubjectId): void {
    if (!this.#known.delete(subject)) return
    this.#sharers.drop(subject)
    this.#counts.drop(subject)
    this.#running = undefined
  }

  /** After a change of the audiences everybody is counted anew. */
  #follow(): void {
    const { desk } = this.#parts
    if (this.#deskRevision === desk.revision) return
    this.#deskRevision = desk.revision
    this.#counts = new AudienceCounts([...desk.records.audiences.keys()])
    for (const [subject, attributes] of this.#known) {
      this.#counts.put(subject, this.#audiencesIn(attributes))
    }
    this.#running = undefined
  }

  #audiencesIn(attributes: PersonAttributes): readonly string[] {
    return [...this.#parts.desk.records.audiences.values()]
      .filter(({ form }) => meets(attributes, form.conditions))
      .map(({ id }) => id)
  }
}

function toAudience({ id, form }: { readonly id: string; readonly form: AudienceForm }) {
  return { id, conditions: form.conditions }
}
