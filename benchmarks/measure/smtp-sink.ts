/**
 * An SMTP server (smtp-server) in a process of its own, so that it lives on when the product is
 * killed. It takes mail, says 4xx and 5xx at random, and writes down what it took: a line each, of
 * when the recipient was named, when the mail was there (ms since 1970), and to whom.
 *
 *   node benchmarks/measure/smtp-sink.ts FILE PUT-OFF-RATIO REFUSED-RATIO SEED
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { SMTPServer } from 'smtp-server'
import { chanceOf } from './chance.ts'

const [, , path = '', putOff = '0', refused = '0', seed = '1'] = process.argv
const chance = chanceOf(Number(seed)).number
const file = openSync(path, 'a')
const namedAt = new Map<string, number>()

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  closeTimeout: 100,
  onRcptTo({ address }, _session, done) {
    namedAt.set(address, Date.now())
    const drawn = chance()
    if (drawn < Number(putOff)) done(answer(451, '4.3.0 try later'))
    else if (drawn < Number(putOff) + Number(refused)) done(answer(550, '5.7.1 refused'))
    else done()
  },
  onData(stream, session, done) {
    stream.resume()
    stream.on('end', () => {
      const to = session.envelope.rcptTo[0]?.address ?? ''
      // Before it is answered for: what is written down was taken, whoever hears of it.
      writeSync(file, `${namedAt.get(to)} ${Date.now()} ${to}\n`)
      namedAt.delete(to)
      done()
    })
  },
})
server.on('error', () => {})
const listening = server.listen(0, '127.0.0.1')
listening.once('listening', () => {
  const { port } = listening.address() as AddressInfo // of a socket of the network
  console.log(JSON.stringify({ port }))
})
process.once('SIGTERM', () => {
  closeSync(file)
  process.exit(0)
})

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
