/**
 * The bytes of a decision record, beside the act that it permitted: some fifty, because every
 * interaction has one. In order, numbers with their highest byte first:
 *
 *   flags (1)      bit 0: GPC; bits 1 to 3: the age band's place in its list and one, or 0
 *   at (6), consent revision (4), rulebook (32)
 *   location, residence   each a length (1) and its letters
 *   bases          a count (1), and a byte each: the purpose's place in its list × 4 + the basis's
 */
import type { Basis, DecisionRecord } from '@equipoise/core/law'
import {
  AGE_BANDS,
  assert,
  isRegion,
  PURPOSES,
  type Region,
  toInstant,
} from '@equipoise/core/values'

const BASES: readonly Basis[] = ['consent', 'legitimate_interest', 'notice']
const RULEBOOK_BYTES = 32
const RULEBOOK = /^[0-9a-f]{64}$/
/** Flags, time, revision and rulebook; two regions of at most six letters; a base a purpose. */
const BYTES_MAX = 1 + 6 + 4 + RULEBOOK_BYTES + 2 * 7 + 1 + PURPOSES.length

const known = new WeakMap<DecisionRecord, Buffer>()

/** A record is encoded once, however many acts it permitted. */
export function encodeDecision(record: DecisionRecord): Buffer {
  const before = known.get(record)
  if (before) return before
  const bytes = writeDecision(record)
  known.set(record, bytes)
  return bytes
}

function writeDecision(record: DecisionRecord): Buffer {
  const { at, location, residence, ageBand, gpc, consentRevision, rulebook } = record
  assert(RULEBOOK.test(rulebook), 'the digest of a rulebook')
  const bytes = Buffer.alloc(BYTES_MAX)
  const band = ageBand === undefined ? 0 : AGE_BANDS.indexOf(ageBand) + 1
  bytes[0] = (gpc ? 1 : 0) | (band << 1)
  bytes.writeUIntBE(at, 1, 6)
  bytes.writeUInt32BE(consentRevision, 7)
  bytes.write(rulebook, 11, 'hex')
  let end = 11 + RULEBOOK_BYTES
  for (const region of [location ?? '', residence ?? '']) {
    bytes[end] = region.length
    end += 1 + bytes.write(region, end + 1, 'latin1')
  }
  const bases = PURPOSES.flatMap((purpose, index) => {
    const basis = record.bases[purpose]
    return basis === undefined ? [] : [(index << 2) | BASES.indexOf(basis)]
  })
  bytes[end] = bases.length
  bytes.set(bases, end + 1)
  return bytes.subarray(0, end + 1 + bases.length)
}

/** Reads what `encodeDecision` wrote, from there to the end. */
export function decodeDecision(bytes: Buffer): DecisionRecord {
  const flags = bytes.readUInt8(0)
  const band = (flags >> 1) & 7
  const regions = 11 + RULEBOOK_BYTES
  const location = readRegion(bytes, regions)
  const residence = readRegion(bytes, location.end)
  const bases = [...bytes.subarray(residence.end + 1)].flatMap((byte) => {
    const [purpose, basis] = [PURPOSES[byte >> 2], BASES[byte & 3]]
    return purpose === undefined || basis === undefined ? [] : [[purpose, basis] as const]
  })
  return {
    at: toInstant(bytes.readUIntBE(1, 6)),
    location: location.region,
    residence: residence.region,
    ageBand: band === 0 ? undefined : AGE_BANDS[band - 1],
    gpc: (flags & 1) === 1,
    consentRevision: bytes.readUInt32BE(7),
    rulebook: bytes.toString('hex', 11, regions),
    bases: Object.fromEntries(bases),
  }
}

function readRegion(
  bytes: Buffer,
  start: number,
): { readonly region: Region | undefined; readonly end: number } {
  const end = start + 1 + bytes.readUInt8(start)
  const text = bytes.toString('latin1', start + 1, end)
  return { region: isRegion(text) ? text : undefined, end }
}
