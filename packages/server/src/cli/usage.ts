/** Errors in how a command was called: exit 2, with what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** Stable, for programs: `usage` where nothing more exact is known. */
  readonly code: string

  constructor(message: string, code: string = 'usage') {
    super(message)
    this.code = code
  }
}
