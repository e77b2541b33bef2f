/** `email …`: what is sent, to whom it would go, and how it goes. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  dkimRecord,
  exportEmail,
  importEmail,
  listDocuments,
  previewMail,
  putDocument,
  readSend,
  removeDocument,
  startSend,
  stopSend,
  subscribe,
  takeReport,
} from '../../modules/email/index.ts'
import type { Command, Option } from '../command.ts'
import { flagOf, subjectOf, textOf } from '../option-values.ts'
import { formatPlain } from '../print.ts'
import { UsageError } from '../usage.ts'

const KINDS = ['list', 'template', 'campaign', 'automation'] as const
const KIND: Option = {
  type: 'string',
  required: true,
  value: KINDS.join('|'),
  says: 'of what kind',
}
const ID: Option = { type: 'string', required: true, value: 'ID', says: 'its id' }
const CAMPAIGN: Option = { type: 'string', required: true, value: 'ID', says: 'the campaign' }
const FILE = { name: 'FILE', min: 1, max: 1 }

function kindOf(text: string | undefined): (typeof KINDS)[number] {
  const kind = KINDS.find((one) => one === text)
  if (kind === undefined) throw new UsageError(`Say --kind ${KINDS.join(', ')}`)
  return kind
}

const SHOW: Command = {
  words: ['email', 'show'],
  says: 'lists the lists, templates, campaigns or automations',
  options: { kind: KIND },
  async run(app, { options }) {
    const kind = kindOf(textOf(options, 'kind'))
    return { [`${kind}s`]: await listDocuments(app, kind) }
  },
}

const PUT: Command = {
  words: ['email', 'put'],
  says: 'puts a list, template, campaign or automation from a JSON file',
  options: { kind: KIND, id: ID },
  operands: FILE,
  async run(app, { options, operands: [path = ''] }) {
    const kind = kindOf(textOf(options, 'kind'))
    const put = await putDocument(app, kind, textOf(options, 'id') ?? '', readJson(path))
    app.mailer.wake()
    return { ...put }
  },
}

const REMOVE: Command = {
  words: ['email', 'remove'],
  says: 'deletes one; what was started goes on as it was',
  options: { kind: KIND, id: ID },
  async run(app, { options }) {
    const id = textOf(options, 'id') ?? ''
    await removeDocument(app, kindOf(textOf(options, 'kind')), id)
    return { removed: id }
  },
}

const SUBSCRIBE: Command = {
  words: ['email', 'subscribe'],
  says: 'puts a person’s address on a list, which permits nothing by itself',
  options: {
    subject: { type: 'string', value: 'ID', says: 'the person, by your own id' },
    address: { type: 'string', required: true, value: 'ADDRESS', says: 'their address' },
    list: { type: 'string', required: true, value: 'ID', says: 'the list' },
    zone: { type: 'string', value: 'ZONE', says: 'their time zone, such as Europe/Berlin' },
    proof: { type: 'string', value: 'TEXT', says: 'where they confirmed it already' },
    again: { type: 'boolean', says: 'they asked again themselves after a no' },
  },
  async run(app, { options }) {
    const { standing, asking } = await subscribe(app, subjectOf(options), {
      address: textOf(options, 'address') ?? '',
      list: textOf(options, 'list') ?? '',
      zone: textOf(options, 'zone'),
      proof: textOf(options, 'proof'),
      again: flagOf(options, 'again'),
    })
    await app.mailer.begin()
    return { standing, asking }
  },
}

const PREVIEW: Command = {
  words: ['email', 'preview'],
  says: 'shows a campaign’s mail as a person would get it, or as somebody who refused',
  options: {
    campaign: CAMPAIGN,
    subject: { type: 'string', value: 'ID', says: 'the person; without it, one who refused' },
    html: { type: 'string', value: 'FILE', says: 'writes the HTML to a file, for a browser' },
  },
  async run(app, { options }, onProgress) {
    await app.trainer.ensure(({ stage, ratio }) => onProgress(stage, ratio))
    const who = textOf(options, 'subject') === undefined ? undefined : subjectOf(options)
    return { ...(await previewMail(app, textOf(options, 'campaign') ?? '', who)) }
  },
  files({ html }, { options }) {
    const path = textOf(options, 'html')
    return path === undefined ? [] : [{ path, text: String(html) }]
  },
  format({ html: _, text, ...about }) {
    return `${formatPlain(about)}\n\n${String(text).trimEnd()}`
  },
}

const SEND: Command = {
  words: ['email', 'send'],
  says: 'starts a campaign’s one send; started twice, it is the same one',
  options: { campaign: CAMPAIGN },
  async run(app, { options }) {
    const id = textOf(options, 'campaign') ?? ''
    const { started } = await startSend(app, id)
    await app.mailer.begin()
    return { started, ...(await readSend(app, id)) }
  },
}

const STOP: Command = {
  words: ['email', 'stop'],
  says: 'ends what is still waiting of a campaign’s send, for good',
  options: { campaign: CAMPAIGN },
  async run(app, { options }) {
    const stopped = await stopSend(app, textOf(options, 'campaign') ?? '')
    app.mailer.wake()
    return { stopped }
  },
}

const STATUS: Command = {
  words: ['email', 'status'],
  says: 'shows whether mail goes out, what the DNS has to say, and how a send goes',
  options: { campaign: { type: 'string', value: 'ID', says: 'one campaign’s send' } },
  async run(app, { options }) {
    const id = textOf(options, 'campaign')
    if (id !== undefined) return { ...(await readSend(app, id)) }
    const { configured, reachable, code } = app.mailer.standing()
    const suppressed = await app.store.read('system', (reader) => reader.countSuppressions())
    return { configured, reachable, code, suppressed, dns: dnsOf(app) }
  },
}

function dnsOf({ mail, root }: App): object {
  const { from, dkimSelector } = mail
  if (from === undefined) return { missing: 'EQUIPOISE_EMAIL_FROM' }
  return { ...dkimRecord(root, from.slice(from.lastIndexOf('@') + 1), dkimSelector) }
}

const EXPORT: Command = {
  words: ['email', 'export'],
  says: 'writes lists, templates, campaigns and automations as one document',
  options: { out: { type: 'string', value: 'FILE', says: 'writes it to a file' } },
  async run(app) {
    return { ...(await exportEmail(app)) }
  },
  format: (result) => JSON.stringify(result, null, 2),
}

const IMPORT: Command = {
  words: ['email', 'import'],
  says: 'puts them from such a document; automations come in switched off',
  options: {},
  operands: FILE,
  async run(app, { operands: [path = ''] }) {
    const counts = await importEmail(app, readJson(path))
    app.mailer.wake()
    return { ...counts }
  },
}

const REPORT: Command = {
  words: ['email', 'report'],
  says: 'takes in a bounce or a complaint, as the mail that it came as',
  options: {},
  operands: FILE,
  async run(app, { operands: [path = ''] }) {
    return { ...(await takeReport(app, readBytes(path))) }
  },
}

/** @throws EquipoiseError `file_unreadable` */
function readBytes(path: string): Buffer {
  try {
    return readFileSync(resolve(path))
  } catch (cause) {
    throw new EquipoiseError('file_unreadable', `Cannot read "${path}"`, { cause })
  }
}

/** @throws EquipoiseError `file_unreadable`, `malformed_json` */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readBytes(path).toString('utf8'))
  } catch (cause) {
    if (cause instanceof EquipoiseError) throw cause
    throw new EquipoiseError('malformed_json', `Cannot read "${path}": it is no JSON`, { cause })
  }
}

export const EMAIL_COMMANDS: readonly Command[] = [
  SHOW,
  PUT,
  REMOVE,
  SUBSCRIBE,
  PREVIEW,
  SEND,
  STOP,
  STATUS,
  EXPORT,
  IMPORT,
  REPORT,
]
