/** A folder that is gone when this process has ended, whether it came to its end or was told to. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
