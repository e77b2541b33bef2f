/**
 * What mail is made of and about nobody: lists, templates, campaigns and automations. Each is read
 * strictly, wherever it came from, and kept as JSON.
 */
import {
  AUTOMATION_KINDS,
  type AutomationKind,
  FOLLOW_CAP,
  type FollowCap,
  ITEMS_MAX,
  isHeaderText,
  isSafeUrl,
  isUrlName,
  isWeekday,
  parseMinute,
  type SendWindow,
} from '@equipoise/core/email'
import { isZone } from '@equipoise/core/law'
import { type Instant, parseInstant } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { EmailDocumentKind, Store } from '../../store/index.ts'
import { checkWhole } from './lay-out.ts'

export interface MailList {
  readonly id: string
  readonly title: string
  /** Whoever is put on it is asked by a mail first. */
  readonly doubleOptIn: boolean
  /** BCP 47: what we say in its mails is said in it; English where left out. */
  readonly language?: string | undefined
}

export interface MailTemplate {
  readonly id: string
  readonly subject: string
  readonly mjml: string
  readonly text?: string | undefined
}

interface Mailing {
  readonly id: string
  readonly list: string
  readonly template: string
  readonly variables: Readonly<Record<string, string>>
  /** How many items are chosen for each person when it is sent; 0 for none. */
  readonly items: number
  readonly categories: readonly string[]
  readonly window?: MailWindow | undefined
}

export interface MailCampaign extends Mailing {
  /** RFC 3339, or the recipient's own `2026-12-01T09:00`; at once where left out. */
  readonly sendAt?: string | undefined
}

export interface MailAutomation extends Mailing {
  readonly kind: AutomationKind
  readonly enabled: boolean
  readonly delayMinutes: number
  readonly followCap: FollowCap
}

/** As people write it: `{ from: '09:00', to: '18:00', days: ['mon'] }`. */
export interface MailWindow {
  readonly from: string
  readonly to: string
  readonly days?: readonly string[] | undefined
}

export interface MailDocuments {
  readonly list: MailList
  readonly template: MailTemplate
  readonly campaign: MailCampaign
  readonly automation: MailAutomation
}

type Fields = Readonly<Record<string, unknown>>

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/
/** BCP 47, as far as our languages go. */
const LANGUAGE = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}$/
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/
const VARIABLE = /^[a-z][A-Za-z0-9]{0,31}$/
const VARIABLES_MAX = 50
const VALUE_LENGTH_MAX = 2_000
const DELAY_MINUTES_MAX = 90 * 1_440

/** @throws EquipoiseError `email_invalid`, `template_invalid`. */
export function readDocument<K extends EmailDocumentKind>(
  kind: K,
  id: string,
  json: unknown,
): MailDocuments[K] {
  if (!ID.test(id)) throw invalid('id', 'a name in lower case, such as "spring-sale"')
  if (!isFields(json)) throw invalid('', 'an object')
  const { id: given = id, ...fields } = json
  if (given !== id) throw invalid('id', 'the id of the path, or none')
  const unknown = Object.keys(fields).find((name) => !FIELDS[kind].includes(name))
  if (unknown !== undefined) throw invalid('', `fields out of ${FIELDS[kind].join(', ')}`)
  return READERS[kind](id, fields) as MailDocuments[K] // each reader is that of its kind
}

const MAILING = ['list', 'template', 'variables', 'items', 'categories', 'window']
const FIELDS: Readonly<Record<EmailDocumentKind, readonly string[]>> = {
  list: ['title', 'doubleOptIn', 'language'],
  template: ['subject', 'mjml', 'text'],
  campaign: [...MAILING, 'sendAt'],
  automation: [...MAILING, 'kind', 'enabled', 'delayMinutes', 'followCap'],
}

