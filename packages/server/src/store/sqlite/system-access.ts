/**
 * The system's reader and writer: catalogue, keys, counts, clearances. No personal table is opened.
 */
import { formatId, isPurpose, parseId, type SubjectId, toInstant } from '@equipoise/core/values'
import { bytesOf } from '../../keys/subject-keys.ts'
import type {
  CatalogueItem,
  Clearance,
  OperatorAct,
  RefusalCount,
  SystemReader,
  SystemWriter,
} from '../store.ts'
import { createAccessKey, listAccessKeys, updateAccessKey } from './access-key-rows.ts'
import {
  countClick,
  countShowing,
  deleteAdRecord,
  listAdDays,
  listAdRecords,
  listSpend,
  pageRepository,
  putAdRecord,
  sweepRepository,
} from './ad-rows.ts'
import { deleteContribution, raiseStateRevision, readStateRevision } from './contribution-rows.ts'
import {
  blobIn,
  countIn,
  type Database,
  instantIn,
  integerIn,
  type Row,
  textIn,
} from './database.ts'
import { emailSystemReader, emailSystemWriter } from './email-document-rows.ts'
import type { MailboxHashes } from './email-suppressions.ts'
import type { Engine } from './engine.ts'
import { appendToLedger } from './ledger-rows.ts'
import { measurementReader, measurementSystemWriter } from './measured-rows.ts'
import { countNotices, findNotice, insertNotice, listNotices, retireNotice } from './notice-rows.ts'
import { beforeOf, limitOf, toPaged } from './paged.ts'
import { sweepUsed } from './used-once.ts'

const BEFORE_ALL = new Uint8Array(0)

export function systemReader(database: Database, mailboxes: MailboxHashes): SystemReader {
  return {
    ...emailSystemReader(database, mailboxes),
    ...measurementReader(database),
    async listSubjects(after, count) {
      const rows = database.all(
        'SELECT subject FROM subjects WHERE subject > ? ORDER BY subject LIMIT ?',
        after === undefined ? BEFORE_ALL : bytesOf(after),
        count,
      )
      return rows.map((row) => formatId('sub', blobIn(row, 'subject')))
    },
    async countSubjects() {
      return countIn(database.get('SELECT count(*) AS n FROM subjects'))
    },
    async stateRevision() {
      return readStateRevision(database)
    },
    async findItem(id) {
      const row = database.get('SELECT body FROM items WHERE item = ?', id)
      return row === undefined ? undefined : parseItem(row)
    },
    async listItems() {
      return database.all('SELECT body FROM items ORDER BY item').map(parseItem)
    },
    async listAccessKeys() {
      return listAccessKeys(database)
    },
    async findClearance(id) {
      const row = database.get('SELECT * FROM clearances WHERE clearance = ?', id)
      return row === undefined ? undefined : parseClearance(row)
    },
    async listRefusals() {
      return database
        .all('SELECT * FROM refusals ORDER BY day DESC, count DESC LIMIT 1000')
        .flatMap(parseRefusal)
    },
    async findSetting(name) {
      const row = database.get('SELECT value FROM meta WHERE name = ?', settingName(name))
      return row === undefined ? undefined : textIn(row, 'value')
    },
    async listOperatorActs(page) {
      const rows = database.all(
        'SELECT * FROM operator_acts WHERE seq < ? ORDER BY seq DESC LIMIT ?',
        beforeOf(page),
        limitOf(page),
      )
      return toPaged(rows, page, parseOperatorAct)
    },
    async listNotices(page) {
      return listNotices(database, page)
    },
    async findNotice(id, version) {
      return findNotice(database, id, version)
    },
    async countNotices() {
      return countNotices(database)
    },
    async findRulebook(digest) {
      const row = database.get('SELECT body FROM rulebooks WHERE digest = ?', digest)
      return row === undefined ? undefined : textIn(row, 'body')
    },
    async listAdRecords() {
      return listAdRecords(database)
    },
    async listSpend() {
      return listSpend(database)
    },
    async listAdDays(campaign) {
      return listAdDays(database, campaign)
    },
    async pageRepository(page) {
      return pageRepository(database, page)
    },
  }
}

