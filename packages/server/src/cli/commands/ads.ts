/** What advertising is made of, kind by kind; `ads export` and `ads import`. */
import { readFileSync, statSync } from 'node:fs'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  AD_RECORD_KINDS,
  type AdChange,
  type AdRecordKind,
  exportAds,
  sweepRepository,
  viewAdRecord,
} from '../../modules/ads/index.ts'
import { answerBidRequest } from '../../modules/openrtb/index.ts'
import type { Command, Option } from '../command.ts'
import { textOf } from '../option-values.ts'
import { UsageError } from '../usage.ts'

const FILE_BYTES_MAX = 64 * 1024 * 1024
const ID: Option = { type: 'string', value: 'ID', required: true, says: 'its id' }
/** JSON in the form of the API. */
const FILE = { name: 'FILE', min: 1, max: 1 }

function listCommand(kind: AdRecordKind): Command {
  return {
    words: [kind, 'list'],
    says: `lists ${kind}`,
    options: {},
    async run(app) {
      await app.adPeople.ready()
      const ids = [...app.desk.records[kind].keys()]
      return { [kind]: await Promise.all(ids.map((id) => viewAdRecord(app, kind, id))) }
    },
  }
}

function showCommand(kind: AdRecordKind): Command {
  return {
    words: [kind, 'show'],
    says: `shows one of the ${kind}`,
    options: { id: ID },
    async run(app, { options }) {
      await app.adPeople.ready()
      return viewAdRecord(app, kind, textOf(options, 'id') ?? '')
    },
  }
}

function putCommand(kind: AdRecordKind): Command {
  return {
    words: [kind, 'put'],
    creates: true,
    says: `sets up one of the ${kind}, or changes it`,
    options: { id: ID },
    operands: FILE,
    async run(app, { options, operands: [file = ''] }) {
      const id = textOf(options, 'id') ?? ''
      await app.desk.put(kind, id, readJson(file))
      return viewAdRecord(app, kind, id)
    },
  }
}

function removeCommand(kind: AdRecordKind): Command {
  return {
    words: [kind, 'remove'],
    says: `removes one of the ${kind} that nothing names any more`,
    options: { id: ID },
    async run({ desk }, { options }) {
      const id = textOf(options, 'id') ?? ''
      await desk.remove(kind, id)
      return { removed: id }
    },
  }
}

const REVIEW: Command = {
  words: ['creatives', 'review'],
  says: 'approves or rejects a creative: none is shown before',
  options: {
    id: ID,
    decision: { type: 'string', value: 'approved|rejected', required: true, says: 'which of them' },
    note: { type: 'string', value: 'TEXT', says: 'why; needed to reject' },
  },
  async run({ desk }, { options }) {
    const decision = textOf(options, 'decision')
    if (decision !== 'approved' && decision !== 'rejected') {
      throw new UsageError('Say --decision approved or rejected')
    }
    const note = textOf(options, 'note')
    const id = textOf(options, 'id') ?? ''
    const { review } = await desk.review(id, { decision, ...(note !== undefined && { note }) })
    return { id, review }
  },
}

const EXPORT: Command = {
  words: ['ads', 'export'],
  says: 'writes all that advertising is made of, as JSON',
  options: { out: { type: 'string', value: 'FILE', says: 'writes it to a file' } },
  async run({ desk }) {
    return { ads: exportAds(desk.records) }
  },
  files(result, { options }) {
    const path = textOf(options, 'out')
    return path === undefined ? [] : [{ path, text: `${JSON.stringify(result, null, 2)}\n` }]
  },
}

const IMPORT: Command = {
  words: ['ads', 'import'],
  creates: true,
  says: 'takes in what an export wrote, all of it or nothing',
  options: {},
  operands: FILE,
  async run(app, { operands: [file = ''] }) {
    const ads = adsIn(readJson(file))
    await app.desk.putAll(ads)
    return { taken: ads.length }
  },
}

const RTB: Command = {
  words: ['ads', 'rtb'],
  says: 'answers a bid request of OpenRTB 2.6, to try: nothing of it can be billed',
  options: {},
  operands: FILE,
  async run(app, { operands: [file = ''] }) {
    const json = readJson(file)
    const isObject = typeof json === 'object' && json !== null
    const asked = isObject ? { ...json, test: 1 } : json
    const parts = { ...app, publicOrigin: app.config.http.publicOrigin, elapsedMs: () => 0 }
    return (await answerBidRequest(parts, asked)).response
  },
}

const SWEEP: Command = {
  words: ['ads', 'sweep'],
  says: 'drops ads from the public repository that were last shown a year ago',
  options: {},
  async run(app: App) {
    return { dropped: await sweepRepository(app) }
  },
}

export const AD_COMMANDS: readonly Command[] = [
  ...AD_RECORD_KINDS.flatMap((kind) => [
    listCommand(kind),
    showCommand(kind),
    putCommand(kind),
    removeCommand(kind),
  ]),
  REVIEW,
  EXPORT,
  IMPORT,
  RTB,
  SWEEP,
]

function readJson(path: string): unknown {
  try {
    if (statSync(path).size > FILE_BYTES_MAX) throw new Error('too large')
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const says = 'Cannot read the file: want JSON of at most 64 MiB'
    throw new EquipoiseError('file_unreadable', says, { cause })
  }
}

function adsIn(json: unknown): readonly AdChange[] {
  const ads = typeof json === 'object' && json !== null && 'ads' in json ? json.ads : undefined
  if (!Array.isArray(ads)) {
    throw new EquipoiseError('ad_invalid', 'Cannot read the file: want {"ads": […]}')
  }
  return ads.map((one, at) => {
    const kind = AD_RECORD_KINDS.find((known) => known === one?.kind)
    if (kind === undefined || typeof one.id !== 'string') {
      const says = `Cannot read entry ${at + 1}: want kind, id and form`
      throw new EquipoiseError('ad_invalid', says)
    }
    return { kind, id: one.id, form: one.form }
  })
}