const READERS: {
  readonly [K in EmailDocumentKind]: (id: string, json: Fields) => MailDocuments[K]
} = {
  list(id, { title, doubleOptIn = true, language }) {
    if (typeof title !== 'string' || !isHeaderText(title))
      throw invalid('title', 'one line of text')
    if (typeof doubleOptIn !== 'boolean') throw invalid('doubleOptIn', 'true or false')
    const isTag = typeof language === 'string' && LANGUAGE.test(language)
    if (language !== undefined && !isTag) throw invalid('language', 'a tag such as "de"')
    return { id, title, doubleOptIn, ...(isTag ? { language } : {}) }
  },
  template(id, { subject, mjml, text }) {
    if (typeof subject !== 'string' || !isHeaderText(subject)) {
      throw invalid('subject', 'one line of text')
    }
    if (typeof mjml !== 'string') throw invalid('mjml', 'MJML')
    if (text !== undefined && typeof text !== 'string') throw invalid('text', 'a text')
    const template = { id, subject, mjml, ...(text === undefined ? {} : { text }) }
    checkWhole(template, undefined)
    return template
  },
  campaign(id, json) {
    const { sendAt } = json
    const isTime =
      typeof sendAt === 'string' && (parseInstant(sendAt) !== undefined || LOCAL_TIME.test(sendAt))
    if (sendAt !== undefined && !isTime) throw invalid('sendAt', 'RFC 3339, or a local time')
    return { ...readMailing(id, json), ...(typeof sendAt === 'string' ? { sendAt } : {}) }
  },
  automation(id, json) {
    const { kind, enabled = false, delayMinutes = 60, followCap = FOLLOW_CAP } = json
    const known = AUTOMATION_KINDS.find((one) => one === kind)
    if (known === undefined) throw invalid('kind', AUTOMATION_KINDS.join(', '))
    if (typeof enabled !== 'boolean') throw invalid('enabled', 'true or false')
    const mailing = readMailing(id, json)
    return {
      ...mailing,
      kind: known,
      enabled,
      delayMinutes: integer('delayMinutes', delayMinutes, 0, DELAY_MINUTES_MAX),
      followCap: readFollowCap(followCap),
    }
  },
}

function readMailing(id: string, json: Fields): Mailing {
  const { list, template, variables = {}, items = 0, categories = [], window } = json
  if (typeof list !== 'string' || !ID.test(list)) throw invalid('list', 'the id of a list')
  if (typeof template !== 'string' || !ID.test(template)) {
    throw invalid('template', 'the id of a template')
  }
  return {
    id,
    list,
    template,
    variables: readVariables(variables),
    items: integer('items', items, 0, ITEMS_MAX),
    categories: readTexts('categories', categories),
    ...(window === undefined ? {} : { window: readWindow(window) }),
  }
}

function readVariables(value: unknown): Readonly<Record<string, string>> {
  if (!isFields(value) || Object.keys(value).length > VARIABLES_MAX) {
    throw invalid('variables', `up to ${VARIABLES_MAX} texts by name`)
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => {
      const fits =
        typeof text === 'string' && text.length <= VALUE_LENGTH_MAX && text.isWellFormed()
      if (!VARIABLE.test(name) || !fits) {
        throw invalid('variables', `texts of up to ${VALUE_LENGTH_MAX} characters`)
      }
      if (isUrlName(name) && !isSafeUrl(text)) {
        throw invalid('variables', 'an https: address in what is named …Url')
      }
      return [name, text]
    }),
  )
}

function readTexts(path: string, value: unknown): readonly string[] {
  const isList =
    Array.isArray(value) &&
    value.length <= 20 &&
    value.every((one) => typeof one === 'string' && one.length <= 500)
  if (!isList) throw invalid(path, 'up to 20 texts')
  return value
}

function readWindow(value: unknown): MailWindow {
  if (!isFields(value)) throw invalid('window', 'such as {"from":"09:00","to":"18:00"}')
  const { from, to, days } = value
  const texts = typeof from === 'string' && typeof to === 'string'
  const read: MailWindow = {
    from: String(from),
    to: String(to),
    ...(days === undefined ? {} : { days: readTexts('window', days) }),
  }
  if (!texts || toSendWindow(read) === undefined) {
    throw invalid('window', 'a time of the day before another, and days such as "mon"')
  }
  return read
}

/** Undefined where it is no window. */
export function toSendWindow({ from, to, days }: MailWindow): SendWindow | undefined {
  const [fromMinute, toMinute] = [parseMinute(from), parseMinute(to)]
  if (fromMinute === undefined || toMinute === undefined || fromMinute >= toMinute) return undefined
  if (days === undefined) return { fromMinute, toMinute }
  const known = days.filter(isWeekday)
  if (known.length === 0 || known.length !== days.length) return undefined
  return { fromMinute, toMinute, days: known }
}

/** The follow cap may be made stricter than the default, and never looser. */
function readFollowCap(value: unknown): FollowCap {
  if (!isFields(value)) throw invalid('followCap', 'such as {"times":2,"days":7}')
  return {
    times: integer('followCap', value['times'], 1, FOLLOW_CAP.times),
    days: integer('followCap', value['days'], FOLLOW_CAP.days, 365),
  }
}

