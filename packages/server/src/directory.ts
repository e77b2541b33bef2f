/**
 * A data directory belongs to one process at a time. The lock is a database of its own, held in an
 * exclusive transaction for as long as the process lives: the system frees it when the process
 * ends, however it ends. Where another process has it, its local socket is how to talk to that one.
 */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EquipoiseError } from './errors.ts'
import { openRootKeys, type RootKeys } from './keys/root-keys.ts'
import { hasStore, lockDirectory } from './store/index.ts'

/** The longest path that every system takes for a socket. */
const SOCKET_PATH_BYTES_MAX = 100

export interface DataDirectory {
  readonly path: string
  /** Nothing was here before. */
  readonly fresh: boolean
  readonly root: RootKeys
  release(): void
}

/**
 * @throws EquipoiseError `directory_in_use`, `key_missing`, `root_key_wrong`, and
 *   `store_unavailable` where the directory cannot be made.
 */
export function openDirectory(path: string, rootKey: Uint8Array | undefined): DataDirectory {
  makeDirectory(path)
  const release = lockDirectory(path)
  try {
    const fresh = !hasStore(path)
    return { path, fresh, root: openRootKeys(path, rootKey, fresh), release }
  } catch (error) {
    release()
    throw error
  }
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : 'unknown'
    throw new EquipoiseError('store_unavailable', `Cannot make "${path}": ${code}`, { cause })
  }
}

/** Where the server of a directory listens for the command line. */
export function socketPath(directory: string): string {
  const real = existsSync(directory) ? realpathSync(directory) : directory
  const name = createHash('sha256').update(real).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\equipoise-${name}`
  const inside = join(real, 'equipoise.sock')
  if (Buffer.byteLength(inside) <= SOCKET_PATH_BYTES_MAX) return inside
  return join(privateFolder(), `${name}.sock`)
}

/**
 * A folder for sockets that nobody else can write to or read.
 *
 * @throws EquipoiseError `store_unavailable` where somebody else has taken its name.
 */
function privateFolder(): string {
  const owner = process.getuid?.() ?? 0
  const folder = join(tmpdir(), `equipoise-${owner}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  if (uid === owner && (mode & 0o077) === 0) return folder
  throw new EquipoiseError('store_unavailable', `Cannot use "${folder}": it is somebody else's`)
}

/** Removes a socket that a dead process left. Only the holder of the lock may do so. */
export function clearSocket(path: string): void {
  if (process.platform !== 'win32') rmSync(path, { force: true })
}

/** Whether somebody began a data directory there. */
export function hasDirectory(path: string): boolean {
  return hasStore(path)
}

export function isInUse(error: unknown): boolean {
  return error instanceof EquipoiseError && error.code === 'directory_in_use'
}
