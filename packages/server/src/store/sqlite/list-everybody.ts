/**
 * What the gate reads of everybody, some at a time, in the order of their ids. Rows are read ahead,
 * and what is sealed of them is opened by threads where there are many people: whoever's turn comes
 * before a thread took it is opened here.
 *
 * Nothing is told of somebody as they stood earlier. Whoever changed since their row was read is
 * read again when their turn comes, and what was kept of the gate's reading counts for whoever
 * stands as they did then.
 */
import { availableParallelism } from 'node:os'
import type { SubjectId } from '@equipoise/core/values'
import type { WrappedKey } from '../../keys/subject-keys.ts'
import type { SubjectFacts } from '../store.ts'
import { listConsentFolds, readConsentFold } from './consent-rows.ts'
import { type KeptPart, listStored, NO_PART, type StoredPart } from './contributions-access.ts'
import type { Database } from './database.ts'
import {
  type Engine,
  findSubjectRow,
  listSubjectRows,
  type SubjectRow,
  textOfBytes,
} from './engine.ts'
import { factsOf } from './gate-reads.ts'
import type { OpenSubject } from './open-subject.ts'
import { OpeningThread } from './opening-threads.ts'
import type { ListedPerson, NotedChanges } from './person-cache.ts'
import { type RememberedFacts, recallFacts } from './remembered-facts.ts'
import { openPart, type PersonPart, type SealedPart } from './sealed-parts.ts'

/** So many times as many as are asked for at a time are read ahead. */
const BATCHES_AHEAD = 8
/** To start a thread costs as much as to open a thousand people. */
const ALONE_PEOPLE_MAX = 1_000
/** This thread opens, too. */
const THREADS_MAX = 3

/** @param count at a time, at least 1. */
export async function* listEverybody(
  engine: Engine,
  database: Database,
  count: number,
): AsyncGenerator<readonly SubjectFacts[]> {
  await using ahead = new ReadAhead(engine, database, count)
  for (let facts = await ahead.next(); facts !== undefined; facts = await ahead.next()) yield facts
}

/** People who follow each other, as they were read; who has no part has nothing to be opened. */
interface Batch {
  readonly rows: readonly SubjectRow[]
  /** By the bytes of the id, as the next ones. */
  readonly keys: ReadonlyMap<string, WrappedKey>
  readonly stored: ReadonlyMap<string, StoredPart>
  readonly parts: readonly SealedPart[]
  /** Undefined where it was not given to a thread. */
  answer?: Promise<readonly (PersonPart | undefined)[] | undefined>
}

class ReadAhead implements AsyncDisposable {
  readonly #engine: Engine
  readonly #database: Database
  readonly #count: number
  readonly #changed: NotedChanges
  readonly #pending: Batch[] = []
  #threads: readonly OpeningThread[] = []
  #after: SubjectId | undefined
  #read = 0
  #isAtEnd = false

  constructor(engine: Engine, database: Database, count: number) {
    this.#engine = engine
    this.#database = database
    this.#count = count
    this.#changed = engine.people.noteChanges()
  }

