/**
 * The keys in memory: every request asks for one, and few are ever made. This process alone owns
 * the directory, so that the ring is as the store is.
 */
import { DAY_MS, type Instant, type KeyId, toInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { AccessKey, KeptAccessKey } from '../../store/index.ts'
import {
  type AccessParts,
  type CreatedKey,
  createAccessKey,
  isKeyForm,
  isLive,
  type NewKey,
  parseKeyId,
} from './access-keys.ts'
import { openVerification, type Verification } from './verification.ts'

const GRACE_SECONDS_MAX = 30 * 86_400

export class KeyRing {
  readonly #parts: AccessParts
  /** By the keyed hash, a character a byte. */
  #byHash: ReadonlyMap<string, AccessKey> = new Map()
  #byId: ReadonlyMap<string, AccessKey> = new Map()
  readonly #verifications = new Map<KeyId, Verification>()
  readonly #used = new Map<KeyId, Instant>()

  private constructor(parts: AccessParts) {
    this.#parts = parts
  }

  static async open(parts: AccessParts): Promise<KeyRing> {
    const ring = new KeyRing(parts)
    await ring.#load()
    return ring
  }

  /** The key that opens something now; undefined for one that is unknown, revoked or lapsed. */
  find(text: string): AccessKey | undefined {
    if (!isKeyForm(text)) return undefined
    return this.#live(this.#byHash.get(this.#parts.root.keyedHashText('access', text)))
  }

  /** A signing key by its id, and what checks its signatures. */
  findSigning(id: string): (Verification & { readonly id: KeyId }) | undefined {
    const key = this.#live(this.#byId.get(id))
    if (key?.kind !== 'signing' || key.sealed === undefined) return undefined
    const known = this.#verifications.get(key.id)
    const verification = known ?? openVerification(this.#parts.root, key.id, key.sealed)
    if (verification === undefined) return undefined
    this.#verifications.set(key.id, verification)
    return { ...verification, id: key.id }
  }

  /** Whether pages of that origin have a publishable key that is good now. */
  isAllowedOrigin(origin: string): boolean {
    const at = this.#parts.now()
    for (const key of this.#byId.values()) {
      if (key.kind === 'publishable' && isLive(key, at) && key.origins.includes(origin)) return true
    }
    return false
  }

  list(): readonly AccessKey[] {
    return [...this.#byId.values()]
  }

  async create(given: NewKey): Promise<CreatedKey> {
    const made = await createAccessKey(this.#parts, given)
    await this.#load()
    return made
  }

  /**
   * Makes a key of the same kind, role and origins; the old one lapses after the grace.
   *
   * @throws EquipoiseError `not_found` for an unknown or dead key, `invalid_request`.
   */
  async rotate(id: string, graceSeconds: number): Promise<CreatedKey> {
    if (!(graceSeconds >= 0 && graceSeconds <= GRACE_SECONDS_MAX)) {
      throw new EquipoiseError('invalid_request', 'Cannot rotate a key: 30 days of grace at most')
    }
    const key = this.#live(this.#byId.get(id))
    if (key === undefined) throw new EquipoiseError('not_found', 'Cannot find the key')
    const { kind, label, role, origins } = key
    if (kind === 'signing' && this.findSigning(key.id)?.algorithm !== 'HS256') {
      throw new EquipoiseError(
        'invalid_request',
        'Cannot rotate a public key: make a new one of it',
      )
    }
    const { store, now } = this.#parts
    const made = await createAccessKey(this.#parts, {
      kind,
      label,
      role,
      origins,
      expiresAt: key.expiresAt,
    })
    const lapse = toInstant(now() + graceSeconds * 1_000)
    const expiresAt = toInstant(Math.min(lapse, key.expiresAt ?? lapse))
    await store.transact('system', async (writer) => writer.updateAccessKey(key.id, { expiresAt }))
    await this.#load()
    return made
  }

  /** From the answer on the key opens nothing. @throws EquipoiseError `not_found`. */
  async revoke(id: string): Promise<void> {
    const parsed = parseKeyId(id)
    const { store, now } = this.#parts
    const revokedAt = now()
    const found =
      parsed !== undefined &&
      (await store.transact('system', async (writer) =>
        writer.updateAccessKey(parsed, { revokedAt }),
      ))
    if (!found) throw new EquipoiseError('not_found', 'Cannot find the key')
    await this.#load()
  }

  /** Notes the use, by the day, and without making anybody wait. */
  #noteUse(key: AccessKey, at: Instant): void {
    const noted = this.#used.get(key.id) ?? key.lastUsedAt
    if (noted !== undefined && noted >= at - (at % DAY_MS)) return
    // A note that cannot be written now is written at the next use of another day.
    this.#writeUse(key, at).catch(() => this.#used.delete(key.id))
  }

  async #writeUse(key: AccessKey, at: Instant): Promise<void> {
    const lastUsedAt = toInstant(at - (at % DAY_MS))
    this.#used.set(key.id, lastUsedAt)
    await this.#parts.store.transact('system', async (writer) =>
      writer.updateAccessKey(key.id, { lastUsedAt }),
    )
    await this.#load()
  }

  #live(key: AccessKey | undefined): AccessKey | undefined {
    const at = this.#parts.now()
    if (key === undefined || !isLive(key, at)) return undefined
    this.#noteUse(key, at)
    return key
  }

  async #load(): Promise<void> {
    const { store } = this.#parts
    const keys = await store.read('system', async (reader) => reader.listAccessKeys())
    this.#byId = new Map(keys.map((key) => [key.id, key]))
    const hashed = ({ hash, ...key }: KeptAccessKey) =>
      [Buffer.from(hash).toString('latin1'), key] as const
    this.#byHash = new Map(keys.map(hashed))
    this.#verifications.clear()
  }
}
