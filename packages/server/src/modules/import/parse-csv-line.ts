import { parse } from 'csv-parse/sync'

/** The fields of one record; undefined where its quotes do not fit. */
export function parseCsvLine(text: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(',')
  try {
    const records = parse(text, { relax_column_count: true, record_delimiter: '\n' })
    return records.length === 1 ? records[0] : undefined
  } catch {
    return undefined
  }
}
