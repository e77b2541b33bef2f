/** Small files of secrets: mode 0600, replaced whole and durably or not at all. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { EquipoiseError } from '../errors.ts'

export function readKeyFile(path: string): Buffer | undefined {
  try {
    const stat = statSync(path)
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
      throw new EquipoiseError(
        'key_missing',
        `Cannot use "${path}": others may read it, want mode 600`,
      )
    }
    return readFileSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

export function writeKeyFile(path: string, content: string | Uint8Array): void {
  writeKeyFileParts(path, [typeof content === 'string' ? Buffer.from(content) : content])
}

/** As `writeKeyFile`, of what comes piece by piece. */
export function writeKeyFileParts(path: string, parts: Iterable<Uint8Array>): void {
  const draft = `${path}.new`
  const file = openSync(draft, 'w', 0o600)
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; at += writeSync(file, part, at));
    }
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
  syncFolder(dirname(path))
}

export function removeKeyFile(path: string): void {
  rmSync(path, { force: true })
  syncFolder(dirname(path))
}

/** Makes a rename or removal in the folder durable. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
