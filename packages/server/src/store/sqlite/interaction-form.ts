/**
 * The bytes of interactions before they are sealed. The first byte tells the form:
 *
 *   `[`  begins the JSON of one interaction, `[id, item, verb, at]`: the first version
 *   2    one interaction: its act, its decision
 *   3    many of one person, one after another (`InteractionsDraft`), which is what is written now:
 *
 *        purposes (4), length of the act (3), length of the decision (1), act, decision
 *
 * An act is the verb's place in its list (1), at + 1 or 0 (6), id and item, each a length (2) and
 * UTF-8. The length of a decision is 0 where there is none, and 255 where it is that of the
 * interaction before, as it is for most that came together.
 */
import type { DecisionRecord } from '@equipoise/core/law'
import { assert, toInstant, VERBS, type Verb } from '@equipoise/core/values'
import type { Interaction } from '../store.ts'
import { decodeDecision, encodeDecision } from './decision-form.ts'
import { decodeJson } from './engine.ts'

const MANY_FORM = 3
const ONE_FORM = 2
const JSON_FORM = 0x5b
const TEXT_BYTES_MAX = 0xffff
/** Purposes and the two lengths. */
const HEAD_BYTES = 8
/** Verb and time. */
const ACT_HEAD_BYTES = 7
const [NO_DECISION, SAME_DECISION] = [0, 255]
const DRAFT_BYTES = 1 << 16

type FirstForm = readonly [id: string, item: string, verb: Verb, at: number | null]

export type BasedInteraction = Interaction & { readonly basis: DecisionRecord | undefined }

/** An interaction, and the bits of the purposes that it is kept for. */
export interface MaskedInteraction {
  readonly interaction: BasedInteraction
  readonly purposes: number
}

/** Where bytes are put together that are sealed at once, and then wiped. */
export class InteractionsDraft {
  #bytes = Buffer.alloc(DRAFT_BYTES)
  #end = 0
  #decision: DecisionRecord | undefined

  /** Begins the form of many interactions of one person. */
  beginMany(): void {
    this.put(Buffer.of(MANY_FORM))
  }

  put(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length)
    this.#bytes.set(bytes, this.#end)
    this.#end += bytes.length
  }

  putCount(count: number): void {
    this.#makeRoom(4)
    this.#end = this.#bytes.writeUInt32BE(count, this.#end)
  }

  add({ id, item, verb, at, basis }: BasedInteraction, purposes: number): void {
    const decision = this.#decisionBytes(basis)
    this.#makeRoom(HEAD_BYTES + ACT_HEAD_BYTES + 4 + 3 * (id.length + item.length) + 255)
    const bytes = this.#bytes
    const act = this.#end + HEAD_BYTES
    bytes.writeUInt32BE(purposes, this.#end)
    bytes[act] = VERBS.indexOf(verb)
    bytes.writeUIntBE(at === undefined ? 0 : at + 1, act + 1, 6)
    const end = this.#writeText(item, this.#writeText(id, act + ACT_HEAD_BYTES))
    bytes.writeUIntBE(end - act, this.#end + 4, 3)
    bytes[act - 1] = typeof decision === 'number' ? decision : decision.length
    if (typeof decision !== 'number') bytes.set(decision, end)
    this.#end = end + (typeof decision === 'number' ? 0 : decision.length)
  }

  /** What `seal` makes of the bytes, which are gone afterwards. */
  seal(seal: (bytes: Uint8Array) => Uint8Array): Uint8Array {
    const sealed = seal(this.#bytes.subarray(0, this.#end))
    this.clear()
    return sealed
  }

  clear(): void {
    this.#bytes.fill(0, 0, this.#end)
    this.#end = 0
    this.#decision = undefined
  }

  #decisionBytes(basis: DecisionRecord | undefined): Buffer | number {
    if (basis === undefined) return NO_DECISION
    if (basis === this.#decision) return SAME_DECISION
    this.#decision = basis
    return encodeDecision(basis)
  }

  #writeText(text: string, start: number): number {
    const length = this.#bytes.write(text, start + 2)
    assert(length <= TEXT_BYTES_MAX, `a text of at most ${TEXT_BYTES_MAX} bytes`)
    this.#bytes.writeUInt16BE(length, start)
    return start + 2 + length
  }

  #makeRoom(more: number): void {
    if (this.#end + more <= this.#bytes.length) return
    const wider = Buffer.alloc(2 * (this.#end + more))
    this.#bytes.copy(wider, 0, 0, this.#end)
    this.#bytes.fill(0)
    this.#bytes = wider
  }
}

/** Reads interactions that were added to a draft, one after another, from some place in it. */
export class InteractionsReader {
  readonly #bytes: Buffer
  #at: number
  #decision: DecisionRecord | undefined

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes
    this.#at = start
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** The next so many bytes, which are no interaction. */
  take(count: number): Buffer {
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  /** @param based false leaves out what the decision rested on, for who folds many. */
  next(based: boolean): MaskedInteraction {
    const purposes = this.#bytes.readUInt32BE(this.#at)
    const act = this.#at + HEAD_BYTES
    const decisionAt = act + this.#bytes.readUIntBE(this.#at + 4, 3)
    const length = this.#bytes.readUInt8(act - 1)
    const isWritten = length !== SAME_DECISION && length !== NO_DECISION
    this.#at = decisionAt + (isWritten ? length : 0)
    if (based && isWritten) {
      this.#decision = decodeDecision(this.#bytes.subarray(decisionAt, this.#at))
    }
    const basis = length === NO_DECISION ? undefined : this.#decision
    return { interaction: { ...decodeAct(this.#bytes, act).act, basis }, purposes }
  }
}

/** @param purposes of a form that does not say them itself. */
export function decodeInteractions(
  bytes: Buffer,
  purposes: number,
  based: boolean,
): readonly MaskedInteraction[] {
  if (bytes[0] !== MANY_FORM) return [{ interaction: decodeOne(bytes), purposes }]
  const reader = new InteractionsReader(bytes, 1)
  const many: MaskedInteraction[] = []
  while (!reader.isAtEnd) many.push(reader.next(based))
  return many
}

function decodeOne(bytes: Buffer): BasedInteraction {
  if (bytes[0] === JSON_FORM) return { ...decodeFirstForm(bytes), basis: undefined }
  assert(bytes[0] === ONE_FORM, 'an interaction of a form that this version knows')
  const { act, end } = decodeAct(bytes, 1)
  return { ...act, basis: decodeDecision(bytes.subarray(end)) }
}

function decodeAct(bytes: Buffer, start: number): { act: Interaction; end: number } {
  const verb = VERBS[bytes.readUInt8(start)]
  assert(verb !== undefined, 'a verb of the list')
  const at = bytes.readUIntBE(start + 1, 6)
  const idAt = start + ACT_HEAD_BYTES
  const itemAt = idAt + 2 + bytes.readUInt16BE(idAt)
  const end = itemAt + 2 + bytes.readUInt16BE(itemAt)
  const act = {
    id: bytes.toString('utf8', idAt + 2, itemAt),
    item: bytes.toString('utf8', itemAt + 2, end),
    verb,
    at: at === 0 ? undefined : toInstant(at - 1),
  }
  return { act, end }
}

function decodeFirstForm(bytes: Buffer): Interaction {
  const [id, item, verb, at] = decodeJson<FirstForm>(bytes)
  return { id, item, verb, at: at === null ? undefined : toInstant(at) }
}
