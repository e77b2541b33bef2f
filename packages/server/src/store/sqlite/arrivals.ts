/**
 * What was just collected. Rows of one person lie together in `interactions`, so that a batch about
 * a hundred people would rewrite a hundred pages there. It goes to the end of a journal instead,
 * sealed as a whole (arrival-journal.ts), and is put with each person's others later: what waits of
 * a person in one go, sealed with their own key, a slice of the people with each commit
 * (docs/decisions/0018-arrivals.md, 0025-journal-and-blocks.md).
 *
 * The journal is for the disk. For this process, which alone owns it, there is a tray a person in
 * memory with what is not in `interactions` yet, opened. Of the items in a tray
 *
 *   [0 … committed)  is what a reader gets beside `interactions`
 *   [settled … )     is what the transaction under way gets
 *
 * A rights act settles the person first: their rows are then in `interactions` alone, and nothing
 * in the journal is readable any more that was written before. Whatever an act that fails changed
 * in a tray is undone with it. What a process left is put in its place when the store is opened.
 */
import type { SubjectId } from '@equipoise/core/values'
import type { PassingKeys } from '../../keys/passing-keys.ts'
import type { CollectedInteraction } from '../store.ts'
import { ArrivalJournal, type Run } from './arrival-journal.ts'
import { type Database, integerIn } from './database.ts'
import type { Engine, SubjectKey } from './engine.ts'
import { KnownIds } from './known-ids.ts'

export interface ArrivalLimits {
  /** So many rows are moved together: the more, the more are sealed in one. */
  readonly movedTogether: number
  /** Or so many of one person, so that reading them stays short. */
  readonly ofOneMax: number
  /** With each commit at least this many are moved, and `sliceMax` or half more than came. */
  readonly sliceMin: number
  readonly sliceMax: number
  /** Entries of the journal that are deleted with each commit, or twice as many as came. */
  readonly deletedTogether: number
}

const LIMITS: ArrivalLimits = {
  movedTogether: 16_384,
  ofOneMax: 1_024,
  sliceMin: 256,
  sliceMax: 2_048,
  deletedTogether: 64,
}

export interface Arriving {
  /** The keyed hash of its id, a character a byte. */
  readonly hash: string
  readonly interaction: CollectedInteraction
  readonly purposes: number
}

export interface Arrival extends Arriving {
  readonly number: number
  readonly seq: number
}

type Hooks = Pick<Engine, 'afterCommit' | 'onRollback'>

export interface ArrivalsParts {
  readonly writing: Database
  readonly keys: PassingKeys
  /** Writes them to `interactions`, in the transaction under way. */
  readonly place: (subject: SubjectKey, moving: readonly Arrival[]) => void
  /** Called before what is moved by and by is placed, in the same transaction. */
  readonly beforeMove: (subject: SubjectKey, moving: readonly Arrival[]) => void
  readonly limits?: ArrivalLimits | undefined
}

interface Tray extends SubjectKey {
  readonly items: Arrival[]
  /** Of the items that the transaction under way gets. */
  hashes: Set<string>
  settled: number
  committed: number
  /** False where nothing of the person lies in `interactions` yet. */
  hasOthers: boolean
}

interface Move {
  /** Nothing that came later is moved with it. */
  readonly last: number
  /** In the order of their rows. */
  readonly queue: readonly Tray[]
  /** How many of the queue are done. */
  at: number
  readonly isHurried: boolean
}

export class Arrivals {
  readonly #writing: Database
  readonly #place: ArrivalsParts['place']
  readonly #beforeMove: ArrivalsParts['beforeMove']
  readonly #journal: ArrivalJournal
  readonly #others: KnownIds
  readonly #limits: ArrivalLimits
  readonly #trays = new Map<SubjectId, Tray>()
  #rows = 0
  #next = 1
  /** How many interactions, and how many transactions with some, came since the last commit. */
  #fresh = 0
  #freshEntries = 0
  #isOneFull = false
  #isHurried = false
  #isRewritten = false
  #move: Move | undefined

  constructor({ writing, keys, place, beforeMove, limits = LIMITS }: ArrivalsParts) {
    this.#writing = writing
    this.#place = place
    this.#beforeMove = beforeMove
    this.#limits = limits
    this.#journal = new ArrivalJournal(writing, keys)
    this.#others = new KnownIds(writing)
  }

