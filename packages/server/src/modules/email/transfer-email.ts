/** Lists, templates, campaigns and automations as one JSON document, out and in again. */
import { EquipoiseError } from '../../errors.ts'
import { EMAIL_DOCUMENT_KINDS, type EmailDocumentKind } from '../../store/index.ts'
import {
  type DocumentParts,
  type GivenDocument,
  listDocuments,
  type MailDocuments,
  putDocuments,
} from './mail-documents.ts'

export const EMAIL_EXPORT_SCHEMA = 'equipoise/email@1'

export type EmailExport = { readonly schema: typeof EMAIL_EXPORT_SCHEMA } & {
  readonly [K in EmailDocumentKind as `${K}s`]: readonly MailDocuments[K][]
}

export async function exportEmail(parts: DocumentParts): Promise<EmailExport> {
  return {
    schema: EMAIL_EXPORT_SCHEMA,
    lists: await listDocuments(parts, 'list'),
    templates: await listDocuments(parts, 'template'),
    campaigns: await listDocuments(parts, 'campaign'),
    automations: await listDocuments(parts, 'automation'),
  }
}

const DOCUMENTS_MAX = 1_000

/**
 * Takes all of them or none. Automations come in switched off.
 *
 * @throws EquipoiseError `email_invalid`, `template_invalid`, `not_found`.
 */
export async function importEmail(
  parts: DocumentParts,
  json: unknown,
): Promise<Readonly<Record<string, number>>> {
  const { schema, ...given } = Object(json)
  if (schema !== EMAIL_EXPORT_SCHEMA) {
    throw new EquipoiseError('email_invalid', `Cannot import: want schema "${EMAIL_EXPORT_SCHEMA}"`)
  }
  const counts: Record<string, number> = {}
  const all: GivenDocument[] = []
  for (const kind of EMAIL_DOCUMENT_KINDS) {
    const documents: unknown = given[`${kind}s`] ?? []
    if (!Array.isArray(documents) || documents.length > DOCUMENTS_MAX) {
      throw new EquipoiseError(
        'email_invalid',
        `Cannot import ${kind}s: want up to ${DOCUMENTS_MAX}`,
      )
    }
    for (const document of documents) {
      const { id } = Object(document)
      const off = kind === 'automation' ? { ...document, enabled: false } : document
      all.push({ kind, id: String(id), json: off })
    }
    counts[`${kind}s`] = documents.length
  }
  await putDocuments(parts, all)
  return counts
}
