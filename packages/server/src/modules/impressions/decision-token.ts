/**
 * A decision token stands for one item of one decision: sealed, so that nobody reads or makes one;
 * of one length, so that its size tells nothing; bound to the person and the slot; good for a day,
 * and for one impression. Whatever is to be kept of the decision when the item is shown travels in
 * it, because deciding keeps nothing.
 *
 * Form: base64url of the sealed bytes of `token-form.ts`.
 */
import { DAY_MS, type Instant } from '@equipoise/core/values'
import { LIST_SEAL_BYTES } from '../../keys/list-sealer.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import {
  type DecidedFor,
  type DecidedShowing,
  type FindName,
  IMPRESSION_BYTES,
  type ItemDecided,
  PLAIN_BYTES,
  readToken,
  writeTokens,
} from './token-form.ts'

export const TOKEN_LIFETIME_MS: number = DAY_MS
const SEALED_BYTES = PLAIN_BYTES + LIST_SEAL_BYTES
/** How long every token is, in characters: no bit of them is left over. */
export const TOKEN_LENGTH: number = (SEALED_BYTES / 3) * 4

export interface TokenParts {
  readonly root: RootKeys
  readonly random: (size: number) => Uint8Array
}

/** The tokens of one decision, in the order of its items. */
export function makeTokens(
  { root, random }: TokenParts,
  decision: DecidedFor,
  items: readonly ItemDecided[],
): string[] {
  const [plains, sealed] = roomFor(items.length)
  const sealer = root.listSealer('decision', PLAIN_BYTES)
  try {
    writeTokens(decision, items, random(items.length * IMPRESSION_BYTES), plains)
    // Each is sealed into whole groups of three bytes, so that all can be written as one text.
    const text = sealer.seal(plains, random, sealed).toString('base64url')
    return items.map((_, place) => text.slice(place * TOKEN_LENGTH, (place + 1) * TOKEN_LENGTH))
  } finally {
    plains.fill(0)
  }
}

/** Used for one decision after the other, as nobody gives way in between. */
const ROOM_TOKENS = 100
const PLAINS = Buffer.alloc(ROOM_TOKENS * PLAIN_BYTES)
const SEALED = Buffer.alloc(ROOM_TOKENS * SEALED_BYTES)

function roomFor(tokens: number): readonly [plains: Buffer, sealed: Buffer] {
  const [plainBytes, sealedBytes] = [tokens * PLAIN_BYTES, tokens * SEALED_BYTES]
  return tokens > ROOM_TOKENS
    ? [Buffer.alloc(plainBytes), Buffer.alloc(sealedBytes)]
    : [PLAINS.subarray(0, plainBytes), SEALED.subarray(0, sealedBytes)]
}

/**
 * Undefined for a token that is forged, altered, of another directory, or lapsed.
 *
 * @param findName finds a name of the catalogue by its hash.
 */
export function openToken(
  { root }: Pick<TokenParts, 'root'>,
  token: string,
  { now, findName }: { readonly now: Instant; readonly findName: FindName },
): DecidedShowing | undefined {
  if (token.length !== TOKEN_LENGTH) return undefined
  const sealed = Buffer.from(token, 'base64url')
  const plain = root.listSealer('decision', PLAIN_BYTES).open(sealed)
  const showing = plain && readToken(plain, findName)
  if (showing === undefined || now >= showing.decidedAt + TOKEN_LIFETIME_MS) return undefined
  return showing
}