function integer(path: string, value: unknown, min: number, max: number): number {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return Number(value)
  throw invalid(path, `a whole number from ${min} to ${max}`)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function invalid(path: string, wanted: string): EquipoiseError {
  const where = path === '' ? 'it' : `"${path}"`
  return new EquipoiseError('email_invalid', `Cannot read ${where}: want ${wanted}`, {
    details: { issues: [{ path, code: 'invalid_field', says: `Want ${wanted}` }] },
  })
}

export interface DocumentParts {
  readonly store: Store
  readonly now: () => Instant
}

export interface GivenDocument {
  readonly kind: EmailDocumentKind
  readonly id: string
  readonly json: unknown
}

/** @throws EquipoiseError as `readDocument`; `not_found` for a list or template that is none. */
export async function putDocument<K extends EmailDocumentKind>(
  parts: DocumentParts,
  kind: K,
  id: string,
  json: unknown,
): Promise<MailDocuments[K]> {
  await putDocuments(parts, [{ kind, id, json }])
  return getDocument(parts, kind, id)
}

/**
 * Takes all of them or none. They may name each other, in whatever order they come.
 *
 * @throws EquipoiseError as `putDocument`.
 */
export async function putDocuments(
  { store, now }: DocumentParts,
  given: readonly GivenDocument[],
): Promise<void> {
  const read = given.map(({ kind, id, json }) => ({
    kind,
    id,
    document: readDocument(kind, id, json),
  }))
  const coming = new Map(read.map(({ kind, id, document }) => [`${kind} ${id}`, document]))
  const get: GetDocument = async (kind, id) =>
    // By its kind and id it is what it says.
    (coming.get(`${kind} ${id}`) as MailDocuments[typeof kind] | undefined) ??
    getDocument({ store }, kind, id)
  for (const { kind, document } of read) await checkReferences(get, kind, document)
  await store.transact('system', async (writer) => {
    for (const { kind, id, document } of read) {
      const body = JSON.stringify(document)
      await writer.putEmailDocument({ kind, id, body, updatedAt: now() })
    }
  })
}

type GetDocument = <K extends 'list' | 'template'>(kind: K, id: string) => Promise<MailDocuments[K]>

async function checkReferences(
  get: GetDocument,
  kind: EmailDocumentKind,
  document: MailDocuments[EmailDocumentKind],
): Promise<void> {
  if (kind !== 'campaign' && kind !== 'automation') return
  const mailing = document as Mailing // the two kinds that are
  await get('list', mailing.list)
  checkWhole(await get('template', mailing.template), Object.keys(mailing.variables))
}

export async function findDocument<K extends EmailDocumentKind>(
  { store }: Pick<DocumentParts, 'store'>,
  kind: K,
  id: string,
): Promise<MailDocuments[K] | undefined> {
  const found = await store.read('system', async (reader) => reader.findEmailDocument(kind, id))
  // Written by putDocuments alone.
  return found === undefined ? undefined : (JSON.parse(found.body) as MailDocuments[K])
}

/** @throws EquipoiseError `not_found`. */
export async function getDocument<K extends EmailDocumentKind>(
  parts: Pick<DocumentParts, 'store'>,
  kind: K,
  id: string,
): Promise<MailDocuments[K]> {
  const found = await findDocument(parts, kind, id)
  if (found === undefined) throw new EquipoiseError('not_found', `Cannot find the ${kind}`)
  return found
}

export async function listDocuments<K extends EmailDocumentKind>(
  { store }: Pick<DocumentParts, 'store'>,
  kind: K,
): Promise<readonly MailDocuments[K][]> {
  const found = await store.read('system', async (reader) => reader.listEmailDocuments(kind))
  return found.map(({ body }) => JSON.parse(body) as MailDocuments[K]) // written by putDocuments
}

/** @throws EquipoiseError `not_found`. */
export async function removeDocument(
  { store }: Pick<DocumentParts, 'store'>,
  kind: EmailDocumentKind,
  id: string,
): Promise<void> {
  const removed = await store.transact('system', (writer) => writer.deleteEmailDocument(kind, id))
  if (!removed) throw new EquipoiseError('not_found', `Cannot find the ${kind}`)
}

/** Whether a text names a zone; in this module's words for whoever reads contacts. */
export function isMailZone(text: unknown): text is string {
  return isZone(text)
}
