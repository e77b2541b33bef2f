/**
 * Registered notices: what people are asked with, word for word. A version is written once. Its
 * digest is taken here, over its canonical JSON (RFC 8785), so that a record which names it names
 * one text and no other; and because none is ever deleted, that text can be read as long as the
 * record is there. What a script on a page says of a notice counts for nothing.
 */
import { createHash } from 'node:crypto'
import type { ConsentRecord, NoticeShown } from '@equipoise/core/consent'
import { canonicalJson } from '@equipoise/core/ledger'
import { assert, type Instant, PURPOSES, type Purpose } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Page, RegisteredNotice, Store } from '../../store/index.ts'

/** Versions in all, the retired ones too. */
export const NOTICES_MAX = 1_000
export const NOTICE_BYTES_MAX: number = 256 * 1024
export const LANGUAGES_MAX = 50
export const SECTIONS_MAX = 50
export const RENDERING_MAX = 30

export interface NoticeContent {
  readonly id: string
  /** The business's own name of this wording. */
  readonly version: string
  readonly purposes: readonly Purpose[]
  /** Whether it asks for a separate, express statement. */
  readonly explicit: boolean
  /** By BCP 47 tag. */
  readonly texts: Readonly<Record<string, NoticeText>>
  /** How it was shown, in the business's own words: sizes, colours, order. */
  readonly rendering: Readonly<Record<string, string>>
}

export interface NoticeText {
  readonly title: string
  readonly sections: readonly NoticeSection[]
  /** What the two buttons say. */
  readonly accept: string
  readonly refuse: string
}

export interface NoticeSection {
  readonly heading?: string
  readonly text: string
}

export interface Notice extends NoticeContent {
  readonly digest: string
  readonly registeredAt: Instant
  readonly retiredAt: Instant | undefined
}

export interface NoticeParts {
  readonly store: Store
  readonly now: () => Instant
}

/** Which text somebody was shown, as whoever showed it names it. */
export interface NamedNotice {
  readonly id: string
  readonly version: string
  readonly language: string
}

/**
 * Registers a version; the same content once more changes nothing.
 *
 * @throws EquipoiseError `notice_conflict`, `too_many_notices`, `invalid_request`.
 */
export async function registerNotice(
  { store, now }: NoticeParts,
  content: NoticeContent,
): Promise<Notice> {
  const { id, version } = content
  const body = bodyOf(content)
  const digest = digestOf(body)
  const kept = await store.transact('system', async (writer) => {
    const before = await writer.findNotice(id, version)
    if (before !== undefined) return before
    if ((await writer.countNotices()) >= NOTICES_MAX) {
      throw new EquipoiseError('too_many_notices', 'Cannot register another notice')
    }
    const notice = { id, version, digest, body, registeredAt: now() }
    await writer.createNotice(notice)
    return { ...notice, retiredAt: undefined }
  })
  if (kept.digest === digest) return open(kept)
  throw new EquipoiseError('notice_conflict', 'Cannot register other content under this version')
}

/**
 * Without a version, the latest that is not retired.
 *
 * @throws EquipoiseError `notice_unknown`.
 */
export async function getNotice(
  { store }: Pick<NoticeParts, 'store'>,
  id: string,
  version?: string | undefined,
): Promise<Notice> {
  const found = await store.read('system', async (reader) => reader.findNotice(id, version))
  if (found === undefined) throw unknown()
  return open(found)
}

/** Latest first. */
export async function listNotices({ store }: Pick<NoticeParts, 'store'>, page: Page) {
  const { entries, next } = await store.read('system', async (reader) => reader.listNotices(page))
  return { entries: entries.map(open), next }
}

/**
 * From now on nobody is asked with it; who was is still told its text.
 *
 * @throws EquipoiseError `notice_unknown`.
 */
export async function retireNotice(
  { store, now }: NoticeParts,
  id: string,
  version: string,
): Promise<Notice> {
  const retired = await store.transact('system', async (writer) =>
    writer.retireNotice(id, version, now()),
  )
  if (!retired) throw unknown()
  return getNotice({ store }, id, version)
}

/**
 * What a record keeps of the notice that was shown. A retired one may be named: it may have been
 * shown before it was.
 *
 * @param asked the purposes that it has to ask for.
 * @throws EquipoiseError `notice_unknown`, `invalid_request`.
 */
