/**
 * What was just collected. Rows of one person lie together in `interactions`, so that a batch about
 * a hundred people would rewrite two hundred pages there. It goes to the end of `arrivals` instead,
 * a few pages whoever they are about, and is put with each person's others later: many rows at
 * once, in the order of the people, a slice with each commit. That is two to three times as fast as
 * writing each row to its place at once (docs/decisions/0018-arrivals.md).
 *
 * A table for the disk, and for this process, which alone owns it, a tray a person in memory: what
 * lies in the table, opened, so that reading it needs no look-up and no key. Of the items in a tray
 *
 *   [0 … moved)              lie in `interactions` too, and are soon deleted here
 *   [moved … committed)      is what a reader gets beside `interactions`
 *   [max(moved, settled) …)  is what the transaction under way gets
 *
 * A rights act settles the person first: their rows are then in `interactions` alone. Whatever an
 * act that fails changed in a tray is undone with it. What a process left in the table is put in
 * its place when the store is opened.
 */
import type { SubjectId } from '@equipoise/core/values'
import type { KeptInteraction } from '../store.ts'
import { type Database, integerIn } from './database.ts'
import type { Engine, SubjectKey } from './engine.ts'
import { KnownIds } from './known-ids.ts'

export interface ArrivalLimits {
  /** So many rows are moved together: the more, the fewer pages each costs. */
  readonly movedTogether: number
  /** Or so many of one person, so that reading them stays short. */
  readonly ofOneMax: number
  /** With each commit at least this many are moved, and `sliceMax` or half more than came. */
  readonly sliceMin: number
  readonly sliceMax: number
  readonly deletedTogether: number
}

const LIMITS: ArrivalLimits = {
  movedTogether: 16_384,
  ofOneMax: 1_024,
  sliceMin: 256,
  sliceMax: 2_048,
  deletedTogether: 4_096,
}

const MOVE = `INSERT INTO interactions (subject, seq, id_hash, purposes, sealed)
  SELECT subject, seq, id_hash, purposes, sealed FROM arrivals
  WHERE arrival IN (SELECT value FROM json_each(?)) ORDER BY subject, seq`

/** One statement for many rows: a call costs more than the row. */
const WRITTEN_TOGETHER = 20
const INSERT = 'INSERT INTO arrivals (arrival, subject, seq, id_hash, purposes, sealed) VALUES'
const INSERTS: Readonly<Record<number, string>> = {
  1: `${INSERT} (?, ?, ?, ?, ?, ?)`,
  [WRITTEN_TOGETHER]: `${INSERT} ${Array(WRITTEN_TOGETHER).fill('(?, ?, ?, ?, ?, ?)').join()}`,
}

type ArrivalRow = readonly [
  arrival: number,
  subject: Uint8Array,
  seq: number,
  hash: Uint8Array,
  purposes: number,
  sealed: Uint8Array,
]

export interface Arrival {
  readonly arrival: number
  readonly seq: number
  readonly hash: string
  readonly kept: KeptInteraction
}

export interface Arriving {
  readonly hash: Uint8Array
  readonly purposes: number
  readonly kept: KeptInteraction
  /** Called where it is no duplicate. */
  readonly seal: () => Uint8Array
}

type Hooks = Pick<Engine, 'afterCommit' | 'onRollback'>
/** Called with what is about to be moved for a person, in the same transaction. */
type BeforeMove = (subject: SubjectKey, moving: readonly Arrival[]) => void

interface Tray extends SubjectKey {
  readonly items: Arrival[]
  /** Of the items that the transaction under way gets. */
  hashes: Set<string>
  moved: number
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
  copied: number
  deletedTo: number
}

export class Arrivals {
  readonly #writing: Database
  readonly #beforeMove: BeforeMove
  readonly #others: KnownIds
  readonly #limits: ArrivalLimits
  readonly #trays = new Map<SubjectId, Tray>()
  #rows = 0
  #next = 1
  /** How many came since the last commit. */
  #fresh = 0
  #isOneFull = false
  #move: Move | undefined

  constructor(writing: Database, beforeMove: BeforeMove, limits: ArrivalLimits = LIMITS) {
    this.#writing = writing
    this.#limits = limits
    this.#beforeMove = beforeMove
    this.#others = new KnownIds(writing)
    putInPlace(writing)
  }

