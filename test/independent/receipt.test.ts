/**
 * A receipt of ours before a judge who is not: golang.org/x/mod/sumdb, which the Go project checks
 * its own log with. Skipped where there is no Go, or its module cannot be had.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { commit, encodeRecord } from '@equipoise/core/ledger'
import { parseReceipt } from '@equipoise/core/receipt'
import { serverOfFile } from '../builders/server.ts'
import { aSubject } from '../builders/subject.ts'

const server = serverOfFile()
const hmac = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  createHmac('sha256', key).update(message).digest()

test('an independent verifier takes checkpoint and proof, and refuses an altered one', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'receipt-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const judge = join(folder, 'judge')
  const built = spawnSync('go', ['build', '-o', judge, '.'], { cwd: import.meta.dirname })
  if (built.status !== 0) return t.skip('no Go here, or its module cannot be had')
  for (const name of ['a', 'b', 'c', 'd', 'e']) await aSubject(name).join(server().app)
  const subject = await aSubject('f').join(server().app)
  const { json } = await server().send(`GET /v1/subjects/${subject}/receipt`)
  const key = (await (await fetch(new URL('/ledger/key', server().url))).text()).trim()
  const read = parseReceipt(json.receipt)
  assert.ok(read.ok)
  const leaf = commit(encodeRecord(read.value.record), read.value.secret, hmac)
  const ask = (input: string, of: Uint8Array) =>
    spawnSync(judge, [key, Buffer.from(of).toString('base64')], { input, encoding: 'utf8' })
  assert.equal(ask(json.receipt, leaf).stdout, 'accepted\n')
  assert.equal(ask(json.receipt.replace(/index \d+/, 'index 0'), leaf).status, 1)
  assert.equal(ask(json.receipt, leaf.toReversed()).status, 1)
  assert.equal(ask(json.receipt.replace('equipoise.local', 'equipoise.other'), leaf).status, 1)
})
