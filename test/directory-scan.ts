/**
 * Looks for traces of a person in a data directory, as somebody would who has all of it, its own
 * keys included: in the bytes of every file, in everything that the keys open, and in what lies in
 * free pages and logs. It is written from the formats, not with the product's code, so that a
 * mistake there is not made here again.
 */
import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export interface Trace {
  /** What is looked for, by the name of it. */
  readonly needle: string
  readonly where: string
}

export interface Scan {
  readonly traces: readonly Trace[]
  /** How many sealed values were opened, and could not be. */
  readonly opened: number
  readonly unopened: number
}

type Needles = Readonly<Record<string, string | Uint8Array>>

/** Every table of the store with sealed values of a subject. */
const SEALED = [
  'subjects',
  'acts',
  'interactions',
  'profiles',
  'contributions',
  'impressions',
  'email_contacts',
  'email_outbox',
  'measured_weeks',
  'center_access',
]
const ID_HASHES = 'SELECT id_hashes FROM interactions'
const PAGE_BYTES = 4_096
const SEAL_BYTES = { version: 1, nonce: 12, tag: 16 }

/** @param needles texts and bytes that only this person has, each under a name for the report. */
export function scanDirectory(directory: string, needles: Needles): Scan {
  const keys = openKeys(directory)
  const forms = Object.entries(needles).flatMap(([needle, value]) =>
    formsOf(value).map((form) => ({ needle, form })),
  )
  const traces: Trace[] = []
  const look = (where: string, bytes: Buffer): void => {
    for (const { needle, form } of forms) {
      if (bytes.includes(form)) traces.push({ needle, where })
    }
  }
  for (const [name, bytes] of filesIn(directory)) look(`bytes of ${name}`, bytes)
  for (const { id_hashes: hashes } of rowsOf(directory, 'equipoise.db', ID_HASHES)) {
    // A long row lies on several pages, so that the file's bytes alone may cut a hash in two.
    look('id hashes of interactions', Buffer.from(hashes as Uint8Array))
  }
  const sealed = openSealed(directory, keys)
  for (const { where, plain } of sealed.values) look(where, plain)
  for (const { where, plain } of openSecrets(directory, keys)) look(where, plain)
  return { traces, opened: sealed.values.length, unopened: sealed.unopened }
}

/**
 * What one subject's key would open anywhere in the files of the store, free pages and logs too.
 */
export function scanWithKey(directory: string, subject: Uint8Array, needles: Needles): Trace[] {
  const { tenant, dataKeys, passingKeys } = openKeys(directory)
  const key = dataKeys.get(hex(subject))
  if (tenant === '' || key === undefined) return []
  const places = [...SEALED.map((table) => fieldKey(key, table)), ...passingKeys.values()]
  const traces: Trace[] = []
  for (const [name, bytes] of filesIn(directory)) {
    if (!name.startsWith('equipoise.db')) continue
    for (let at = bytes.indexOf(1); at >= 0; at = bytes.indexOf(1, at + 1)) {
      for (const place of places) {
        const plain = peek(place, bytes.subarray(at))
        for (const [needle, value] of Object.entries(needles)) {
          if (plain.includes(Buffer.from(value))) traces.push({ needle, where: `${name} at ${at}` })
        }
      }
    }
  }
  return traces
}

/**
 * The bytes by which equality look-ups find a person: keyed hashes, in no other place than rows.
 */
export function lookupsOf(
  directory: string,
  person: { externalId: string; subjectId: string; interactionIds: readonly string[] },
): Record<string, Uint8Array> {
  const { hashing } = openKeys(directory)
  const hash = (kind: string, text: string) =>
    createHmac('sha256', hashing).update(`${kind}\0`).update(text).digest()
  const interactions = person.interactionIds.map((id, index) => [
    `hash of interaction ${index}`,
    hash(`interaction|${person.subjectId}`, id).subarray(0, 16),
  ])
  return {
    'hash of external id': hash('subject', person.externalId),
    ...Object.fromEntries(interactions),
  }
}

interface Keys {
  readonly tenant: string
  readonly wrapping: Buffer
  readonly hashing: Buffer
  readonly dataKeys: ReadonlyMap<string, Buffer>
  /** Under which everybody's arrivals are sealed, by their number. */
  readonly passingKeys: ReadonlyMap<number, Buffer>
}

function openKeys(directory: string): Keys {
  const text = readFileSync(join(directory, 'keys/root.key'), 'utf8').trim()
  const root = Buffer.from(text, 'hex')
  const wrapping = derive(root, 'equipoise/wrap@1')
  const { tenant, epochs } = JSON.parse(readFileSync(join(directory, 'keys/epochs.json'), 'utf8'))
  const epochKeys = new Map<number, Buffer>()
  for (const { epoch, wrapped } of epochs) {
    const key = open(wrapping, Buffer.from(wrapped, 'base64'), `${tenant}|epoch|${epoch}`)
    if (key) epochKeys.set(epoch, key)
  }
  const rows = rowsOf(directory, 'keys.db', 'SELECT subject, epoch, wrapped FROM wrapped_keys')
  const dataKeys = new Map<string, Buffer>()
  for (const { subject, epoch, wrapped } of rows) {
    const bound = `${tenant}|${subjectId(subject as Uint8Array)}|wrapped_keys|${epoch}`
    const epochKey = epochKeys.get(Number(epoch))
    const key = epochKey && open(epochKey, wrapped as Uint8Array, bound)
    if (key) dataKeys.set(hex(subject as Uint8Array), key)
  }
  const passingKeys = new Map<number, Buffer>()
  const passing = 'SELECT number, epoch, wrapped FROM passing_keys'
  for (const { number, epoch, wrapped } of rowsOf(directory, 'keys.db', passing)) {
    const bound = `${tenant}|passing_keys|${number}|${epoch}`
    const epochKey = epochKeys.get(Number(epoch))
    const key = epochKey && open(epochKey, wrapped as Uint8Array, bound)
    if (key) passingKeys.set(Number(number), key)
  }
  const hashing = derive(root, 'equipoise/lookup@1')
  return { tenant, wrapping, hashing, dataKeys, passingKeys }
}

