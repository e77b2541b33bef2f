/**
 * What is asked again and again of the same people, in memory: the row that stands for them, what
 * the gate reads of it, and their profile as decisions read it. Exact, because this process alone
 * owns the directory and every change of it comes through one writer:
 *
 * - an entry is filled from committed rows alone, and dropped when a rights act begins to write;
 * - until that act is committed or rolled back the person is held: nobody reads or fills an entry;
 * - a profile is dropped as well in the step in which something that was collected is committed,
 *   and what somebody was shown in the step in which more of it is.
 *
 * A profile says nothing of whether it may be read: the permit is checked before each reading.
 * Bounded; nobody who was erased stays in it.
 */
import type { Showing } from '@equipoise/core/channels'
import type { Purpose, SubjectId } from '@equipoise/core/values'
import type { SubjectSealer } from '../../keys/subject-keys.ts'
import type { Identity, ProfileItem, SubjectFacts } from '../store.ts'
import type { KeptPart } from './contributions-access.ts'
import type { SubjectRow } from './engine.ts'
import { ProfileShelf } from './profile-shelf.ts'

const PEOPLE_MAX = 10_000
/** Everybody is listed some at a time, by one who reads each once. */
const LISTED_MAX = 1_024
/** For which purposes decisions read the same few people again and again. */
export const KEPT_PURPOSES = ['site_personalization', 'first_party_advertising'] as const
export type KeptPurpose = (typeof KEPT_PURPOSES)[number]
/** Of all people together: some 50 MB. */
const SHOWINGS_MAX = 262_144

export interface KnownPerson {
  readonly row: SubjectRow
  readonly facts: SubjectFacts
}

export interface ListedPerson extends KnownPerson {
  /** Undefined where nothing else had to be opened with it. */
  readonly sealer?: SubjectSealer | undefined
  /** Their part in the training state; undefined where it was not read. */
  readonly part: KeptPart | undefined
}

/** Who was changed, or may have been, since it began. */
export interface NotedChanges {
  has(subject: SubjectId): boolean
  end(): void
}

export class PersonCache {
  readonly #people = new Map<SubjectId, KnownPerson>()
  readonly #identities = new Map<string, SubjectId>()
  readonly #names = new Map<SubjectId, string>()
  readonly #listed = new Map<SubjectId, ListedPerson>()
  readonly #held = new Map<SubjectId, number>()
  readonly #noting = new Set<Set<SubjectId>>()
  /** Those used longest ago first. */
  readonly #profiles: Readonly<Record<KeptPurpose, ProfileShelf>> = {
    site_personalization: new ProfileShelf(),
    first_party_advertising: new ProfileShelf(),
  }
  readonly #showings = new Map<SubjectId, Map<Purpose, readonly Showing[]>>()
  #showingCount = 0

  find(subject: SubjectId): KnownPerson | undefined {
    return this.#people.get(subject)
  }

  /** Of who was listed just now, for who acts on it. */
  findListed(subject: SubjectId): ListedPerson | undefined {
    return this.#listed.get(subject)
  }

  /** Keeps who was listed last in place of those before; nobody who is held. */
  putListed(people: readonly ListedPerson[]): void {
    if (this.#listed.size + people.length > LISTED_MAX) this.#listed.clear()
    for (const person of people) {
      const { subject } = person.row
      if (!this.#held.has(subject)) this.#listed.set(subject, person)
    }
  }

  /** Whoever listed them has done with them. */
  clearListed(): void {
    this.#listed.clear()
  }

  /** Their part in the training state is another one from now on. */
  dropListed(subject: SubjectId): void {
    this.#listed.delete(subject)
  }

  /** For whoever reads ahead. Who is held now counts as changed. */
  noteChanges(): NotedChanges {
    const noted = new Set(this.#held.keys())
    this.#noting.add(noted)
    return {
      has: (subject) => noted.has(subject),
      end: () => void this.#noting.delete(noted),
    }
  }

  /** Keeps what was read of committed rows; nothing of somebody who is held. */
  put(row: SubjectRow, facts: SubjectFacts): void {
    const { subject } = row
    if (this.#held.has(subject)) return
    if (this.#people.size >= PEOPLE_MAX) this.#dropOldest()
    this.#people.set(subject, { row, facts })
  }

  findByIdentity(identity: Identity): SubjectId | undefined {
    return this.#identities.get(nameOf(identity))
  }

  putIdentity(identity: Identity, subject: SubjectId): void {
    if (this.#held.has(subject) || this.#identities.size >= PEOPLE_MAX) return
    const name = nameOf(identity)
    this.#identities.set(name, subject)
    this.#names.set(subject, name)
  }

  findProfile(
    subject: SubjectId,
    purpose: KeptPurpose = 'site_personalization',
  ): readonly ProfileItem[] | undefined {
    return this.#profiles[purpose].find(subject)
  }

  /** Keeps a profile that was read of what is committed; nothing of somebody who is held. */
  putProfile(
    subject: SubjectId,
    profile: readonly ProfileItem[],
    purpose: KeptPurpose = 'site_personalization',
  ): void {
    if (!this.#held.has(subject)) this.#profiles[purpose].put(subject, profile)
  }

  dropProfile(subject: SubjectId): void {
    for (const purpose of KEPT_PURPOSES) this.#profiles[purpose].drop(subject)
  }

  findShowings(subject: SubjectId, purpose: Purpose): readonly Showing[] | undefined {
    return this.#showings.get(subject)?.get(purpose)
  }

  /** As `putProfile`. Where there is no more room, all make room. */
  putShowings(subject: SubjectId, purpose: Purpose, showings: readonly Showing[]): void {
    if (this.#held.has(subject)) return
    const isFull = this.#showingCount + showings.length > SHOWINGS_MAX
    if (isFull || this.#showings.size >= PEOPLE_MAX) this.#clearShowings()
    const known = this.#showings.get(subject) ?? new Map()
    this.#showingCount += showings.length - (known.get(purpose)?.length ?? 0)
    this.#showings.set(subject, known.set(purpose, showings))
  }

  dropShowings(subject: SubjectId): void {
    for (const one of this.#showings.get(subject)?.values() ?? []) this.#showingCount -= one.length
    this.#showings.delete(subject)
  }

  #clearShowings(): void {
    this.#showings.clear()
    this.#showingCount = 0
  }

  /** From now until as many releases nothing of the person is kept here. */
  hold(subject: SubjectId): void {
    this.#held.set(subject, (this.#held.get(subject) ?? 0) + 1)
    for (const noted of this.#noting) noted.add(subject)
    this.drop(subject)
  }

  release(subject: SubjectId): void {
    const holders = (this.#held.get(subject) ?? 1) - 1
    if (holders === 0) this.#held.delete(subject)
    else this.#held.set(subject, holders)
    this.drop(subject)
  }

  drop(subject: SubjectId): void {
    this.#people.delete(subject)
    this.#listed.delete(subject)
    this.dropProfile(subject)
    this.dropShowings(subject)
    const name = this.#names.get(subject)
    if (name === undefined) return
    this.#names.delete(subject)
    this.#identities.delete(name)
  }

  clear(): void {
    this.#people.clear()
    this.#listed.clear()
    for (const purpose of KEPT_PURPOSES) this.#profiles[purpose].clear()
    this.#clearShowings()
    this.#identities.clear()
    this.#names.clear()
  }

  #dropOldest(): void {
    const oldest = this.#people.keys().next().value
    if (oldest !== undefined) this.drop(oldest)
  }
}

function nameOf({ kind, text }: Identity): string {
  return `${kind}\0${text}`
}
