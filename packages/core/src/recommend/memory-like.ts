/**
 * New memory of the kind that another is of: what threads share stays shared, so that it is not
 * copied to be. Where memory cannot be shared, as in most pages, none is.
 */
export function memoryLike(other: ArrayBufferLike, sizeBytes: number): ArrayBufferLike {
  return other instanceof ArrayBuffer
    ? new ArrayBuffer(sizeBytes)
    : new SharedArrayBuffer(sizeBytes)
}
