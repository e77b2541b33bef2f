/** One-time texts that were used, known again by their keyed hash. */
import type { Instant } from '@equipoise/core/values'
import type { Database } from './database.ts'
import type { Engine } from './engine.ts'

/** False where it was used before. */
export function useOnce({ writing, root }: Engine, text: string, until: Instant): boolean {
  const inserted = writing.run(
    'INSERT INTO used_once (hash, until) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING',
    root.keyedHash('once', text),
    until,
  )
  return inserted > 0
}

export function sweepUsed(database: Database, before: Instant): void {
  database.run('DELETE FROM used_once WHERE until < ?', before)
}
