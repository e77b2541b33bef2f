/** The records by name: made of the terms as they stand, as data, as Markdown or as a page. */
import type { RecordDocument } from './document.ts'
import { formatMarkdown } from './format-markdown.ts'
import { formatPage } from './format-page.ts'
import { impactAssessment } from './impact-assessment.ts'
import { privacyLabel } from './privacy-label.ts'
import { processingRecord } from './processing-record.ts'
import { recipientList } from './recipients.ts'
import { retentionSchedule } from './retention.ts'
import { type MadeOf, type RecordsParts, readTerms, type Terms } from './terms.ts'
import {
  assessmentDocument,
  labelDocument,
  processingDocument,
  recipientDocument,
  retentionDocument,
} from './to-document.ts'

const KINDS = {
  ropa: kind('the record of processing activities (GDPR Art. 30)', {
    make: processingRecord,
    toDocument: processingDocument,
  }),
  dpia: kind('the draft of an impact assessment (GDPR Art. 35(7))', {
    make: impactAssessment,
    toDocument: assessmentDocument,
  }),
  retention: kind('until when what is kept', {
    make: retentionSchedule,
    toDocument: retentionDocument,
  }),
  label: kind('the privacy label, for people', { make: privacyLabel, toDocument: labelDocument }),
  recipients: kind('who gets what', { make: recipientList, toDocument: recipientDocument }),
}

export type RecordName = keyof typeof KINDS
// The keys of a table that is typed by them.
export const RECORD_NAMES = Object.keys(KINDS) as readonly RecordName[]

/** Any of them, as plain data. */
export interface AnyRecord extends MadeOf {
  readonly [field: string]: unknown
}

export function isRecordName(name: string): name is RecordName {
  return Object.hasOwn(KINDS, name)
}

export function sayRecord(name: RecordName): string {
  return KINDS[name].says
}

export async function makeRecord(parts: RecordsParts, name: RecordName): Promise<AnyRecord> {
  return KINDS[name].make(await readTerms(parts))
}

/** @param record as `makeRecord` gave it under that name, also after a way as JSON. */
export function recordMarkdown(name: RecordName, record: AnyRecord): string {
  return formatMarkdown(KINDS[name].toDocument(record))
}

/** @param style CSS for the page. */
export function recordPage(name: RecordName, record: AnyRecord, style: string): string {
  return formatPage(KINDS[name].toDocument(record), { style })
}

interface Kind<R> {
  readonly make: (terms: Terms) => R
  readonly toDocument: (record: R) => RecordDocument
}

function kind<R extends MadeOf>(says: string, { make, toDocument }: Kind<R>) {
  return {
    says,
    // Plain data: whatever it holds has a name.
    make: (terms: Terms): AnyRecord => make(terms) as unknown as AnyRecord,
    // Whoever holds a record of that name has it from `make`.
    toDocument: (record: AnyRecord): RecordDocument => toDocument(record as unknown as R),
  }
}
