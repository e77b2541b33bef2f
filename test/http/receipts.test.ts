/** Receipts over the wire, and checked by the command that asks nobody. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PURPOSES } from '@equipoise/core/values'
import {
  readReceipt,
  verifyReceiptFile,
  verifyReceiptSince,
} from '@equipoise/server/modules/receipts'
import { aPage } from '../builders/page-person.ts'
import { aServer, serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'

const server = serverOfFile()

async function ledger(path: string): Promise<string> {
  return (await fetch(new URL(`/ledger/${path}`, server().url))).text()
}

function stateOf(receipt: string): unknown {
  const { document } = readReceipt(receipt)
  return document['dpv:hasConsentStatus'] ?? document['dpv:hasStatus']
}

test('each act of a person has a receipt that holds, of at most 4 kB', async () => {
  const subject = await aSubject('rcp-1').join(server().app)
  const consent = (action: string) =>
    server().send(`PUT /v1/subjects/${subject}/consent`, {
      body: { action, purposes: ['site_personalization'], evidence: 'a form' },
    })
  await consent('give')
  await consent('withdraw')
  await server().send(`GET /v1/subjects/${subject}/export`)
  const { json } = await server().send(`GET /v1/subjects/${subject}/receipts`)
  const key = await ledger('key')
  const states = []
  for (const { leaf } of json.receipts) {
    const answer = await server().send(`GET /v1/subjects/${subject}/receipt?leaf=${leaf}`)
    const { receipt } = answer.json
    assert.ok(receipt.length <= 4_096)
    assert.equal(verifyReceiptFile(receipt, key).leaf, leaf)
    states.push(stateOf(receipt))
  }
  const latest = await server().send(`GET /v1/subjects/${subject}/receipt`)
  assert.equal(readReceipt(latest.json.receipt).leaf, json.receipts[0].leaf)
  assert.deepEqual(states, [
    'dpv:RequestFulfilled',
    'dpv:ConsentWithdrawn',
    'dpv:RenewedConsentGiven',
    'dpv:ConsentGiven',
  ])
})

test('nobody gets the receipt of somebody else', async () => {
  const one = await aSubject('rcp-2').join(server().app)
  const other = await aSubject('rcp-3').join(server().app)
  const { json } = await server().send(`GET /v1/subjects/${one}/receipts`)
  const [{ leaf }] = json.receipts
  await server().refuse(`GET /v1/subjects/${other}/receipt?leaf=${leaf}`, {}, 'not_found')
})

test('an erasure answers its receipt, which holds though nothing of the person is left', async () => {
  const subject = await aSubject('rcp-4').join(server().app)
  const { json } = await server().send(`POST /v1/subjects/${subject}/erase`)
  const { record } = verifyReceiptFile(json.receipt, await ledger('key'))
  assert.equal(record.act, 'erase')
  assert.equal(record.body['rows'], json.rows)
  const { modelClearBy, copiesUnreadableFrom } = record.body
  assert.equal(copiesUnreadableFrom, record.at)
  assert.ok(Date.parse(`${modelClearBy}`) > Date.parse(record.at))
  await server().refuse(`GET /v1/subjects/${subject}/receipts`, {}, 'not_found')
})

test('whoever refuses unknown gets a receipt that names nobody, and the browser the choice', async () => {
  const page = await aPage(server())
  const body = { purposes: ['site_personalization', 'measurement'] }
  const answer = await page.send('POST /v1/receipts/refusal', { body })
  assert.match(
    `${answer.headers.getSetCookie()}`,
    /^__Host-equipoise-choice=1\.0\.[0-9a-f]+\.\d+; [^,]*$/,
  )
  const { record, document } = verifyReceiptFile(answer.json.receipt, await ledger('key'))
  assert.deepEqual([record.act, record.body['purposes']], ['refuse', body.purposes])
  assert.equal(document['dpv:hasDataSubject'], 'eq:holder')
  assert.equal(record.body['subject'], undefined)
})

test('a head that one kept is held against a later receipt, and a fork is found out', async () => {
  const kept = await ledger('checkpoint')
  const [, size = ''] = kept.split('\n')
  const subject = await aSubject('rcp-5').join(server().app)
  const { json } = await server().send(`POST /v1/subjects/${subject}/erase`)
  const key = await ledger('key')
  const proof = (await ledger(`consistency?old=${size}`)).split('\n\n')[0]
  const since = `${proof}\n\n${kept}`
  assert.ok(verifyReceiptFile(json.receipt, key, since))
  const forked = `${proof?.split('\n').slice(0, -1).join('\n')}\n\n${kept}`
  assert.throws(() => verifyReceiptFile(json.receipt, key, forked), { code: 'log_forked' })
})

test('a receipt that was altered, or is none, or is checked with another key is refused', async () => {
  const subject = await aSubject('rcp-6').join(server().app)
  const { json } = await server().send(`POST /v1/subjects/${subject}/erase`)
  const key = await ledger('key')
  const { receipt } = json
  const altered = receipt.replace(/index \d+/, 'index 0')
  assert.throws(() => verifyReceiptFile(altered, key), { code: 'receipt_altered' })
  assert.throws(() => verifyReceiptFile('no receipt', key), { code: 'receipt_malformed' })
  assert.throws(() => verifyReceiptFile(receipt, 'no key'), { code: 'ledger_key_invalid' })
  const unsigned = receipt.replace(/\n— .*\n$/, '\n')
  assert.throws(() => verifyReceiptFile(unsigned, key), { code: 'checkpoint_untrusted' })
  const own = readFileSync(import.meta.filename, 'utf8')
  assert.throws(() => readReceipt(own), { code: 'receipt_malformed' })
})

test('a receipt says who the business is, and stays short however long its evidence', async (t) => {
  const own = await aServer(t, {
    environment: {
      EQUIPOISE_CONTROLLER: 'The Shop',
      EQUIPOISE_CONTROLLER_ADDRESS: '1 High Street, Dublin',
      EQUIPOISE_CONTROLLER_CONTACT: 'privacy@shop.example',
      EQUIPOISE_STORED_IN: 'IE,DE',
    },
  })
  const evidence = 'é'.repeat(2_000)
  const body = { externalId: 'rcp-7', action: 'give', purposes: PURPOSES, evidence, region: 'FR' }
  const { json } = await own.send('POST /v1/consent', { body })
  assert.equal(json.records[0].evidence, evidence)
  const answer = await own.send(`GET /v1/subjects/${json.subject}/receipt`)
  const { receipt } = answer.json
  assert.ok(receipt.length <= 4_096, `${receipt.length} bytes`)
  const key = await (await fetch(new URL('/ledger/key', own.url))).text()
  const { document, record } = verifyReceiptFile(receipt, key)
  assert.deepEqual(document['dpv:hasDataController'], {
    'dpv:hasName': 'The Shop',
    'dpv:hasAddress': '1 High Street, Dublin',
    'dpv:hasContact': 'privacy@shop.example',
  })
  assert.deepEqual(document['dpv:hasJurisdiction'], ['FR'])
  const { sha256 } = Object(record.body['evidence'])
  assert.equal(sha256, createHash('sha256').update(evidence).digest('base64'))
})

test('the log proves any two of its heads to be of one history', async () => {
  for (const name of ['rcp-8', 'rcp-9', 'rcp-10']) await aSubject(name).join(server().app)
  const proof = await ledger('consistency?old=1&new=2')
  assert.match(proof, /^old 1\n[\w+/=]{44}\n\n$/)
  const subject = await aSubject('rcp-11').join(server().app)
  const kept = await ledger('checkpoint')
  const { json } = await server().send(`GET /v1/subjects/${subject}/receipt`)
  const size = Number(kept.split('\n')[1])
  await aSubject('rcp-12').join(server().app)
  const later = await ledger('checkpoint')
  const between = await ledger(`consistency?old=${size}&new=${later.split('\n')[1]}`)
  const key = await ledger('key')
  const held = { checkpoint: later, proof: between }
  assert.equal(verifyReceiptSince(json.receipt, key, held).size, size)
  const wrong = { checkpoint: later, proof }
  assert.throws(() => verifyReceiptSince(json.receipt, key, wrong), { code: 'log_forked' })
  const none = { checkpoint: later, proof: undefined }
  assert.throws(() => verifyReceiptSince(json.receipt, key, none), { code: 'proof_missing' })
})
