/** A real SMTP server (smtp-server): it keeps what it is given, and misbehaves when told to. */
import type { AddressInfo, Server } from 'node:net'
import type { TestContext } from 'node:test'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly from: string
  readonly to: string
  readonly raw: Buffer
}

export interface TestSmtp {
  readonly port: number
  readonly received: readonly ReceivedMail[]
  /** What the product needs to be told to send here. */
  readonly environment: Readonly<Record<string, string>>
  /** What to say to a recipient: undefined to take the mail. */
  onRecipient: ((to: string) => SmtpAnswer | undefined) | undefined
  /** What to do once the message is there, before it is taken, and what to answer. */
  onMessage:
    | ((mail: ReceivedMail) => Promise<SmtpAnswer | undefined> | SmtpAnswer | undefined)
    | undefined
  stop(): Promise<void>
}

export interface SmtpAnswer {
  readonly responseCode: number
  readonly message: string
}

export async function aSmtpServer(t: Pick<TestContext, 'after'>, port = 0): Promise<TestSmtp> {
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    closeTimeout: 50,
    onRcptTo({ address }, _session, done) {
      const answer = smtp.onRecipient?.(address)
      done(answer === undefined ? null : toError(answer))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo[0]?.address ?? '',
          raw: Buffer.concat(chunks),
        }
        void Promise.resolve(smtp.onMessage?.(mail)).then((answer) => {
          if (answer === undefined) received.push(mail)
          done(answer === undefined ? null : toError(answer))
        })
      })
    },
  })
  server.on('error', () => {})
  const listening: Server = server.listen(port, '127.0.0.1')
  await new Promise((resolve) => listening.once('listening', resolve))
  const { port: taken } = listening.address() as AddressInfo
  let stopped: Promise<void> | undefined
  const smtp: TestSmtp = {
    port: taken,
    received,
    environment: {
      EQUIPOISE_SMTP_HOST: '127.0.0.1',
      EQUIPOISE_SMTP_PORT: String(taken),
      EQUIPOISE_SMTP_SECURITY: 'none',
      EQUIPOISE_EMAIL_FROM: 'news@shop.example',
      EQUIPOISE_EMAIL_SENDER_NAME: 'The Shop',
      EQUIPOISE_EMAIL_POSTAL_ADDRESS: 'Market Square 1, 12345 Town',
      EQUIPOISE_EMAIL_PER_DOMAIN_PER_MINUTE: '1000000',
      EQUIPOISE_PUBLIC_ORIGIN: 'https://shop.example',
    },
    onRecipient: undefined,
    onMessage: undefined,
    stop() {
      stopped ??= new Promise((resolve) => server.close(() => resolve()))
      return stopped
    },
  }
  t.after(() => smtp.stop())
  return smtp
}

function toError({ responseCode, message }: SmtpAnswer): Error {
  return Object.assign(new Error(message), { responseCode })
}
