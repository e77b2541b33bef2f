/**
 * What a privacy officer owes, made of what the server does just now. The label is for everybody;
 * the rest is for those who run it. As data under /v1; as Markdown or a page beside it.
 */
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  drawLabel,
  isRecordName,
  makeRecord,
  type PrivacyLabel,
  privacyLabel,
  readTerms,
  recordMarkdown,
  recordPage,
} from '../../modules/records/index.ts'
import type { Api } from '../api.ts'
import { RECORD_STYLE, sendPage } from '../record-pages.ts'
import { LabelAnswer, RecordAnswer, RecordPath } from '../record-schemas.ts'
import { problems } from './problems.ts'

/** Anybody may ask for the label: it is made so often at most, whoever asks how often. */
const LABEL_EVERY_MS = 5_000

export function recordRoutes(api: Api, app: App): void {
  const label = keptFor(LABEL_EVERY_MS, async () => privacyLabel(await readTerms(app)))

  api.route({
    method: 'GET',
    url: '/v1/privacy-label',
    config: { perAddress: 'address' },
    schema: {
      operationId: 'readPrivacyLabel',
      tags: ['records'],
      summary: 'The privacy label: what is kept, why, until when, and who gets it',
      description:
        'It is made of the store, the settings and the rule packs as they stand. As a page: /privacy/label.\n\nWho may: anybody, without a key.',
      security: [],
      response: { 200: LabelAnswer, ...problems() },
    },
    handler: () => label(),
  })

  api.route({
    method: 'GET',
    url: '/privacy/label',
    config: { perAddress: 'address' },
    schema: { hide: true },
    handler: async (_, reply) => sendPage(reply, drawLabel(await label(), { style: RECORD_STYLE })),
  })

  api.route({
    method: 'GET',
    url: '/v1/records/:record',
    config: { may: 'read_records' },
    schema: {
      operationId: 'readRecord',
      tags: ['records'],
      summary: 'A record of a privacy officer, made of what the server does just now',
      description:
        'Record of processing activities, draft of an impact assessment, retention schedule, privacy label, recipients. What only people can tell stands in `open`. As a text: /records/ropa.md, as a page: /records/ropa.html. None of it is legal advice.',
      params: RecordPath,
      response: { 200: RecordAnswer, ...problems(404) },
    },
    handler: ({ params }) => makeRecord(app, params.record),
  })

  api.route({
    method: 'GET',
    url: '/records/:file',
    config: { may: 'read_records' },
    schema: { hide: true, params: Type.Object({ file: Type.String() }) },
    handler: async ({ params }, reply) => {
      const [name = '', ending, ...more] = params.file.split('.')
      const isKnown = more.length === 0 && (ending === 'md' || ending === 'html')
      if (!isKnown || !isRecordName(name)) throw new EquipoiseError('not_found', 'No such record')
      const record = await makeRecord(app, name)
      if (ending === 'html') return sendPage(reply, recordPage(name, record, RECORD_STYLE))
      return reply.type('text/markdown; charset=utf-8').send(recordMarkdown(name, record))
    },
  })
}

function keptFor(everyMs: number, make: () => Promise<PrivacyLabel>): () => Promise<PrivacyLabel> {
  let kept: { readonly at: number; readonly label: Promise<PrivacyLabel> } | undefined
  return () => {
    const at = performance.now()
    if (kept === undefined || at - kept.at > everyMs) kept = { at, label: make() }
    return kept.label
  }
}
