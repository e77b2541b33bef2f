import { stat } from 'node:fs/promises'
import { unreadable } from './unreadable.ts'

/** Size of a file in bytes; undefined where there is no such file. */
export async function findSizeBytes(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : undefined
  } catch {
    return undefined
  }
}

/** @throws EquipoiseError `file_unreadable`, naming the path and what was expected there. */
export async function getSizeBytes(path: string, expected: string): Promise<number> {
  const size = await findSizeBytes(path)
  if (size === undefined) throw unreadable(path, `no such file, expected ${expected}`)
  return size
}
