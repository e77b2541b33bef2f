/** Who does something to a person's data at their asking: it stands in the leaf of the act. */
import type { LedgerRecord } from '@equipoise/core/ledger'

export type ActingFor =
  | { readonly by: 'subject' | 'back_end' | 'command_line' }
  | { readonly by: 'operator'; readonly key: string; readonly reason: string }

export const COMMAND_LINE: ActingFor = { by: 'command_line' }

export function bodyOf(acting: ActingFor): LedgerRecord['body'] {
  return acting.by === 'operator'
    ? { by: acting.by, key: acting.key, reason: acting.reason }
    : { by: acting.by }
}
