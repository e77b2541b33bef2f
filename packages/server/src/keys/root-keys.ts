/**
 * What hangs directly on the root key: the tenant's name, the epoch keys that wrap data keys, the
 * ledger's signing key and the key of the published model. All of it lies in `keys/`, which no
 * backup of the store takes: a restored store without it opens nobody.
 */
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { EquipoiseError } from '../errors.ts'
import { readKeyFile, writeKeyFile } from './key-file.ts'
import { textHash } from './keyed-hash.ts'
import { type ListSealer, listSealer } from './list-sealer.ts'
import { deriveKey, KEY_BYTES, SealError, seal, unseal } from './seal.ts'

export interface RootKeys {
  readonly tenant: string
  /** The epoch that wraps new data keys. */
  readonly epoch: number
  epochKey(epoch: number): KeyObject
  /** All of them, for threads of this process: a key object is handed over, its bytes are not. */
  readonly epochKeys: ReadonlyMap<number, KeyObject>
  /** Keyed hash (HMAC-SHA-256) of a text: equality look-ups without keeping the text. */
  keyedHash(kind: string, text: string | Uint8Array): Buffer
  /** The same of a text, its bytes as the characters of a string (Latin-1): no buffer is made. */
  keyedHashText(kind: string, text: string): string
  /** A named secret kept wrapped in a file of its own; undefined where there is none. */
  readSecret(name: string): Buffer | undefined
  writeSecret(name: string, secret: Uint8Array): void
  /** Seals and opens what is kept nowhere else, such as tokens: under a key of that name. */
  sealer(name: string): RootSealer
  /** The same for lists of texts that are all of one length: see `list-sealer.ts`. */
  listSealer(name: string, plainBytes: number): ListSealer
}

export interface RootSealer {
  seal(plain: Uint8Array): Uint8Array
  /** Undefined where it was altered, or sealed under another name or elsewhere. */
  open(sealed: Uint8Array): Buffer | undefined
}

interface EpochsFile {
  readonly tenant: string
  readonly epochs: readonly { readonly epoch: number; readonly wrapped: string }[]
}

/**
 * Opens the keys of a data directory, making them on first use.
 *
 * @param given the root key where configuration has one; else it lies in `keys/root.key`.
 * @throws EquipoiseError `key_missing`, `root_key_wrong`.
 */
export function openRootKeys(
  directory: string,
  given: Uint8Array | undefined,
  fresh: boolean,
): RootKeys {
  const folder = join(directory, 'keys')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const root = given ?? readOrMakeRoot(join(folder, 'root.key'), fresh)
  const wrapping = deriveKey(root, 'equipoise/wrap@1')
  const lookupKey = deriveKey(root, 'equipoise/lookup@1')
  const hashing = createSecretKey(lookupKey)
  const hashText = textHash(lookupKey)
  const { tenant, epochs } = readOrMakeEpochs(join(folder, 'epochs.json'), wrapping, fresh)
  const latest = Math.max(...epochs.keys())
  const bound = (name: string): Buffer => Buffer.from(`${tenant}|secret|${name}`)
  // Derived once: there are as many as this program has uses.
  const lists = new Map<string, ListSealer>()
  return {
    tenant,
    epoch: latest,
    epochKeys: epochs,
    epochKey(epoch) {
      const key = epochs.get(epoch)
      if (!key) throw new EquipoiseError('key_missing', `Cannot find the key of epoch ${epoch}`)
      return key
    },
    keyedHash(kind, text) {
      if (typeof text === 'string') return Buffer.from(hashText(`${kind}\0${text}`), 'latin1')
      return createHmac('sha256', hashing).update(`${kind}\0`).update(text).digest()
    },
    keyedHashText: (kind, text) => hashText(`${kind}\0${text}`),
    readSecret(name) {
      const sealed = readKeyFile(join(folder, `${name}.key`))
      return sealed === undefined ? undefined : open(wrapping, sealed, bound(name))
    },
    writeSecret(name, secret) {
      writeKeyFile(join(folder, `${name}.key`), seal(wrapping, secret, bound(name)))
    },
    sealer: (name) =>
      rootSealer(createSecretKey(deriveKey(root, `equipoise/${name}@1`)), bound(name)),
    listSealer(name, plainBytes) {
      const use = `${name}|${plainBytes}`
      const sealer = lists.get(use) ?? listSealer(root, `${name}@2|${tenant}`, plainBytes)
      lists.set(use, sealer)
      return sealer
    },
  }
}

