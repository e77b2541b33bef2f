import type { Command } from '../command.ts'
import { AD_COMMANDS } from './ads.ts'
import { CONSENT_COMMANDS } from './consent.ts'
import { DECIDE_COMMAND } from './decide.ts'
import { EMAIL_COMMANDS } from './email.ts'
import { EVALUATE_COMMANDS } from './evaluate.ts'
import { IMPORT_COMMANDS } from './import.ts'
import { LAW_COMMANDS } from './law.ts'
import { MODEL_COMMANDS } from './model.ts'
import { RECEIPT_COMMANDS } from './receipt.ts'
import { RECORD_COMMANDS } from './records.ts'
import { REPORT_COMMANDS } from './reports.ts'
import { RIGHTS_COMMANDS } from './rights.ts'
import { SIGNAL_COMMANDS } from './signals.ts'
import { UPKEEP_COMMANDS } from './upkeep.ts'
import { WISH_COMMANDS } from './wishes.ts'

/** Every command but those that serve, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  ...IMPORT_COMMANDS,
  ...MODEL_COMMANDS,
  ...EVALUATE_COMMANDS,
  DECIDE_COMMAND,
  ...CONSENT_COMMANDS,
  ...RIGHTS_COMMANDS,
  ...WISH_COMMANDS,
  ...EMAIL_COMMANDS,
  ...RECEIPT_COMMANDS,
  ...LAW_COMMANDS,
  ...SIGNAL_COMMANDS,
  ...RECORD_COMMANDS,
  ...AD_COMMANDS,
  ...REPORT_COMMANDS,
  ...UPKEEP_COMMANDS,
]