  /** Whether everything is in its place, on the disk too. */
  get isEmpty(): boolean {
    return this.#rows === 0 && this.#journal.isEmpty
  }

  /** What of a person is not in `interactions`, in its order. */
  list(subject: SubjectId, seen: 'committed' | 'under way'): readonly Arrival[] {
    const tray = this.#trays.get(subject)
    if (!tray) return []
    const { items, settled, committed } = tray
    return seen === 'committed' ? items.slice(0, committed) : items.slice(settled)
  }

  /** Takes in what one transaction collects, which is written at its `flush`. */
  intake({ afterCommit, onRollback }: Hooks): Intake {
    const lengths = new Map<Tray, number>()
    const runs: Run[] = []
    onRollback(() => {
      for (const [tray, length] of lengths) this.#cut(tray, length)
    })
    afterCommit(() => {
      for (const tray of lengths.keys()) {
        tray.committed = tray.items.length
        this.#forgetIfEmpty(tray)
      }
    })
    return {
      add: (subject, arriving) => {
        const tray = this.#trays.get(subject.subject) ?? this.#newTray(subject)
        const start = tray.items.length
        if (!lengths.has(tray)) lengths.set(tray, start)
        this.#append(tray, arriving)
        const arrivals = tray.items.slice(start)
        if (arrivals.length > 0) runs.push({ subject: tray, arrivals })
        return arrivals.length
      },
      flush: () => {
        if (runs.length === 0) return
        this.#freshEntries += 1
        this.#journal.write(runs)
      },
    }
  }

  /**
   * Puts a person's rows where all others are, in the transaction under way. What the journal has
   * of them is readable to nobody once that is reported.
   */
  settle(subject: SubjectId, { afterCommit, onRollback }: Hooks): void {
    this.#others.forget(subject)
    if (this.#journal.holds(subject)) {
      this.#isRewritten = true
      afterCommit(() => this.#journal.destroyRetired())
    }
    const tray = this.#trays.get(subject)
    if (!tray || tray.items.length === tray.settled) return
    const before = { settled: tray.settled, hashes: tray.hashes }
    onRollback(() => Object.assign(tray, before))
    afterCommit(() => this.#drop(tray, tray.settled))
    this.#place(tray, tray.items.slice(tray.settled))
    Object.assign(tray, { settled: tray.items.length, hashes: new Set(), hasOthers: true })
  }

  /** Whether anything is being moved, or is to be at the next commit. */
  get isMoving(): boolean {
    return this.#isHurried || this.#move !== undefined
  }

  /** What waits now is moved with the next commits, however little it is. */
  hurry(): void {
    this.#isHurried = !this.isEmpty
  }

  /** Moves a slice where enough is there. Called before each commit, with what follows it. */
  moveSome(afterCommit: Hooks['afterCommit']): void {
    const [fresh, freshEntries] = [this.#fresh, this.#freshEntries]
    this.#fresh = 0
    this.#freshEntries = 0
    if (this.#isRewritten) this.#rewrite(afterCommit)
    const { sliceMin, sliceMax, deletedTogether } = this.#limits
    this.#move ??= this.#beginMove()
    if (!this.#move) return
    // More than came, however many that are: what waits here would grow without end otherwise.
    const least = this.#move.isHurried ? sliceMax : Math.min(sliceMax, 2 * fresh)
    const slice = Math.max(sliceMin, least, Math.ceil(1.5 * fresh))
    if (this.#move.at < this.#move.queue.length) this.#moveSlice(this.#move, slice, afterCommit)
    else this.#journal.deleteSome(Math.max(deletedTogether, 2 * freshEntries), afterCommit)
    afterCommit(() => this.#endMove())
  }

  clear(): void {
    this.#trays.clear()
    this.#others.clear()
  }

  #newTray(subject: SubjectKey): Tray {
    const tray: Tray = {
      subject: subject.subject,
      key: subject.key,
      items: [],
      hashes: new Set(),
      settled: 0,
      committed: 0,
      hasOthers: this.#lastSeq(subject.key) >= 0,
    }
    this.#trays.set(subject.subject, tray)
    return tray
  }

  /** What of it is no duplicate. */
  #append(tray: Tray, arriving: readonly Arriving[]): void {
    const { items, hashes } = tray
    const unknown = arriving.filter(({ hash }) => !hashes.has(hash))
    const kept = tray.hasOthers ? this.#others.known(tray, unknown) : NONE
    let seq = items.at(-1)?.seq ?? this.#lastSeq(tray.key)
    for (const { hash, interaction, purposes } of unknown) {
      if (hashes.has(hash) || kept.has(hash)) continue
      seq += 1
      hashes.add(hash)
      items.push({ number: this.#next, seq, hash, interaction, purposes })
      this.#next += 1
      this.#rows += 1
      this.#fresh += 1
    }
    this.#isOneFull ||= items.length >= this.#limits.ofOneMax
  }

  #lastSeq(key: Uint8Array): number {
    const row = this.#writing.get(
      `SELECT seq + length(id_hashes) / 16 - 1 AS n FROM interactions
       WHERE subject = ? ORDER BY seq DESC LIMIT 1`,
      key,
    )
    return row === undefined ? -1 : integerIn(row, 'n')
  }

  /** Takes back what came after the first so many. */
  #cut(tray: Tray, length: number): void {
    const gone = tray.items.splice(length)
    for (const { hash } of gone) tray.hashes.delete(hash)
    this.#rows -= gone.length
    this.#forgetIfEmpty(tray)
  }

  /** Forgets the first so many: they lie in `interactions` alone now. */
  #drop(tray: Tray, count: number): void {
    const gone = tray.items.splice(0, count)
    for (const { hash } of gone) this.#others.note(tray.subject, hash)
    // Of what was settled, the hashes are no longer there.
    for (const { hash } of gone.slice(tray.settled)) tray.hashes.delete(hash)
    tray.settled = Math.max(0, tray.settled - count)
    tray.committed = Math.max(0, tray.committed - count)
    this.#rows -= gone.length
    this.#forgetIfEmpty(tray)
  }

  #forgetIfEmpty({ subject, items }: Tray): void {
    if (items.length === 0) this.#trays.delete(subject)
  }

  #rewrite(afterCommit: Hooks['afterCommit']): void {
    const runs = [...this.#trays.values()].flatMap((tray) => {
      const arrivals = tray.items.slice(tray.settled)
      return arrivals.length > 0 ? [{ subject: tray, arrivals }] : []
    })
    this.#journal.rewrite(runs, afterCommit)
    afterCommit(() => {
      this.#isRewritten = false
    })
  }

