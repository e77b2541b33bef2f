/** Reads a file that a command names, in the process where it was typed. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { EquipoiseError } from '../errors.ts'

/** @throws EquipoiseError `file_unreadable` */
export function readText(path: string): string {
  try {
    return readFileSync(resolve(path), 'utf8')
  } catch (cause) {
    throw new EquipoiseError('file_unreadable', `Cannot read "${path}"`, { cause })
  }
}
