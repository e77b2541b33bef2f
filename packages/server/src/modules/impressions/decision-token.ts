/**
 * A decision token stands for one item of one decision: sealed, so that nobody reads or makes one;
 * of one length, so that its size tells nothing; bound to the person and the slot; good for a day,
 * and for one impression. Whatever is to be kept of the decision when the item is shown travels in
 * it, because deciding keeps nothing.
 *
 * Form: base64url of the sealed text, which is its length (2 bytes), JSON, and zeros up to 832.
 */
import { createHash } from 'node:crypto'
import {
  DAY_MS,
  formatId,
  type ImpressionId,
  type Instant,
  type SubjectId,
  toInstant,
} from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { ShownContribution } from '../../store/index.ts'

export const TOKEN_LIFETIME_MS: number = DAY_MS
/** How long every token is, in characters. */
export const TOKEN_LENGTH = 1_148
const PLAIN_BYTES = 832
/** An item id longer than this travels as a hash, and is found again in the catalogue. */
const ITEM_BYTES_MAX = 200
/** Tokens name kinds by their places here: new ones go to the end. */
const KINDS: readonly string[] = ['item', 'category', 'popularity', 'rest', 'attribute', 'word']

/** What one token says. */
export interface DecidedShowing {
  readonly impression: ImpressionId
  /** Undefined where nobody known was decided for. */
  readonly subject: SubjectId | undefined
  readonly slot: string
  readonly item: string
  readonly decidedAt: Instant
  readonly rung: string
  readonly model: string | undefined
  readonly contributions: readonly ShownContribution[]
  /** The chance that exploration gave it its place; undefined where none did. */
  readonly propensity?: number | undefined
}

export interface TokenParts {
  readonly root: RootKeys
  readonly random: (size: number) => Uint8Array
}

type StoredContribution = readonly [kind: number, id: string | null, percent: number, band: number]
type Stored = readonly [
  impression: ImpressionId,
  subject: SubjectId | 0,
  slot: string,
  item: string | { readonly hash: string },
  decidedAt: number,
  rung: string,
  model: string | 0,
  contributions: readonly StoredContribution[],
  propensity: number,
]

/** Makes the tokens of one decision. */
export function tokenMaker({ root, random }: TokenParts) {
  const sealer = root.sealer('decision')
  return (showing: Omit<DecidedShowing, 'impression'>): string => {
    const impression = formatId('imp', random(16))
    const plain = encode({ ...showing, impression })
    return Buffer.from(sealer.seal(plain)).toString('base64url')
  }
}

/**
 * Undefined for a token that is forged, altered, of another directory, or lapsed.
 *
 * @param findItem finds an item by the hash of its id.
 */
export function openToken(
  { root }: Pick<TokenParts, 'root'>,
  token: string,
  { now, findItem }: { readonly now: Instant; findItem(hash: string): string | undefined },
): DecidedShowing | undefined {
  if (token.length !== TOKEN_LENGTH) return undefined
  const plain = root.sealer('decision').open(Buffer.from(token, 'base64url'))
  if (plain === undefined) return undefined
  const text = plain.subarray(2, 2 + plain.readUInt16BE(0)).toString('utf8')
  // Written by `encode` alone, under a key of its own.
  const stored = JSON.parse(text) as Stored
  const [impression, subject, slot, kept, decidedAt, rung, model, contributions, propensity] =
    stored
  const item = typeof kept === 'string' ? kept : findItem(kept.hash)
  if (now >= decidedAt + TOKEN_LIFETIME_MS || item === undefined) return undefined
  return {
    impression,
    subject: subject === 0 ? undefined : subject,
    slot,
    item,
    decidedAt: toInstant(decidedAt),
    rung,
    model: model === 0 ? undefined : model,
    contributions: contributions.map(decodeContribution),
    propensity: propensity > 0 ? propensity : undefined,
  }
}

/** Of many ids, those that travel as a hash: by it. */
export function longItems(ids: Iterable<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const id of ids) if (isLong(id)) found.set(itemHash(id), id)
  return found
}

function isLong(item: string): boolean {
  return Buffer.byteLength(item) > ITEM_BYTES_MAX
}

function itemHash(item: string): string {
  return createHash('sha256').update(item).digest('base64url').slice(0, 22)
}

function encode(showing: DecidedShowing): Buffer {
  const { impression, subject, slot, item, decidedAt, rung, model, propensity } = showing
  const kept = isLong(item) ? { hash: itemHash(item) } : item
  const contributions = [...showing.contributions]
  for (;;) {
    const stored: Stored = [
      impression,
      subject ?? 0,
      slot,
      kept,
      decidedAt,
      rung,
      model ?? 0,
      contributions.map(encodeContribution),
      propensity ?? 0,
    ]
    const text = Buffer.from(JSON.stringify(stored))
    if (text.length + 2 <= PLAIN_BYTES) return pad(text)
    mergeSmallest(contributions)
  }
}

/** Where names are too long to fit, what speaks least goes into the rest. */
function mergeSmallest(contributions: ShownContribution[]): void {
  const rest = contributions.findIndex(({ kind }) => kind === 'rest')
  const before = rest < 0 ? undefined : contributions.splice(rest, 1)[0]
  const smallest = contributions.pop()
  if (smallest === undefined) throw new RangeError('Cannot fit a decision into its token')
  const percent = smallest.percent + (before?.percent ?? 0)
  contributions.push({ kind: 'rest', id: null, percent, support: null })
  if (contributions.length === 1) contributions.pop()
}

function pad(text: Buffer): Buffer {
  const plain = Buffer.alloc(PLAIN_BYTES)
  plain.writeUInt16BE(text.length, 0)
  text.copy(plain, 2)
  return plain
}

function encodeContribution({ kind, id, percent, support }: ShownContribution): StoredContribution {
  return [KINDS.indexOf(kind), id, percent, support ?? 0]
}

function decodeContribution([kind, id, percent, band]: StoredContribution): ShownContribution {
  return { kind: KINDS[kind] ?? 'rest', id, percent, support: band === 0 ? null : band }
}
