/** Registered notices: written once, retired once, never changed and never deleted. */
import type { Instant } from '@equipoise/core/values'
import { toInstant } from '@equipoise/core/values'
import type { Page, Paged, RegisteredNotice } from '../store.ts'
import { countIn, type Database, instantIn, integerIn, type Row, textIn } from './database.ts'
import { beforeOf, limitOf, toPaged } from './paged.ts'

export function insertNotice(
  database: Database,
  { id, version, digest, body, registeredAt }: Omit<RegisteredNotice, 'retiredAt'>,
): boolean {
  const inserted = database.run(
    `INSERT INTO notices (notice, version, digest, body, registered_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (notice, version) DO NOTHING`,
    id,
    version,
    digest,
    body,
    registeredAt,
  )
  return inserted > 0
}

export function retireNotice(
  database: Database,
  { id, version, at }: { readonly id: string; readonly version: string; readonly at: Instant },
): boolean {
  const retired = database.run(
    `UPDATE notices SET retired_at = coalesce(retired_at, ?) WHERE notice = ? AND version = ?`,
    at,
    id,
    version,
  )
  return retired > 0
}

export function findNotice(
  database: Database,
  id: string,
  version: string | undefined,
): RegisteredNotice | undefined {
  const row =
    version === undefined
      ? database.get(
          `SELECT * FROM notices WHERE notice = ? AND retired_at IS NULL
           ORDER BY seq DESC LIMIT 1`,
          id,
        )
      : database.get('SELECT * FROM notices WHERE notice = ? AND version = ?', id, version)
  return row === undefined ? undefined : parseNotice(row)
}

export function listNotices(database: Database, page: Page): Paged<RegisteredNotice> {
  const rows = database.all(
    'SELECT * FROM notices WHERE seq < ? ORDER BY seq DESC LIMIT ?',
    beforeOf(page),
    limitOf(page),
  )
  return toPaged(rows, page, parseNotice)
}

export function countNotices(database: Database): number {
  return countIn(database.get('SELECT count(*) AS n FROM notices'))
}

function parseNotice(row: Row): RegisteredNotice {
  return {
    id: textIn(row, 'notice'),
    version: textIn(row, 'version'),
    digest: textIn(row, 'digest'),
    body: textIn(row, 'body'),
    registeredAt: toInstant(integerIn(row, 'registered_at')),
    retiredAt: instantIn(row, 'retired_at'),
  }
}
