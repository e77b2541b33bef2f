/**
 * The bytes of an interaction before they are sealed. The first one tells the form: `[` begins the
 * JSON of the first version, `[id, item, verb, at]`; this version writes
 *
 *   2, verb's place in its list (1), at + 1 or 0 (6), id, item, decision
 *
 * where id and item are a length (2) and UTF-8.
 */
import type { DecisionRecord } from '@equipoise/core/law'
import { assert, toInstant, VERBS, type Verb } from '@equipoise/core/values'
import type { Interaction } from '../store.ts'
import { decodeDecision, encodeDecision } from './decision-form.ts'
import { decodeJson } from './engine.ts'

const FORM = 2
const JSON_FORM = 0x5b
const TEXT_BYTES_MAX = 0xffff
const HEAD_BYTES = 8

type FirstForm = readonly [id: string, item: string, verb: Verb, at: number | null]

export type BasedInteraction = Interaction & { readonly basis: DecisionRecord | undefined }

let draft = Buffer.alloc(4_096)

/** The bytes stand until the next call: they are to be sealed at once. */
export function encodeInteraction(interaction: Interaction, basis: DecisionRecord): Uint8Array {
  const { id, item, verb, at } = interaction
  const decision = encodeDecision(basis)
  const bytesMax = HEAD_BYTES + 4 + 3 * (id.length + item.length) + decision.length
  if (bytesMax > draft.length) draft = Buffer.alloc(bytesMax * 2)
  draft[0] = FORM
  draft[1] = VERBS.indexOf(verb)
  draft.writeUIntBE(at === undefined ? 0 : at + 1, 2, 6)
  const end = writeText(item, writeText(id, HEAD_BYTES))
  draft.set(decision, end)
  return draft.subarray(0, end + decision.length)
}

function writeText(text: string, start: number): number {
  const length = draft.write(text, start + 2)
  assert(length <= TEXT_BYTES_MAX, `a text of at most ${TEXT_BYTES_MAX} bytes`)
  draft.writeUInt16BE(length, start)
  return start + 2 + length
}

export function decodeInteraction(bytes: Buffer): BasedInteraction {
  if (bytes[0] === JSON_FORM) return { ...decodeFirstForm(bytes), basis: undefined }
  const { end, ...interaction } = decodeAct(bytes)
  return { ...interaction, basis: decodeDecision(bytes.subarray(end)) }
}

/** Without what the decision rested on, for who folds many. */
export function decodeBare(bytes: Buffer): Interaction {
  return bytes[0] === JSON_FORM ? decodeFirstForm(bytes) : decodeAct(bytes)
}

function decodeAct(bytes: Buffer): Interaction & { readonly end: number } {
  assert(bytes[0] === FORM, 'an interaction of a form that this version knows')
  const verb = VERBS[bytes.readUInt8(1)]
  assert(verb !== undefined, 'a verb of the list')
  const at = bytes.readUIntBE(2, 6)
  const itemAt = HEAD_BYTES + 2 + bytes.readUInt16BE(HEAD_BYTES)
  const decisionAt = itemAt + 2 + bytes.readUInt16BE(itemAt)
  return {
    id: bytes.toString('utf8', HEAD_BYTES + 2, itemAt),
    item: bytes.toString('utf8', itemAt + 2, decisionAt),
    verb,
    at: at === 0 ? undefined : toInstant(at - 1),
    end: decisionAt,
  }
}

function decodeFirstForm(bytes: Buffer): Interaction {
  const [id, item, verb, at] = decodeJson<FirstForm>(bytes)
  return { id, item, verb, at: at === null ? undefined : toInstant(at) }
}
