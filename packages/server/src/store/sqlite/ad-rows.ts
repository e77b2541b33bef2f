/** Advertising: what it is made of, what it cost, what was shown. Nothing of it is of anybody. */
import { DAY_MS, type Instant, toInstant } from '@equipoise/core/values'
import {
  AD_RECORD_KINDS,
  type AdDay,
  type AdRecord,
  type AdRecordKind,
  type CampaignSpend,
  type CountedShowing,
  type Page,
  type Paged,
  type RepositoryAd,
  type ShowingFate,
} from '../store.ts'
import { type Database, integerIn, type Row, textIn } from './database.ts'
import type { Engine } from './engine.ts'
import { beforeOf, limitOf, toPaged } from './paged.ts'
import { useOnce } from './used-once.ts'

const HOUR_MS = 3_600_000

export function listAdRecords(database: Database): AdRecord[] {
  return database.all('SELECT * FROM ad_records ORDER BY seq').flatMap(parseRecord)
}

export function putAdRecord(database: Database, { kind, id, body, createdAt }: AdRecord): void {
  database.run(
    `INSERT INTO ad_records (kind, id, body, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body`,
    kind,
    id,
    body,
    createdAt,
  )
}

export function deleteAdRecord(database: Database, kind: AdRecordKind, id: string): boolean {
  return database.run('DELETE FROM ad_records WHERE kind = ? AND id = ?', kind, id) > 0
}

export interface Once {
  readonly text: string
  readonly until: Instant
}

/** Where the limit does not suffice it is shown all the same, and costs nothing. */
export function countShowing(
  engine: Engine,
  showing: CountedShowing,
  once: Once,
  ad: Pick<RepositoryAd, 'digest' | 'body'>,
): ShowingFate {
  if (!useOnce(engine, `ad ${once.text}`, once.until)) return 'duplicate'
  const { writing } = engine
  const charged = charge(writing, showing)
  addToDay(writing, showing, { showings: 1, clicks: 0, spent: charged ? showing.price : 0 })
  writing.run(
    `INSERT INTO ad_repository (digest, body, first_shown_at, last_shown_at, showings)
     VALUES (?, ?, ?, ?, 1)
     ON CONFLICT (digest) DO UPDATE SET
       last_shown_at = max(last_shown_at, excluded.last_shown_at), showings = showings + 1`,
    ad.digest,
    ad.body,
    showing.at,
    showing.at,
  )
  if (showing.country !== undefined) {
    writing.run(
      `INSERT INTO ad_reach (digest, country, showings) VALUES (?, ?, 1)
       ON CONFLICT (digest, country) DO UPDATE SET showings = showings + 1`,
      ad.digest,
      showing.country,
    )
  }
  return charged ? 'charged' : 'over_limit'
}

export function countClick(
  engine: Engine,
  click: Omit<CountedShowing, 'price' | 'limit' | 'country'>,
  once: Once,
): boolean {
  if (!useOnce(engine, `click ${once.text}`, once.until)) return false
  addToDay(engine.writing, click, { showings: 0, clicks: 1, spent: 0 })
  return true
}

/** One statement, so that the limit holds whoever else charges it meanwhile. */
function charge(
  database: Database,
  { campaign, at, price, limit }: Pick<CountedShowing, 'campaign' | 'at' | 'price' | 'limit'>,
): boolean {
  if (price > limit) return false
  const hour = Math.floor(at / HOUR_MS)
  const charged = database.run(
    `INSERT INTO ad_spend (campaign, total, hour, this_hour) VALUES (?, ?, ?, ?)
     ON CONFLICT (campaign) DO UPDATE SET
       total = total + excluded.total,
       this_hour = CASE WHEN hour = excluded.hour THEN this_hour ELSE 0 END + excluded.this_hour,
       hour = excluded.hour
     WHERE total + excluded.total <= ?`,
    campaign,
    price,
    hour,
    price,
    limit,
  )
  return charged > 0
}

function addToDay(
  database: Database,
  { campaign, creative, slot, at }: Pick<CountedShowing, 'campaign' | 'creative' | 'slot' | 'at'>,
  { showings, clicks, spent }: Pick<AdDay, 'showings' | 'clicks' | 'spent'>,
): void {
  database.run(
    `INSERT INTO ad_days (campaign, creative, slot, day, showings, clicks, spent)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (campaign, creative, slot, day) DO UPDATE SET
       showings = showings + excluded.showings,
       clicks = clicks + excluded.clicks,
       spent = spent + excluded.spent`,
    campaign,
    creative,
    slot,
    Math.floor(at / DAY_MS),
    showings,
    clicks,
    spent,
  )
}

export function listSpend(database: Database): CampaignSpend[] {
  return database.all('SELECT * FROM ad_spend').map((row) => ({
    campaign: textIn(row, 'campaign'),
    total: integerIn(row, 'total'),
    hour: integerIn(row, 'hour'),
    thisHour: integerIn(row, 'this_hour'),
  }))
}

export function listAdDays(database: Database, campaign: string): AdDay[] {
  const sql = 'SELECT * FROM ad_days WHERE campaign = ? ORDER BY day DESC LIMIT 1000'
  return database.all(sql, campaign).map((row) => ({
    campaign,
    creative: textIn(row, 'creative'),
    slot: textIn(row, 'slot'),
    day: integerIn(row, 'day'),
    showings: integerIn(row, 'showings'),
    clicks: integerIn(row, 'clicks'),
    spent: integerIn(row, 'spent'),
  }))
}

export function pageRepository(database: Database, page: Page): Paged<RepositoryAd> {
  const rows = database.all(
    'SELECT * FROM ad_repository WHERE seq < ? ORDER BY seq DESC LIMIT ?',
    beforeOf(page),
    limitOf(page),
  )
  return toPaged(rows, page, (row) => ({
    digest: textIn(row, 'digest'),
    body: textIn(row, 'body'),
    firstShownAt: toInstant(integerIn(row, 'first_shown_at')),
    lastShownAt: toInstant(integerIn(row, 'last_shown_at')),
    showings: integerIn(row, 'showings'),
    countries: countriesOf(database, textIn(row, 'digest')),
  }))
}

function countriesOf(database: Database, digest: string): RepositoryAd['countries'] {
  const sql =
    'SELECT country, showings FROM ad_reach WHERE digest = ? ORDER BY showings DESC, country'
  return database.all(sql, digest).map((row) => ({
    country: textIn(row, 'country'),
    showings: integerIn(row, 'showings'),
  }))
}

export function sweepRepository(database: Database, before: Instant): number {
  database.run(
    `DELETE FROM ad_reach WHERE digest IN
       (SELECT digest FROM ad_repository WHERE last_shown_at < ?)`,
    before,
  )
  return database.run('DELETE FROM ad_repository WHERE last_shown_at < ?', before)
}

function parseRecord(row: Row): AdRecord[] {
  const kind = AD_RECORD_KINDS.find((one) => one === textIn(row, 'kind'))
  if (kind === undefined) return []
  return [
    {
      kind,
      id: textIn(row, 'id'),
      body: textIn(row, 'body'),
      createdAt: toInstant(integerIn(row, 'created_at')),
    },
  ]
}