export function systemWriter(engine: Engine): SystemWriter {
  const { writing, mailboxes } = engine
  return {
    ...systemReader(writing, mailboxes),
    ...emailSystemWriter(engine),
    ...measurementSystemWriter(writing),
    async putAdRecords(records) {
      for (const record of records) putAdRecord(writing, record)
    },
    async deleteAdRecord(kind, id) {
      return deleteAdRecord(writing, kind, id)
    },
    async countShowing(showing, once, ad) {
      return countShowing(engine, showing, once, ad)
    },
    async countClick(click, once) {
      return countClick(engine, click, once)
    },
    async sweepRepository(before) {
      return sweepRepository(writing, before)
    },
    async putItems(items, at) {
      for (const item of items) {
        writing.run(
          `INSERT INTO items (item, body, updated_at) VALUES (?, ?, ?)
           ON CONFLICT (item) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`,
          item.id,
          JSON.stringify(item),
          at,
        )
      }
    },
    async deleteItem(id) {
      return writing.run('DELETE FROM items WHERE item = ?', id) > 0
    },
    async createAccessKey(key, hash) {
      createAccessKey(writing, key, hash)
    },
    async updateAccessKey(id, change) {
      return updateAccessKey(writing, id, change)
    },
    async appendOperatorAct({ at, key, act, reason }) {
      writing.run(
        'INSERT INTO operator_acts (at, access_key, act, reason) VALUES (?, ?, ?, ?)',
        at,
        key,
        act,
        reason,
      )
    },
    async appendSystemAct(record) {
      const { leaf, secret } = appendToLedger(writing, record)
      return { leaf, secret: Buffer.from(secret).toString('base64') }
    },
    async appendAnonymousAct(record) {
      return appendToLedger(writing, record)
    },
    async createNotice(notice) {
      return insertNotice(writing, notice)
    },
    async retireNotice(id, version, at) {
      return retireNotice(writing, { id, version, at })
    },
    async putRulebook(digest, body) {
      writing.run(
        'INSERT INTO rulebooks (digest, body) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING',
        digest,
        body,
      )
    },
    async sweepUsed(before) {
      sweepUsed(writing, before)
    },
    async createClearance({ id, at, rows, stateRevision, modelClearedAt }) {
      writing.run(
        `INSERT INTO clearances (clearance, at, rows, state_revision, model_cleared_at)
         VALUES (?, ?, ?, ?, ?)`,
        id,
        at,
        rows,
        stateRevision,
        modelClearedAt ?? null,
      )
    },
    async clearModel(stateRevision, at) {
      writing.run(
        `UPDATE clearances SET model_cleared_at = ?
         WHERE state_revision <= ? AND model_cleared_at IS NULL`,
        at,
        stateRevision,
      )
    },
    async dropContribution(subject: SubjectId) {
      const dropped = deleteContribution(writing, bytesOf(subject))
      engine.people.dropListed(subject)
      if (dropped) raiseStateRevision(writing)
      return dropped
    },
    async countRefusals(counts) {
      for (const { day, purpose, code, pack, count } of counts) {
        writing.run(
          `INSERT INTO refusals (day, purpose, code, pack, count) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (day, purpose, code, pack) DO UPDATE SET count = count + excluded.count`,
          day,
          purpose,
          code,
          pack,
          count,
        )
      }
    },
    async putSetting(name, value) {
      writing.run(
        `INSERT INTO meta (name, value) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        settingName(name),
        value,
      )
    },
  }
}

/** Settings share the table with the engine's own entries, under a prefix of their own. */
function settingName(name: string): string {
  return `setting:${name}`
}

function parseItem(row: Row): CatalogueItem {
  // Written by putItems alone, from a checked item.
  const body = JSON.parse(textIn(row, 'body')) as Partial<CatalogueItem> & Pick<CatalogueItem, 'id'>
  return {
    id: body.id,
    title: body.title,
    categories: body.categories ?? [],
    attributes: body.attributes ?? {},
    priceMinor: body.priceMinor,
    currency: body.currency,
    available: body.available ?? true,
    sensitive: body.sensitive ?? [],
  }
}

function parseOperatorAct(row: Row): OperatorAct {
  return {
    at: toInstant(integerIn(row, 'at')),
    key: textIn(row, 'access_key'),
    act: textIn(row, 'act'),
    reason: textIn(row, 'reason'),
  }
}

function parseClearance(row: Row): Clearance | undefined {
  const bytes = parseId('era', textIn(row, 'clearance'))
  if (!bytes) return undefined
  return {
    id: formatId('era', bytes),
    at: toInstant(integerIn(row, 'at')),
    rows: integerIn(row, 'rows'),
    stateRevision: integerIn(row, 'state_revision'),
    modelClearedAt: instantIn(row, 'model_cleared_at'),
  }
}

function parseRefusal(row: Row): RefusalCount[] {
  const purpose = textIn(row, 'purpose')
  if (!isPurpose(purpose)) return []
  return [
    {
      day: textIn(row, 'day'),
      purpose,
      code: textIn(row, 'code'),
      pack: textIn(row, 'pack'),
      count: integerIn(row, 'count'),
    },
  ]
}