  /** What of a person is not in `interactions`, in its order. */
  list(subject: SubjectId, seen: 'committed' | 'under way'): readonly Arrival[] {
    const tray = this.#trays.get(subject)
    if (!tray) return []
    const { items, moved, settled, committed } = tray
    return seen === 'committed'
      ? items.slice(moved, committed)
      : items.slice(Math.max(moved, settled))
  }

  /** Takes in what one transaction collects; the rows are written at its `flush`. */
  intake({ afterCommit, onRollback }: Hooks): Intake {
    const lengths = new Map<Tray, number>()
    const rows: ArrivalRow[] = []
    onRollback(() => {
      for (const [tray, length] of lengths) this.#cut(tray, length)
    })
    afterCommit(() => {
      for (const tray of lengths.keys()) tray.committed = tray.items.length
    })
    return {
      add: (subject, arriving) => {
        const tray = this.#trays.get(subject.subject) ?? this.#newTray(subject)
        if (this.#isKept(tray, arriving.hash)) return false
        if (!lengths.has(tray)) lengths.set(tray, tray.items.length)
        rows.push(this.#append(tray, arriving))
        return true
      },
      flush: () => {
        for (let at = 0; at < rows.length; ) {
          const count = rows.length - at >= WRITTEN_TOGETHER ? WRITTEN_TOGETHER : 1
          this.#writing.run(INSERTS[count] ?? '', ...rows.slice(at, at + count).flat())
          at += count
        }
      },
    }
  }

  /** Puts a person's rows where all others are, in the transaction under way. */
  settle(subject: SubjectId, { afterCommit, onRollback }: Hooks): void {
    this.#others.forget(subject)
    const tray = this.#trays.get(subject)
    if (!tray || tray.items.length === tray.settled) return
    const before = { settled: tray.settled, hashes: tray.hashes }
    onRollback(() => Object.assign(tray, before))
    afterCommit(() => this.#drop(tray, tray.settled))
    const rows = tray.items.slice(tray.settled)
    this.#copy(rows.slice(Math.max(0, tray.moved - tray.settled)))
    const sql = 'DELETE FROM arrivals WHERE arrival IN (SELECT value FROM json_each(?))'
    this.#writing.run(sql, idsOf(rows))
    Object.assign(tray, { settled: tray.items.length, hashes: new Set(), hasOthers: true })
  }

  /** Moves a slice where enough is there. Called before each commit, with what follows it. */
  moveSome(afterCommit: Hooks['afterCommit']): void {
    const { sliceMin, sliceMax, deletedTogether } = this.#limits
    const fresh = this.#fresh
    // More than came, however many that are: what waits here would grow without end otherwise.
    const slice = Math.max(sliceMin, Math.min(sliceMax, 2 * fresh), Math.ceil(1.5 * fresh))
    this.#fresh = 0
    this.#move ??= this.#beginMove()
    if (!this.#move) return
    if (this.#move.copied < this.#move.queue.length) {
      this.#copySome(this.#move, slice, afterCommit)
    } else this.#deleteSome(this.#move, Math.max(deletedTogether, 4 * fresh), afterCommit)
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
      moved: 0,
      settled: 0,
      committed: 0,
      hasOthers: this.#lastSeq(subject.key) >= 0,
    }
    this.#trays.set(subject.subject, tray)
    return tray
  }

  #isKept({ subject, key, hashes, hasOthers }: Tray, hash: Uint8Array): boolean {
    if (hashes.has(textOf(hash))) return true
    return hasOthers && this.#others.has({ subject, key }, hash)
  }

  #append(tray: Tray, { hash, purposes, kept, seal }: Arriving): ArrivalRow {
    const last = tray.items.at(-1)?.seq ?? this.#lastSeq(tray.key)
    const item: Arrival = { arrival: this.#next, seq: last + 1, hash: textOf(hash), kept }
    this.#next += 1
    this.#rows += 1
    this.#fresh += 1
    tray.hashes.add(item.hash)
    tray.items.push(item)
    this.#isOneFull ||= tray.items.length >= this.#limits.ofOneMax
    return [item.arrival, tray.key, item.seq, hash, purposes, seal()]
  }

  #lastSeq(key: Uint8Array): number {
    const sql = 'SELECT coalesce(max(seq), -1) AS n FROM interactions WHERE subject = ?'
    const row = this.#writing.get(sql, key)
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
    for (const { hash } of gone) this.#others.note(tray.subject, Buffer.from(hash, 'latin1'))
    // Of what was settled, the hashes are no longer there.
    for (const { hash } of gone.slice(tray.settled)) tray.hashes.delete(hash)
    tray.moved = Math.max(0, tray.moved - count)
    tray.settled = Math.max(0, tray.settled - count)
    tray.committed = Math.max(0, tray.committed - count)
    this.#rows -= gone.length
    this.#forgetIfEmpty(tray)
  }

  #forgetIfEmpty({ subject, items }: Tray): void {
    if (items.length === 0) this.#trays.delete(subject)
  }

