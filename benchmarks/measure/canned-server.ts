/**
 * The bare server to compare with: Fastify with one route that parses the same body and answers
 * with a ready-made text of the size given as an argument. Prints `{"url": …}` when ready.
 */
import Fastify from 'fastify'

const size = Number(process.argv[2])
const answer = JSON.stringify({ text: 'x'.repeat(Math.max(0, size - '{"text":""}'.length)) })

const server = Fastify({ logger: false })
server.post('/', async (_, reply) => reply.type('application/json').send(answer))
const url = await server.listen({ host: '127.0.0.1', port: 0 })
console.log(JSON.stringify({ url }))
process.once('SIGTERM', () => server.close())