export async function noticeShown(
  parts: Pick<NoticeParts, 'store'>,
  { id, version, language }: NamedNotice,
  asked: readonly Purpose[],
): Promise<NoticeShown> {
  const notice = await getNotice(parts, id, version)
  if (!Object.hasOwn(notice.texts, language)) throw unknown()
  if (!asked.every((purpose) => notice.purposes.includes(purpose))) {
    throw new EquipoiseError(
      'invalid_request',
      'Cannot take a yes to purposes that the notice does not ask for',
    )
  }
  return { id, version, language, digest: notice.digest }
}

/**
 * What a record keeps of the notice of that digest.
 *
 * @param language may be left out where the notice has one alone.
 * @throws EquipoiseError `notice_unknown`, `invalid_request` as `noticeShown`.
 */
export async function noticeOfDigest(
  parts: Pick<NoticeParts, 'store'>,
  digest: string,
  {
    language,
    asked,
  }: { readonly language: string | undefined; readonly asked: readonly Purpose[] },
): Promise<NoticeShown & Pick<NoticeContent, 'explicit'>> {
  const all = { before: undefined, count: NOTICES_MAX }
  const { entries } = await listNotices(parts, all)
  const found = entries.find((notice) => notice.digest === digest)
  if (found === undefined) throw unknown()
  const [only, ...more] = Object.keys(found.texts)
  const shown = language ?? (more.length === 0 ? only : undefined)
  if (shown === undefined) {
    throw new EquipoiseError('invalid_request', 'Name the language that the notice was shown in')
  }
  const { id, version, explicit } = found
  return { ...(await noticeShown(parts, { id, version, language: shown }, asked)), explicit }
}

/** A text as it was shown to somebody, and which one it is. */
export interface ShownText extends NoticeShown, NoticeText {}

/** Every text that records name, once each. */
export async function shownTexts(
  store: Store,
  records: readonly ConsentRecord[],
): Promise<readonly ShownText[]> {
  const named = records.flatMap(({ notice }) => (notice === undefined ? [] : [notice]))
  const distinct = new Map(named.map((one) => [`${one.id} ${one.version} ${one.language}`, one]))
  const shown = await Promise.all(
    [...distinct.values()].map(async (one) => {
      const { texts } = await getNotice({ store }, one.id, one.version)
      const text = texts[one.language]
      return text === undefined ? [] : [{ ...one, ...text }]
    }),
  )
  return shown.flat()
}

/** @throws EquipoiseError `invalid_request` where it is too large or not well-formed. */
function bodyOf({ id, version, purposes, explicit, texts, rendering }: NoticeContent): string {
  const ordered = PURPOSES.filter((purpose) => purposes.includes(purpose))
  const plain = Object.entries(texts).map(([language, text]) => {
    const sections = text.sections.map((one) => ({
      ...(one.heading === undefined ? {} : { heading: one.heading }),
      text: one.text,
    }))
    return [language, { ...text, sections }] as const
  })
  const content = { id, version, purposes: ordered, explicit, rendering: { ...rendering } }
  let isWellFormed = true
  const text = JSON.stringify({ ...content, texts: Object.fromEntries(plain) }, (_, value) => {
    if (typeof value === 'string') isWellFormed &&= value.isWellFormed()
    return value
  })
  if (!isWellFormed || Buffer.byteLength(text) > NOTICE_BYTES_MAX) {
    throw new EquipoiseError(
      'invalid_request',
      `Cannot register the notice: want well-formed texts, ${NOTICE_BYTES_MAX} bytes in all`,
    )
  }
  return canonicalJson(JSON.parse(text))
}

function open({ body, digest, registeredAt, retiredAt }: RegisteredNotice): Notice {
  // Written by registerNotice alone; what was altered since is not passed off as what was shown.
  assert(digestOf(body) === digest, 'a notice as it was registered')
  // The digest holds it to the form that was checked then.
  const content = JSON.parse(body) as NoticeContent
  return { ...content, digest, registeredAt, retiredAt }
}

function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}

function unknown(): EquipoiseError {
  return new EquipoiseError('notice_unknown', 'Cannot find the notice')
}
