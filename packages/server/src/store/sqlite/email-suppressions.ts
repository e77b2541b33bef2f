/**
 * Mailboxes that are never written to again, and the day's count of mails by domain: keyed hashes
 * (HMAC-SHA-256) under a key of their own, `keys/email.key`. They outlive the person, and without
 * that key nobody can tell which mailbox a hash stands for; with the key destroyed nobody ever can.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { domainOf, type EmailAddress, mailboxOf } from '@equipoise/core/email'
import { EquipoiseError } from '../../errors.ts'
import type { RootKeys } from '../../keys/root-keys.ts'
import { KEY_BYTES } from '../../keys/seal.ts'
import { SUPPRESSION_REASONS, type SuppressionReason } from '../email-port.ts'
import { countIn, type Database, textIn } from './database.ts'

const SECRET = 'email'

export class MailboxHashes {
  readonly #key: Uint8Array

  constructor(key: Uint8Array) {
    this.#key = key
  }

  /**
   * Opens the key, making it where nothing was hashed with it yet.
   *
   * @throws EquipoiseError `key_missing`: without it, whoever said no would be written to again.
   */
  static open(database: Database, root: RootKeys): MailboxHashes {
    const known = root.readSecret(SECRET)
    if (known !== undefined) return new MailboxHashes(known)
    if (database.get('SELECT 1 FROM email_suppressions LIMIT 1') !== undefined) {
      throw new EquipoiseError('key_missing', 'Cannot find "keys/email.key", which suppresses mail')
    }
    const key = randomBytes(KEY_BYTES)
    root.writeSecret(SECRET, key)
    return new MailboxHashes(key)
  }

  mailbox(address: EmailAddress): Buffer {
    return this.#hash(`mailbox\0${mailboxOf(address)}`)
  }

  domain(address: EmailAddress): Buffer {
    return this.#hash(`domain\0${domainOf(address)}`)
  }

  #hash(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest()
  }
}

/** The first reason stands, but for one that its person could lift. */
export function suppress(database: Database, mailbox: Buffer, reason: SuppressionReason): void {
  database.run(
    `INSERT INTO email_suppressions (mailbox, reason) VALUES (?, ?)
     ON CONFLICT (mailbox) DO UPDATE SET reason = excluded.reason WHERE reason = 'withdrawn'`,
    mailbox,
    reason,
  )
}

export function findSuppression(
  database: Database,
  mailbox: Buffer,
): SuppressionReason | undefined {
  const row = database.get('SELECT reason FROM email_suppressions WHERE mailbox = ?', mailbox)
  if (row === undefined) return undefined
  // A reason of a later version suppresses too.
  return SUPPRESSION_REASONS.find((one) => one === textIn(row, 'reason')) ?? 'imported'
}

/** Only what the person's own no put there: no complaint, and no mailbox that is not there. */
export function liftSuppression(database: Database, mailbox: Buffer): void {
  database.run(
    `DELETE FROM email_suppressions WHERE mailbox = ? AND reason IN ('withdrawn', 'erased')`,
    mailbox,
  )
}

export function countSuppressions(database: Database): number {
  return countIn(database.get('SELECT count(*) AS n FROM email_suppressions'))
}

/** Counts one more mail of that day to the domain; false where there were enough. */
export function takeOfDay(
  database: Database,
  { day, domain, max }: { readonly day: string; readonly domain: Buffer; readonly max: number },
): boolean {
  const sql = 'SELECT begun AS n FROM email_pace WHERE day = ? AND domain = ?'
  if (countIn(database.get(sql, day, domain)) >= max) return false
  database.run(
    `INSERT INTO email_pace (day, domain, begun) VALUES (?, ?, 1)
     ON CONFLICT (day, domain) DO UPDATE SET begun = begun + 1`,
    day,
    domain,
  )
  return true
}
