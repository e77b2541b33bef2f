import type { ErrorCode } from '../errors.ts'

/** Errors in how a command was called: exit 2, with what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** `usage` where nothing more exact is known. */
  readonly code: ErrorCode

  constructor(message: string, code: ErrorCode = 'usage') {
    super(message)
    this.code = code
  }
}
