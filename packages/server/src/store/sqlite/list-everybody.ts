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
import { textOfBytes, type WrappedKey } from '../../keys/subject-keys.ts'
import type { SubjectFacts } from '../store.ts'
import { listConsentFolds, readConsentFold } from './consent-rows.ts'
import { type KeptPart, listWithParts, type StoredPart } from './contributions-access.ts'
import type { Database } from './database.ts'
import { type Engine, findSubjectRow, type SubjectRow } from './engine.ts'
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

/** Somebody as they were read. */
interface Read {
  readonly row: SubjectRow
  /** Undefined where their key is gone. */
  readonly key: WrappedKey | undefined
  readonly stored: StoredPart
}

/** People who follow each other; who has no part has nothing to be opened ahead. */
interface Batch {
  readonly people: readonly Read[]
  readonly parts: readonly SealedPart[]
  /** Of the parts, in their order. Undefined where they were not given to a thread. */
  answer?: Promise<readonly (PersonPart | undefined)[] | undefined>
}

/** Somebody whose facts are still to be read. */
interface Unread extends OpenSubject {
  readonly part: KeptPart | undefined
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
    const people = this.#listedOf(batch, opened)
    this.#engine.people.putListed(people.filter(({ facts }) => facts.consent !== 'unverifiable'))
    return people.map(({ facts }) => facts)
  }

  /** Nothing that was opened stays, of people or of keys. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#changed.end()
    this.#engine.people.clearListed()
    await Promise.all(this.#threads.map((thread) => thread.end()))
  }

  #fill(): void {
    while (this.#pending.length < BATCHES_AHEAD && !this.#isAtEnd) {
      const people = listWithParts(this.#database, this.#after, this.#count)
      const [first, last] = [people[0]?.row, people.at(-1)?.row]
      this.#isAtEnd = first === undefined || last === undefined
      if (first === undefined || last === undefined) break
      this.#after = last.subject
      this.#read += people.length
      const keys = this.#engine.keys.listWrapped(first.key, last.key)
      this.#pending.push(
        batchOf(people.map((one) => ({ ...one, key: keys.get(textOfBytes(one.row.key)) }))),
      )
    }
    if (this.#threads.length > 0 || this.#isAtEnd || this.#read < ALONE_PEOPLE_MAX) return
    const { root } = this.#engine
    const count = Math.min(THREADS_MAX, Math.max(1, availableParallelism() - 1))
    const onIdle = (): void => this.#giveOut()
    this.#threads = Array.from({ length: count }, () => new OpeningThread(root, onIdle))
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
    return { contribution, numbered: undefined, standing: remembered?.standing, facts }
  }

  #listedOf(
    { people }: Batch,
    opened: readonly (PersonPart | undefined)[],
  ): readonly ListedPerson[] {
    const listed = new Map<SubjectId, ListedPerson>()
    const unread: Unread[] = []
    let place = 0
    for (const { row, key, stored } of people) {
      const hasPart = key !== undefined && stored.sealed !== undefined
      const own = hasPart ? opened[place] : undefined
      if (hasPart) place += 1
      if (this.#changed.has(row.subject)) {
        const now = this.#readAlone(row.subject)
        if (now !== undefined) listed.set(row.subject, now)
      } else if (key !== undefined) {
        const part = keptPart(row, stored, own)
        if (own?.facts !== undefined && own.standing === row.standing) {
          listed.set(row.subject, { row, facts: recallFacts(row, own.facts), part })
        } else {
          const sealer = this.#engine.keys.openListed(row.subject, key)
          unread.push({ subject: row, sealer, part })
        }
      }
    }
    for (const one of this.#readTogether(unread, people.length)) listed.set(one.row.subject, one)
    return people.flatMap(({ row }) => listed.get(row.subject) ?? [])
  }

  #readTogether(opened: readonly Unread[], among: number): readonly ListedPerson[] {
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

function batchOf(people: readonly Read[]): Batch {
  const parts = people.flatMap(({ row, key, stored: { sealed } }): SealedPart[] =>
    key === undefined || sealed === undefined ? [] : [{ ...key, key: row.key, sealed }],
  )
  return { people, parts }
}

/** What could not be opened is undefined: whoever asks for it finds that out again. */
function keptPart(
  { standing }: SubjectRow,
  { sealed, lastSeq }: StoredPart,
  opened: PersonPart | undefined,
): KeptPart | undefined {
  if (sealed !== undefined && opened === undefined) return undefined
  const isRemembered = opened?.standing === standing
  return {
    contribution: opened?.contribution,
    numbered: opened?.numbered,
    isRemembered,
    lastSeq,
  }
}
