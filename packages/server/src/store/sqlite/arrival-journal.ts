/**
 * What arrives, on the disk, until it lies with its person's others: an entry a transaction at the
 * end of one table, everybody's interactions in it sealed together, which costs a hundredth of
 * sealing each. All that is sealed under one passing key is a volume. Its key is destroyed
 *
 *   - when everything in the volume has been put in its place, and the entries are deleted;
 *   - before an act that takes something from somebody in it is reported: what still waits of the
 *     others is written anew, under a new key, in the transaction of that act.
 *
 * So no backup and no free page opens what was taken from anybody, as with a person's own key.
 *
 * The bytes of an entry: 1, and then of each person the key (16), a count (4) and as many
 * interactions (interaction-form.ts).
 */
import type { SubjectId } from '@equipoise/core/values'
import type { PassingKey, PassingKeys } from '../../keys/passing-keys.ts'
import type { Database } from './database.ts'
import type { SubjectKey } from './engine.ts'
import {
  InteractionsDraft,
  InteractionsReader,
  type MaskedInteraction,
} from './interaction-form.ts'

const FORM = 1
const SUBJECT_BYTES = 16
const ROWS_AN_ENTRY_MAX = 1_000

/** What came of one person, in order. */
export interface Run {
  readonly subject: SubjectKey
  readonly arrivals: readonly MaskedInteraction[]
}

interface Volume {
  readonly key: PassingKey
  /** Everybody in it; some perhaps only in what was rolled back. */
  readonly people: Set<SubjectId>
}

export class ArrivalJournal {
  readonly #writing: Database
  readonly #keys: PassingKeys
  readonly #draft = new InteractionsDraft()
  #current: Volume | undefined
  #closed: Volume | undefined
  /** Keys that seal nothing any more, and are still to be destroyed. */
  #retired: number[] = []

  constructor(writing: Database, keys: PassingKeys) {
    this.#writing = writing
    this.#keys = keys
  }

  get isEmpty(): boolean {
    return this.#current === undefined && this.#closed === undefined
  }

  holds(subject: SubjectId): boolean {
    return [this.#current, this.#closed].some((volume) => volume?.people.has(subject))
  }

  /** Writes what one transaction collects, in that transaction. */
  write(runs: readonly Run[]): void {
    this.#current ??= { key: this.#keys.make(), people: new Set() }
    this.#writeTo(this.#current, runs)
  }

  /** What is written from now on is another volume. Called when the one before has been deleted. */
  close(): void {
    this.#closed = this.#current
    this.#current = undefined
  }

  /** Deletes so many entries of the closed volume; with the last one it is gone. */
  deleteSome(entries: number, afterCommit: (act: () => void) => void): void {
    const { key } = this.#closed ?? {}
    if (key === undefined) return
    const deleted = this.#writing.run(
      `DELETE FROM arrivals WHERE entry IN (
         SELECT entry FROM arrivals WHERE key <= ? ORDER BY entry LIMIT ?)`,
      key.number,
      entries,
    )
    if (deleted === entries) return
    afterCommit(() => {
      this.#closed = undefined
      this.#retired.push(key.number)
      this.#tryToDestroy()
    })
  }

  get hasClosed(): boolean {
    return this.#closed !== undefined
  }

  /** Replaces everything by what still waits, under a new key. */
  rewrite(runs: readonly Run[], afterCommit: (act: () => void) => void): void {
    const fresh =
      runs.length > 0 ? { key: this.#keys.make(), people: new Set<SubjectId>() } : undefined
    this.#writing.run('DELETE FROM arrivals')
    if (fresh) this.#writeTo(fresh, runs)
    afterCommit(() => {
      for (const volume of [this.#closed, this.#current]) {
        if (volume) this.#retired.push(volume.key.number)
      }
      this.#closed = undefined
      this.#current = fresh
    })
  }

  /**
   * Destroys the keys of what was rewritten.
   *
   * @throws EquipoiseError `store_unavailable` where they may still be in a log.
   */
  destroyRetired(): void {
    this.#keys.destroy(this.#retired)
    this.#retired = []
  }

  /** Nobody waits for it: where it cannot be now, a later one takes it along. */
  #tryToDestroy(): void {
    try {
      this.destroyRetired()
    } catch {
      // Kept in the list.
    }
  }

  #writeTo({ key, people }: Volume, runs: readonly Run[]): void {
    const draft = this.#draft
    let rows = 0
    for (const { subject, arrivals } of runs) {
      people.add(subject.subject)
      for (let at = 0; at < arrivals.length; ) {
        const some = arrivals.slice(at, at + ROWS_AN_ENTRY_MAX - rows)
        if (rows === 0) draft.put(Buffer.of(FORM))
        draft.put(subject.key)
        draft.putCount(some.length)
        for (const { interaction, purposes } of some) draft.add(interaction, purposes)
        at += some.length
        rows += some.length
        if (rows < ROWS_AN_ENTRY_MAX) continue
        this.#insert(key)
        rows = 0
      }
    }
    if (rows > 0) this.#insert(key)
  }

  #insert(key: PassingKey): void {
    const sealed = this.#draft.seal(key.seal)
    this.#writing.run('INSERT INTO arrivals (key, sealed) VALUES (?, ?)', key.number, sealed)
  }
}

export interface OpenedRun {
  /** The person's key in the tables. */
  readonly key: Buffer
  readonly arrivals: readonly MaskedInteraction[]
}

/** @throws TypeError where the bytes are of a form that this version does not know. */
export function decodeEntry(bytes: Buffer): readonly OpenedRun[] {
  if (bytes[0] !== FORM) throw new TypeError('Cannot read an entry: it is not of a known form')
  const reader = new InteractionsReader(bytes, 1)
  const runs: OpenedRun[] = []
  while (!reader.isAtEnd) {
    const key = reader.take(SUBJECT_BYTES)
    const count = reader.take(4).readUInt32BE()
    const arrivals = Array.from({ length: count }, () => reader.next(true))
    runs.push({ key, arrivals })
  }
  return runs
}