  /** Undefined at the end. */
  async next(): Promise<readonly SubjectFacts[] | undefined> {
    this.#fill()
    const batch = this.#pending.shift()
    if (batch === undefined) return undefined
    this.#giveOut()
    const opened = (await batch.answer) ?? batch.parts.map((part) => this.#openHere(part))
    const parts = new Map(
      batch.parts.map((part, at) => [textOfBytes(part.key), opened[at]] as const),
    )
    const people = this.#factsOf(batch, parts)
    this.#engine.people.putListed(people.filter(({ facts }) => facts.consent !== 'unverifiable'))
    return people.map(({ facts }) => facts)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#changed.end()
    await Promise.all(this.#threads.map((thread) => thread.end()))
  }

  #fill(): void {
    while (this.#pending.length < BATCHES_AHEAD && !this.#isAtEnd) {
      const rows = listSubjectRows(this.#database, this.#after, this.#count)
      const [first, last] = [rows[0], rows.at(-1)]
      this.#isAtEnd = first === undefined || last === undefined
      if (first === undefined || last === undefined) break
      this.#after = last.subject
      this.#read += rows.length
      this.#pending.push(this.#batchOf(rows, first.key, last.key))
    }
    if (this.#threads.length > 0 || this.#isAtEnd || this.#read < ALONE_PEOPLE_MAX) return
    const { root } = this.#engine
    const count = Math.min(THREADS_MAX, Math.max(1, availableParallelism() - 1))
    const onIdle = (): void => this.#giveOut()
    this.#threads = Array.from({ length: count }, () => new OpeningThread(root, onIdle))
  }

  #batchOf(rows: readonly SubjectRow[], first: Uint8Array, last: Uint8Array): Batch {
    const keys = this.#engine.keys.listWrapped(first, last)
    const stored = listStored(this.#database, first, last)
    const parts = rows.flatMap(({ key }): SealedPart[] => {
      const name = textOfBytes(key)
      const [wrapped, sealed] = [keys.get(name), stored.get(name)?.sealed]
      return wrapped === undefined || sealed === undefined ? [] : [{ ...wrapped, key, sealed }]
    })
    return { rows, keys, stored, parts }
  }

  #giveOut(): void {
    const waiting = this.#pending.filter(({ answer }) => answer === undefined)
    for (const thread of this.#threads) {
      while (thread.hasRoom) {
        const batch = waiting.shift()
        if (batch === undefined) return
        batch.answer = thread.open(batch.parts)
      }
    }
  }

  #openHere(part: SealedPart): PersonPart | undefined {
    const opened = openPart(this.#engine.root, part)
    if (opened === undefined) return undefined
    const { contribution, remembered } = opened
    // Written by `rememberFacts`.
    const facts = remembered && (JSON.parse(remembered.facts) as RememberedFacts)
    return { contribution, standing: remembered?.standing, facts }
  }

  #factsOf(
    { rows, keys, stored }: Batch,
    parts: ReadonlyMap<string, PersonPart | undefined>,
  ): readonly ListedPerson[] {
    const listed = new Map<SubjectId, ListedPerson>()
    const others: (OpenSubject & { readonly part: KeptPart | undefined })[] = []
    for (const row of rows) {
      const { subject } = row
      if (this.#changed.has(subject)) {
        const now = this.#readAlone(subject)
        if (now !== undefined) listed.set(subject, now)
        continue
      }
      const name = textOfBytes(row.key)
      const [key, own] = [keys.get(name), parts.get(name)]
      if (key === undefined) continue
      const { sealed, lastSeq } = stored.get(name) ?? NO_PART
      // What could not be opened is found out again by whoever asks for it.
      const part =
        sealed === undefined || own !== undefined
          ? {
              contribution: own?.contribution,
              isRemembered: own?.standing === row.standing,
              lastSeq,
            }
          : undefined
      if (own?.standing === row.standing && own.facts !== undefined) {
        listed.set(subject, { row, facts: recallFacts(row, own.facts), part })
      } else {
        const sealer = this.#engine.keys.openListed(subject, key)
        others.push({ subject: row, sealer, part })
      }
    }
    for (const other of this.#readTogether(others, rows.length)) {
      listed.set(other.row.subject, other)
    }
    return rows.flatMap(({ subject }) => listed.get(subject) ?? [])
  }

  #readTogether(
    opened: readonly (OpenSubject & { readonly part: KeptPart | undefined })[],
    among: number,
  ): readonly ListedPerson[] {
    // What follows each other closely is read as one range.
    const folds = 2 * opened.length > among ? listConsentFolds(this.#database, opened) : undefined
    return opened.map(({ part, ...one }, at) => ({
      row: one.subject,
      sealer: one.sealer,
      facts: factsOf(one, () => folds?.[at] ?? readConsentFold(this.#database, one)),
      part,
    }))
  }

  #readAlone(subject: SubjectId): ListedPerson | undefined {
    const row = findSubjectRow(this.#database, subject)
    const sealer = row === undefined ? undefined : this.#engine.keys.find(subject)
    if (row === undefined || sealer === undefined) return undefined
    const facts = factsOf({ subject: row, sealer }, () =>
      readConsentFold(this.#database, { subject: row, sealer }),
    )
    return { row, sealer, facts, part: undefined }
  }
}
