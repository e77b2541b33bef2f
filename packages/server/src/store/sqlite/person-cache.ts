/**
 * What is asked again and again of the same people, in memory: the row that stands for them,
 * and what the gate reads of it. Exact, because this process alone owns the directory and every
 * change of it comes through one writer:
 *
 * - an entry is filled from committed rows alone, and dropped when a rights act begins to write;
 * - until that act is committed or rolled back the person is held: nobody reads or fills an entry.
 *
 * Bounded; nobody who was erased stays in it.
 */
import type { SubjectId } from '@equipoise/core/values'
import type { Identity, SubjectFacts } from '../store.ts'
import type { SubjectRow } from './engine.ts'

const PEOPLE_MAX = 10_000

export interface KnownPerson {
  readonly row: SubjectRow
  readonly facts: SubjectFacts
}

export class PersonCache {
  readonly #people = new Map<SubjectId, KnownPerson>()
  readonly #identities = new Map<string, SubjectId>()
  readonly #names = new Map<SubjectId, string>()
  readonly #held = new Map<SubjectId, number>()

  find(subject: SubjectId): KnownPerson | undefined {
    return this.#people.get(subject)
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

  /** From now until as many releases nothing of the person is kept here. */
  hold(subject: SubjectId): void {
    this.#held.set(subject, (this.#held.get(subject) ?? 0) + 1)
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
    const name = this.#names.get(subject)
    if (name === undefined) return
    this.#names.delete(subject)
    this.#identities.delete(name)
  }

  clear(): void {
    this.#people.clear()
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
