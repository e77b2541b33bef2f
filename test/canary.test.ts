/**
 * The canary: a person whose every word can be told from all others goes through the whole API and
 * the whole command line, well and badly, while everything is logged. No log, no error, no line
 * that nobody asked for may hold a word of theirs.
 */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  aFolder,
  done,
  equipoise,
  type Serving,
  serve,
  townLines,
  writeLines,
} from './builders/command-line.ts'
import { routesOf } from './builders/open-api.ts'
import type { Json } from './builders/server.ts'
import { aTown } from './builders/town.ts'

const CANARY = 'canary-4b1d9e'
const WORDS = {
  externalId: `${CANARY}-person`,
  item: `${CANARY}-item`,
  evidence: `${CANARY}-evidence`,
  interaction: `${CANARY}-interaction`,
}

interface Heard {
  readonly where: string
  readonly text: string
}

test('no log, error or stray line says a word of a person', async (t) => {
  const folder = aFolder(t)
  const data = join(folder, 'data')
  const server = await serve(t, data, { env: { EQUIPOISE_LOG_LEVEL: 'trace' } })
  const heard: Heard[] = []
  const subject = await live(server, heard)
  heard.push(...(await command(folder, data)))
  await server.stop()
  heard.push({ where: 'standard output', text: server.heard.stdout })
  const lines = server.heard.stderr.split('\n')
  assert.ok(lines.length > 100, 'everything is logged')
  heard.push(...lines.map((text) => ({ where: 'log', text })))
  assert.ok(heard.filter(({ where }) => where.startsWith('error')).length > 40)
  assert.deepEqual(
    heard.filter(({ text }) => says(text, CANARY) || says(text, subject)),
    [],
  )
})

test('the search finds a word however it is written', () => {
  for (const encoding of ['utf8', 'hex', 'base64', 'base64url'] as const) {
    const text = Buffer.from(`{"a":"${CANARY}"}`).toString(encoding)
    assert.ok(says(`x ${text} y`, CANARY), encoding)
  }
  assert.ok(says(JSON.stringify(Buffer.from(CANARY)), CANARY))
  assert.ok(!says('canary-4b1d9', CANARY))
})

/** Comes, does, asks, takes back and leaves; returns our id of the person. */
async function live(server: Serving, heard: Heard[]): Promise<string> {
  const { externalId, item, evidence, interaction } = WORDS
  const key: string = server.ready.operatorKey
  const document: Json = await (await fetch(`${server.url}/openapi.json`)).json()
  heard.push({ where: 'openapi', text: JSON.stringify(document) })

  /** An error is heard; an answer is the caller's, who named the person. */
  async function call(route: string, body?: unknown, headers: object = {}): Promise<Json> {
    const [method = '', path = ''] = route.split(' ')
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'equipoise-reason': 'a test',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const where = response.ok ? 'head' : `error ${route}`
    heard.push({ where, text: JSON.stringify([...response.headers]) })
    if (!response.ok) heard.push({ where, text })
    return text === '' ? null : JSON.parse(text)
  }

  await call(`PUT /v1/items/${item}`, { title: item, categories: [item] })
  const purposes = ['site_personalization', 'model_training']
  const { subject } = await call('POST /v1/consent', {
    externalId,
    action: 'give',
    purposes,
    evidence,
  })
  const entry = { externalId, item, verb: 'view', id: interaction }
  await call('POST /v1/interactions', { interactions: [entry, { ...entry, verb: item }] })
  await call('POST /v1/train')
  while ((await call('GET /v1/train')).state === 'running');
  await call('POST /v1/decide', { externalId, slot: 'item', page: { item } })
  await call('POST /v1/purposes', { subject })
  heard.push({ where: 'status', text: JSON.stringify(await call('GET /v1/status')) })

  const everything = { ...WORDS, subject, [CANARY]: CANARY, slot: CANARY, purposes: [CANARY] }
  for (const { method, path } of routesOf(document)) {
    if (path.endsWith('/erase') || path.endsWith('/train') || method === 'DELETE') continue
    for (const id of [externalId, CANARY.repeat(900), `${CANARY}%ff`, `${CANARY}%00`]) {
      const filled = path.replaceAll(/\{\w+\}/g, id)
      const body = method === 'GET' ? undefined : everything
      await call(`${method} ${filled}`, body)
      if (body === undefined) continue
      await call(`${method} ${filled}`, `{"${CANARY}`)
      await call(`${method} ${filled}`, CANARY, { 'content-type': `text/${CANARY}` })
    }
    await call(
      `${method} ${path.replace('{id}', subject)}?${CANARY}=${CANARY}`,
      everythingOf(method),
    )
    await call(`${method} /v1/${CANARY}`)
  }
  await call('POST /v1/decide', { slot: 'home', filters: { attributes: { [CANARY]: 5 } } })
  await call('GET /v1/status', undefined, { authorization: `Bearer ${CANARY}` })
  for (const bytes of [`${CANARY} ${CANARY}\r\n\r\n`, `GET /${CANARY} HTTP/9.9\r\n\r\n`]) {
    heard.push({ where: 'error raw', text: await speak(server.url, bytes) })
  }
  await call(`GET /v1/subjects/${subject}/export`)
  await call(`POST /v1/subjects/${subject}/interactions/remove`, { interaction })
  await call(`POST /v1/subjects/${subject}/withdraw`, { purposes })
  const { id } = await call(`POST /v1/subjects/${subject}/erase`)
  heard.push({ where: 'erasure', text: JSON.stringify(await call(`GET /v1/erasures/${id}`)) })
  await call(`GET /v1/subjects/${subject}/export`)
  await call(`POST /v1/subjects/${subject}/erase`)
  return subject

  function everythingOf(method: string): object | undefined {
    return method === 'GET' ? undefined : everything
  }
}