  #beginMove(): Move | undefined {
    const isHurried = this.#isHurried
    const isDue = this.#isOneFull || isHurried || this.#rows >= this.#limits.movedTogether
    if (!isDue) return undefined
    this.#isOneFull = false
    this.#isHurried = false
    this.#journal.close()
    const queue = [...this.#trays.values()].toSorted((a, b) => (a.subject < b.subject ? -1 : 1))
    return { last: this.#next - 1, queue, at: 0, isHurried }
  }

  #moveSlice(move: Move, slice: number, afterCommit: Hooks['afterCommit']): void {
    const ends: (readonly [tray: Tray, end: number])[] = []
    let [at, left] = [move.at, slice]
    while (at < move.queue.length && left > 0) {
      const tray = move.queue[at]
      if (!tray) break
      const { items, settled } = tray
      const moving = items
        .slice(settled, settled + left)
        .filter(({ number }) => number <= move.last)
      const isDone = moving.length < left || (items[settled + left]?.number ?? Infinity) > move.last
      if (moving.length > 0) {
        this.#beforeMove(tray, moving)
        this.#place(tray, moving)
        ends.push([tray, settled + moving.length])
      }
      left -= moving.length
      if (isDone) at += 1
    }
    afterCommit(() => {
      move.at = at
      for (const [tray, end] of ends) {
        tray.hasOthers = true
        this.#drop(tray, end)
      }
    })
  }

  /** Where everything of the move is in its place, and the journal has forgotten it. */
  #endMove(): void {
    const isOver = this.#move && this.#move.at >= this.#move.queue.length
    if (isOver && !this.#journal.hasClosed) this.#move = undefined
  }
}

const NONE: ReadonlySet<string> = new Set()

export interface Intake {
  /** Takes in what a person did; returns how many were no duplicates. */
  add(subject: SubjectKey, arriving: readonly Arriving[]): number
  /** Writes what was added. Called once, at the end. */
  flush(): void
}
