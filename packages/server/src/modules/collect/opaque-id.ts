import { formatId } from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'

/**
 * An interaction's id is shown and sent, and a source's own id may hold the person's: it becomes a
 * keyed hash, the same each time it is read into this directory.
 */
export function opaqueId(root: RootKeys, sourceId: string): string {
  return formatId('int', root.keyedHash('imported', sourceId).subarray(0, 16))
}