function rootSealer(key: KeyObject, bound: Uint8Array): RootSealer {
  return {
    seal: (plain) => seal(key, plain, bound),
    open(sealed) {
      try {
        return unseal(key, sealed, bound)
      } catch (error) {
        if (error instanceof SealError) return undefined
        throw error
      }
    },
  }
}

function readOrMakeRoot(path: string, fresh: boolean): Uint8Array {
  const text = readKeyFile(path)?.toString('utf8').trim()
  if (text !== undefined) {
    if (!/^[0-9a-f]{64}$/.test(text)) {
      throw new EquipoiseError(
        'root_key_wrong',
        `Cannot read "${path}": want 64 hexadecimal digits`,
      )
    }
    return Buffer.from(text, 'hex')
  }
  if (!fresh) {
    throw new EquipoiseError('key_missing', `Cannot find "${path}", which opens this directory`)
  }
  const root = randomBytes(KEY_BYTES)
  writeKeyFile(path, `${root.toString('hex')}\n`)
  return root
}

function readOrMakeEpochs(
  path: string,
  wrapping: Uint8Array,
  fresh: boolean,
): { tenant: string; epochs: Map<number, KeyObject> } {
  const text = readKeyFile(path)?.toString('utf8')
  if (text === undefined) {
    if (!fresh)
      throw new EquipoiseError('key_missing', `Cannot find "${path}", which opens this directory`)
    return makeEpochs(path, wrapping)
  }
  const file = parseEpochs(text)
  if (!file) throw new EquipoiseError('key_missing', `Cannot read "${path}": it is damaged`)
  const epochs = new Map(
    file.epochs.map(({ epoch, wrapped }) => [
      epoch,
      createSecretKey(
        open(wrapping, Buffer.from(wrapped, 'base64'), epochBound(file.tenant, epoch)),
      ),
    ]),
  )
  return { tenant: file.tenant, epochs }
}

/** Undefined where the file is not whole. What is inside is checked by opening it. */
function parseEpochs(text: string): EpochsFile | undefined {
  try {
    // Written by makeEpochs; a file of another form fails below, or at its first use.
    const file = JSON.parse(text) as Partial<EpochsFile> | null
    const { tenant, epochs } = file ?? {}
    const whole = typeof tenant === 'string' && Array.isArray(epochs) && epochs.length > 0
    return whole ? { tenant, epochs } : undefined
  } catch {
    return undefined
  }
}

function makeEpochs(
  path: string,
  wrapping: Uint8Array,
): { tenant: string; epochs: Map<number, KeyObject> } {
  const tenant = randomBytes(16).toString('hex')
  const key = randomBytes(KEY_BYTES)
  const wrapped = Buffer.from(seal(wrapping, key, epochBound(tenant, 1))).toString('base64')
  const file: EpochsFile = { tenant, epochs: [{ epoch: 1, wrapped }] }
  writeKeyFile(path, `${JSON.stringify(file, null, 2)}\n`)
  return { tenant, epochs: new Map([[1, createSecretKey(key)]]) }
}

function epochBound(tenant: string, epoch: number): Buffer {
  return Buffer.from(`${tenant}|epoch|${epoch}`)
}

function open(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Buffer {
  try {
    return unseal(key, sealed, bound)
  } catch (cause) {
    if (!(cause instanceof SealError)) throw cause
    throw new EquipoiseError(
      'root_key_wrong',
      'Cannot open the keys: the root key is another one',
      {
        cause,
      },
    )
  }
}