interface Opened {
  readonly where: string
  readonly plain: Buffer
}

/** Every sealed value of every table, with its own subject's key. */
function openSealed(directory: string, { tenant, dataKeys, passingKeys }: Keys) {
  const values: Opened[] = []
  let unopened = 0
  for (const row of rowsOf(directory, 'equipoise.db', 'SELECT key, sealed FROM arrivals')) {
    const key = passingKeys.get(Number(row['key']))
    const plain = key && open(key, row['sealed'] as Uint8Array, `${tenant}|passing|${row['key']}`)
    if (plain) values.push({ where: 'an entry of arrivals', plain })
    else unopened += 1
  }
  for (const table of SEALED) {
    for (const row of rowsOf(directory, 'equipoise.db', `SELECT subject, sealed FROM ${table}`)) {
      const subject = row['subject'] as Uint8Array
      const key = dataKeys.get(hex(subject))
      const bound = `${tenant}|${subjectId(subject)}|${table}|sealed|1`
      const plain = key && open(fieldKey(key, table), row['sealed'] as Uint8Array, bound)
      if (plain) values.push({ where: `a sealed value of ${table}`, plain })
      else unopened += 1
    }
  }
  return { values, unopened }
}

/** What the root key opens itself: the ledger's key, and model and release by their pointers. */
function openSecrets(directory: string, { tenant, wrapping }: Keys): Opened[] {
  const opened: Opened[] = []
  for (const path of globSync('keys/*.key', { cwd: directory })) {
    const name = basename(path, '.key')
    const plain = open(wrapping, readFileSync(join(directory, path)), `${tenant}|secret|${name}`)
    if (!plain) continue
    opened.push({ where: `the secret "${name}"`, plain })
    if (name !== 'model' && name !== 'release') continue
    const pointer: { file: string; key: string } | null = JSON.parse(plain.toString('utf8'))
    if (!pointer) continue
    const sealed = readFileSync(join(directory, name, pointer.file))
    const bound = `${tenant}|${name}|${pointer.file}`
    const content = open(Buffer.from(pointer.key, 'base64'), sealed, bound)
    if (content) opened.push({ where: `the ${name}`, plain: content })
  }
  return opened
}

function filesIn(directory: string): [string, Buffer][] {
  return globSync('**/*', { cwd: directory, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name))])
}

function rowsOf(directory: string, file: string, sql: string) {
  const database = new DatabaseSync(join(directory, file), { readOnly: true })
  const rows = database.prepare(sql).all()
  database.close()
  return rows
}

function derive(key: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), info, 32))
}

function fieldKey(dataKey: Buffer, table: string): Buffer {
  return derive(dataKey, `equipoise/field@1|${table}.sealed`)
}

function open(key: Buffer, sealed: Uint8Array, bound: string): Buffer | undefined {
  const { version, nonce, tag } = SEAL_BYTES
  if (sealed.length < version + nonce + tag) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(version, version + nonce))
  decipher.setAAD(Buffer.from(bound))
  decipher.setAuthTag(sealed.subarray(-tag))
  try {
    const text = sealed.subarray(version + nonce, -tag)
    return Buffer.concat([decipher.update(text), decipher.final()])
  } catch {
    return undefined
  }
}

/** Reads on from where a sealed value may begin. GCM is counter mode: its tag need not be there. */
function peek(key: Buffer, bytes: Buffer): Buffer {
  const start = SEAL_BYTES.version + SEAL_BYTES.nonce
  if (bytes.length < start) return Buffer.alloc(0)
  const counter = Buffer.concat([bytes.subarray(1, start), Buffer.from([0, 0, 0, 2])])
  return createDecipheriv('aes-256-ctr', key, counter).update(bytes.subarray(start, PAGE_BYTES))
}

/** The ways in which a text or bytes may be written down. */
function formsOf(value: string | Uint8Array): Buffer[] {
  const bytes = Buffer.from(value as Uint8Array)
  const written = [
    bytes,
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...base64Forms(bytes),
    ...(typeof value === 'string'
      ? [
          Buffer.from(value, 'utf16le'),
          Buffer.from(value, 'utf16le').swap16(),
          JSON.stringify(value),
        ]
      : []),
  ]
  return written.map((form) => Buffer.from(form as Uint8Array))
}

/**
 * Base64 of the bytes wherever they stand in a longer value, without the ends that depend on it.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const inner = text.slice(shift === 0 ? 0 : shift + 1, -1)
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * `sub_` and Crockford's base32, most significant bit first, the last character padded with zeroes.
 */
export function subjectId(bytes: Uint8Array): string {
  const bits = `${[...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')}00`
  return `sub_${(bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('')}`
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