/** The same by commands, while the server runs; what fails, and what tells of nobody, is heard. */
async function command(folder: string, data: string): Promise<readonly Heard[]> {
  const { externalId, item, evidence, interaction } = WORDS
  const broken = [
    `{"subject":"${externalId}","item":"${item}"`,
    `{"subject":"${externalId}","item":"${item}","verb":"${CANARY}","at":1}`,
    `{"subject":"${externalId}","item":"${item}","verb":"like","at":1,"id":"${interaction}"}`,
    `{"subject":"${externalId}-2","item":"${item}","verb":"like","at":1,"id":"${interaction}"}`,
  ]
  const file = writeLines(join(folder, 'deeds.jsonl'), [...broken, ...townLines(aTown(5))])
  const proof = ['--consent-evidence', evidence]
  const who = ['--subject', externalId]
  const purpose = ['--purpose', 'measurement']
  const told = await Promise.all([
    done(['import', 'interactions', file, ...proof, '--skip-subject', `${externalId}-2`], data),
    equipoise(['decide', ...who, '--slot', CANARY, '--data', data]).then(({ status }) => status),
  ])
  assert.equal(told[1], 2)
  const heard: Heard[] = [{ where: 'import', text: JSON.stringify(told[0]) }]
  for (const words of [
    ['train'],
    ['model', 'digest'],
    ['doctor'],
    ['ledger', 'verify'],
    ['consent', 'give', ...who, ...purpose, '--evidence', evidence],
    ['consent', 'give', ...who, ...purpose],
    ['consent', 'show', ...who],
    ['interactions', 'remove', ...who, '--interaction', interaction],
    ['wishes', 'set', ...who, '--follow', externalId],
    ['wishes', 'set', ...who, '--not-for-profile', `sheet:${externalId}`],
    ['wishes', 'set', ...who, '--feed', 'none'],
    ['erase', ...who, '--wait'],
    ['erase', ...who],
    ['erase', externalId],
    ['export', ...who],
    ['consent', 'show', '--subject', `${externalId}\u0007`],
    ['consent', 'withdraw', ...who, ...purpose],
    ['decide', ...who, '--count', '0'],
    ['export', '--subjcet', externalId],
  ]) {
    const { stdout, stderr } = await equipoise([...words, '--data', data, '--json'])
    heard.push({ where: `error or answer of ${words[0]}`, text: stdout })
    heard.push({ where: `error stream of ${words[0]}`, text: stderr })
  }
  const { stdout } = await equipoise(['help'])
  return [...heard, { where: 'help', text: stdout }]
}

function speak(url: string, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (piece) => {
      text += piece.toString()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(text))
  })
}

/** Whether a text holds a word: as it is, in hexadecimal, in base64, or as decimals of bytes. */
function says(text: string, word: string): boolean {
  const bytes = Buffer.from(word)
  // Of base64, that part which does not depend on what stands before and after.
  const base64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64url')
      .slice(4, -4),
  )
  return [word, bytes.toString('hex'), [...bytes].join(','), ...base64].some((form) =>
    text.includes(form),
  )
}
