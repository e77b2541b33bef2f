/**
 * One connection to the SMTP server, for one mail after the other (nodemailer's `SMTPConnection`).
 * Its point is to know what came of each mail: accepted, refused, or unknown because part of the
 * message was on its way when the connection ended.
 */
import { Readable } from 'node:stream'
import type { SmtpOutcome } from '@equipoise/core/email'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { EquipoiseError } from '../../errors.ts'
import type { SignedMail } from './compose-mail.ts'
import type { SmtpServer } from './email-parts.ts'

const CONNECT_TIMEOUT_MS = 15_000
const ANSWER_TIMEOUT_MS = 60_000

/** What nodemailer's errors carry. */
interface SmtpError extends Error {
  readonly code?: string
  readonly responseCode?: number
  readonly response?: string
  readonly command?: string
}

export class SmtpLane {
  readonly #server: SmtpServer
  readonly #helloName: string
  #connection: SMTPConnection | undefined
  #isUsed = false

  constructor(server: SmtpServer, helloName: string) {
    this.#server = server
    this.#helloName = helloName
  }

  /**
   * Sees to it that there is a connection, signed in where it is to be.
   *
   * @throws EquipoiseError `smtp_unreachable`: then nothing was sent.
   */
  async open(): Promise<void> {
    if (this.#connection !== undefined && (await this.#isFresh(this.#connection))) return
    this.close()
    const { host, port, security, name, password } = this.#server
    const connection = new SMTPConnection({
      host,
      port,
      name: this.#helloName,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: ANSWER_TIMEOUT_MS,
      socketCloseTimeout: 0,
    })
    const forget = (): void => {
      if (this.#connection === connection) this.#connection = undefined
    }
    // What breaks between mails is seen at the next one.
    connection.on('error', forget)
    connection.on('end', forget)
    try {
      await until(connection, (done) => connection.connect(done))
      if (name !== undefined) {
        const auth = Object.fromEntries([
          ['user', name],
          ['pass', password ?? ''],
        ])
        await until(connection, (done) => connection.login(auth, done))
      }
    } catch (cause) {
      connection.close()
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
      // The server's own words may quote an address.
      throw new EquipoiseError('smtp_unreachable', `Cannot reach the SMTP server: ${code}`)
    }
    this.#connection = connection
    this.#isUsed = false
  }

  /** Starts anew on a used connection, so that a dead one is found before a mail begins. */
  async #isFresh(connection: SMTPConnection): Promise<boolean> {
    if (!this.#isUsed) return true
    try {
      await until(connection, (done) => connection.reset(done))
      return this.#connection === connection
    } catch {
      return false
    }
  }

  /** Never throws: what came of it is the answer. */
  async send({ raw, envelope }: SignedMail): Promise<SmtpOutcome> {
    const connection = this.#connection
    if (connection === undefined) return NOTHING_SENT
    this.#isUsed = true
    let begun = false
    const message = new Readable({
      read() {
        // Asked for only after the server has said that it takes the message.
        begun = true
        this.push(raw)
        this.push(null)
      },
    })
    try {
      const given = { ...envelope, size: raw.length }
      await until(connection, (done) => connection.send(given, message, (error) => done(error)))
      return { kind: 'accepted', status: 250 }
    } catch (error) {
      const outcome = outcomeOf(error, begun)
      if (outcome.kind === 'unknown' || outcome.status === 0) this.close()
      return outcome
    }
  }

  close(): void {
    const connection = this.#connection
    this.#connection = undefined
    connection?.close()
  }
}

const CLOSING = 421
const NOTHING_SENT: SmtpOutcome = { kind: 'refused', status: 0, enhanced: undefined }

/**
 * Only an answer to the message itself says what became of one that was on its way. 421 is none: it
 * comes from a server that goes down, whatever it has done with the message by then.
 */
function outcomeOf(error: unknown, begun: boolean): SmtpOutcome {
  const { code, responseCode = 0, response = '', command }: Partial<SmtpError> = Object(error)
  const isAnswer =
    code === 'EMESSAGE' && command === 'DATA' && responseCode >= 400 && responseCode !== CLOSING
  if (begun && !isAnswer) return { kind: 'unknown' }
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})/.exec(response)?.[1]
  return { kind: 'refused', status: responseCode, enhanced }
}

type Done = (error?: Error | null) => void

/** Ends when the act calls back, or when the connection ends or breaks before it. */
function until(connection: SMTPConnection, act: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish: Done = (error) => {
      connection.off('error', onError)
      connection.off('end', onEnd)
      if (error) reject(error)
      else resolve()
    }
    const onError = (error: Error): void => finish(error)
    const onEnd = (): void => finish(new Error('Cannot go on: the connection ended'))
    connection.once('error', onError)
    connection.once('end', onEnd)
    act(finish)
  })
}
