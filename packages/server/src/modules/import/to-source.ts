import type { ImportedItem, ImportRow, ImportSource, RejectedLine } from './import-source.ts'

export interface SourceParts {
  readonly items: readonly ImportedItem[]
  readonly rejectedItems: readonly RejectedLine[]
  readonly sizeBytes: number
  /** Reads the rows and tells how many bytes it has taken in, piece by piece. */
  readonly read: (onBytes: (count: number) => void) => AsyncIterable<ImportRow>
}

/** An import source that knows how far it has read. */
export function toSource(parts: SourceParts): ImportSource {
  const { items, rejectedItems, sizeBytes } = parts
  let bytesRead = 0
  const rows = (): AsyncIterable<ImportRow> => {
    bytesRead = 0
    return parts.read((count) => {
      bytesRead += count
    })
  }
  return { items, rejectedItems, sizeBytes, rows, bytesRead: () => bytesRead }
}
