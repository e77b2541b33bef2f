/**
 * The bare server to compare with: Node's own, which reads the same body as JSON and answers with a
 * ready-made text of the size given as an argument. Prints `{"url": …, "pid": …}` when ready.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'

const size = Number(process.argv[2])
const answer = JSON.stringify({ text: 'x'.repeat(Math.max(0, size - '{"text":""}'.length)) })
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }

const server = createServer((incoming, outgoing) => {
  const pieces: Buffer[] = []
  incoming.on('data', (piece: Buffer) => pieces.push(piece))
  incoming.on('end', () => {
    JSON.parse(Buffer.concat(pieces).toString('utf8'))
    outgoing.writeHead(200, headers).end(answer)
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
const port = typeof address === 'object' ? address?.port : undefined
console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, pid: process.pid }))
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})