  #beginMove(): Move | undefined {
    if (this.#rows < this.#limits.movedTogether && !this.#isOneFull) return undefined
    this.#isOneFull = false
    const queue = [...this.#trays.values()].toSorted((a, b) => (a.subject < b.subject ? -1 : 1))
    const first = queue.reduce(
      (least, { items }) => Math.min(least, items[0]?.arrival ?? least),
      this.#next,
    )
    return { last: this.#next - 1, queue, copied: 0, deletedTo: first - 1 }
  }

  #copySome(move: Move, slice: number, afterCommit: Hooks['afterCommit']): void {
    const ends = new Map<Tray, number>()
    const rows: Arrival[] = []
    let copied = move.copied
    for (; copied < move.queue.length && rows.length < slice; copied += 1) {
      const tray = move.queue[copied]
      if (!tray) break
      const end = tray.items.findLastIndex(({ arrival }) => arrival <= move.last) + 1
      const moving = tray.items.slice(Math.max(tray.moved, tray.settled), end)
      if (moving.length === 0) continue
      this.#beforeMove(tray, moving)
      rows.push(...moving)
      ends.set(tray, end)
    }
    this.#copy(rows)
    afterCommit(() => {
      move.copied = copied
      for (const [tray, end] of ends) Object.assign(tray, { moved: end, hasOthers: true })
    })
  }

  /** They are the oldest, and lie together: whole pages become free. */
  #deleteSome(move: Move, count: number, afterCommit: Hooks['afterCommit']): void {
    const to = Math.min(move.last, move.deletedTo + count)
    this.#writing.run('DELETE FROM arrivals WHERE arrival <= ?', to)
    afterCommit(() => {
      move.deletedTo = to
      if (to < move.last) return
      for (const tray of move.queue) this.#drop(tray, tray.moved)
      this.#move = undefined
    })
  }

  #copy(rows: readonly Arrival[]): void {
    if (rows.length > 0) this.#writing.run(MOVE, idsOf(rows))
  }
}

export interface Intake {
  /** False where the person has one of that id already. */
  add(subject: SubjectKey, arriving: Arriving): boolean
  /** Writes what was added. Called once, at the end. */
  flush(): void
}

/** What another process left: it may have begun to move it. */
function putInPlace(database: Database): void {
  if (database.get('SELECT 1 FROM arrivals LIMIT 1') === undefined) return
  database.exec('BEGIN IMMEDIATE')
  try {
    database.run(`INSERT INTO interactions (subject, seq, id_hash, purposes, sealed)
      SELECT subject, seq, id_hash, purposes, sealed FROM arrivals
      WHERE ${NOT_YET} AND NOT EXISTS (SELECT 1 FROM interactions AS other
        WHERE other.subject = arrivals.subject AND other.seq = arrivals.seq)
      ORDER BY subject, seq`)
    // A number that is taken by another one costs nobody theirs.
    for (const row of database.all(`SELECT arrival FROM arrivals WHERE ${NOT_YET}`)) {
      database.run(
        `INSERT INTO interactions (subject, seq, id_hash, purposes, sealed)
         SELECT subject, (SELECT max(seq) + 1 FROM interactions AS other
           WHERE other.subject = arrivals.subject), id_hash, purposes, sealed
         FROM arrivals WHERE arrival = ?`,
        integerIn(row, 'arrival'),
      )
    }
    database.exec('DELETE FROM arrivals; COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

const NOT_YET = `NOT EXISTS (SELECT 1 FROM interactions AS same
  WHERE same.subject = arrivals.subject AND same.id_hash = arrivals.id_hash)`

function idsOf(rows: readonly Arrival[]): string {
  return `[${rows.map(({ arrival }) => arrival).join()}]`
}

function textOf(hash: Uint8Array): string {
  return Buffer.from(hash.buffer, hash.byteOffset, hash.length).toString('latin1')
}
