/**
 * No answer came, or none that can be read: the network, a timeout, an answer that is too large or
 * cut off. Whether the server did what was asked is then not known.
 *
 * It holds neither what was sent nor the error underneath, which may quote a header: only that
 * error's code.
 */
export class EquipoiseUnreachable extends Error {
  override readonly name = 'EquipoiseUnreachable'
  readonly why: 'network' | 'timeout' | 'unreadable' | 'too_large'
  /** Of the system or the runtime, such as `ECONNREFUSED`, where there is one. */
  readonly systemCode: string | undefined

  /** @param operation such as `POST /v1/decide`; no ids, for messages end in logs. */
  constructor(operation: string, why: EquipoiseUnreachable['why'], systemCode?: string) {
    const code = systemCode === undefined ? '' : ` (${systemCode})`
    super(`${operation}: ${SAYS[why]}${code}`)
    this.why = why
    this.systemCode = systemCode
  }
}

const SAYS = {
  network: 'Equipoise cannot be reached',
  timeout: 'No answer came in time',
  unreadable: 'What answered cannot be read',
  too_large: 'The answer is larger than the client takes',
} as const

/** The code of what `fetch` threw, or of what is under that; undefined for anything like a text. */
export function systemCodeOf(error: unknown): string | undefined {
  const causes = [error, error instanceof Error ? error.cause : undefined]
  return causes
    .map((one) => (one instanceof Error && 'code' in one ? one.code : undefined))
    .find((code) => typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) as
    | string
    | undefined
}
