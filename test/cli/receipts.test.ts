/** Receipts, notices by their digest, and a log that is held to what it signed: by command. */
import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openApp } from '@equipoise/server/app'
import { parseConfig } from '@equipoise/server/config'
import { registerNotice } from '@equipoise/server/modules/consent'
import { aFolder, done, refused } from '../builders/command-line.ts'

const closing: (() => unknown)[] = []
const folder = aFolder({ after: (close) => closing.push(close as () => unknown) })
const data = join(folder, 'data')
const WHO = ['--subject', 'ann']
const OWN = ['--purpose', 'site_personalization']
const give = ['consent', 'give', ...WHO, ...OWN, '--evidence', 'a form']

before(() => done(give, data))
after(() => {
  for (const close of closing) close()
})

function keep(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function keyFile(): Promise<string> {
  return keep('ledger.key', (await done(['ledger', 'key'], data)).key)
}

async function checkpointFile(name: string): Promise<string> {
  return keep(name, (await done(['ledger', 'checkpoint'], data)).checkpoint)
}

test('receipts are listed and got, and hold by themselves', async () => {
  await done(['consent', 'withdraw', ...WHO, ...OWN], data)
  const { receipts, next } = await done(['receipt', 'list', ...WHO], data)
  assert.deepEqual(
    [receipts.map(({ act }: { readonly act: string }) => act), next],
    [['withdraw', 'give'], null],
  )
  const file = join(folder, 'receipt.txt')
  const leaf = String(receipts[1].leaf)
  const { receipt } = await done(
    ['receipt', 'get', ...WHO, '--leaf', leaf, '--receipt', file],
    data,
  )
  assert.equal(readFileSync(file, 'utf8'), receipt)
  const verify = ['receipt', 'verify', file, '--key', await keyFile()]
  const { valid, record } = await done(verify, data)
  assert.deepEqual([valid, record.act, record.body.method], [true, 'give', 'other'])
  assert.deepEqual(await refused(['receipt', 'get', ...WHO, '--leaf', '999'], data), [
    1,
    'not_found',
  ])
  assert.deepEqual(await refused(['receipt', 'get', ...WHO, '--leaf', 'one'], data), [2, 'usage'])
})

test('a checkpoint that was kept holds the log and later receipts to it', async () => {
  const old = await checkpointFile('old.txt')
  await done(give, data)
  const verified = await done(['ledger', 'verify', '--checkpoint', old], data)
  assert.equal(verified.valid, true)
  assert.equal(String(verified.beginsWith), readFileSync(old, 'utf8').split('\n')[1])
  const file = join(folder, 'later.txt')
  await done(['receipt', 'get', ...WHO, '--receipt', file], data)
  const verify = ['receipt', 'verify', file, '--key', await keyFile()]
  const held = [...verify, '--checkpoint', old]
  assert.deepEqual(await refused(held, data), [1, 'proof_missing'])
  const same = [...verify, '--checkpoint', await checkpointFile('same.txt')]
  assert.equal((await done(same, data)).valid, true)
})

test('a log that told another history elsewhere is found out, as is one that it never was', async () => {
  const twin = join(folder, 'twin')
  cpSync(data, twin, { recursive: true })
  await done(['consent', 'refuse', ...WHO, ...OWN], twin)
  await done(give, data)
  const told = keep('told.txt', (await done(['ledger', 'checkpoint'], twin)).checkpoint)
  const verify = (path: string) => refused(['ledger', 'verify', '--checkpoint', path], data)
  assert.deepEqual(await verify(told), [1, 'log_forked'])
  const file = join(folder, 'forked.txt')
  await done(['receipt', 'get', ...WHO, '--receipt', file], data)
  const held = ['receipt', 'verify', file, '--key', await keyFile(), '--checkpoint', told]
  assert.deepEqual(await refused(held, data), [1, 'log_forked'])
  const ahead = join(folder, 'ahead')
  cpSync(data, ahead, { recursive: true })
  for (let n = 0; n < 3; n += 1) await done(give, ahead)
  const longer = keep('longer.txt', (await done(['ledger', 'checkpoint'], ahead)).checkpoint)
  assert.deepEqual(await verify(longer), [1, 'log_forked'])
  const altered = keep('altered.txt', readFileSync(told, 'utf8').replace(/^\d+$/m, '1'))
  assert.deepEqual(await verify(altered), [1, 'checkpoint_untrusted'])
})

test('a yes names the notice by its digest', async () => {
  const app = await openApp({ config: parseConfig({ EQUIPOISE_DATA: data }), resident: false })
  const text = { title: 'May we?', sections: [{ text: 'Suggest.' }], accept: 'Yes', refuse: 'No' }
  const notice = { id: 'paper', version: '1', explicit: true, rendering: {} }
  const { digest } = await registerNotice(app, {
    ...notice,
    purposes: ['site_personalization'],
    texts: { en: text },
  })
  await app.close()
  await done([...give, '--notice', digest, '--method', 'paper'], data)
  const file = join(folder, 'paper.txt')
  await done(['receipt', 'get', ...WHO, '--receipt', file], data)
  const { record } = await done(['receipt', 'show', file], data)
  assert.deepEqual(record.body.notice, { id: 'paper', version: '1', language: 'en', digest })
  assert.deepEqual([record.body.explicit, record.body.method], [true, 'paper'])
  const unknown = [...give, '--notice', '0'.repeat(64)]
  assert.deepEqual(await refused(unknown, data), [1, 'notice_unknown'])
  assert.deepEqual(await refused([...give, '--notice', 'seven'], data), [2, 'usage'])
  assert.deepEqual(await refused([...give, '--method', 'wink'], data), [2, 'usage'])
  const beyond = ['consent', 'give', ...WHO, '--purpose', 'measurement', '--evidence', 'a form']
  assert.deepEqual(await refused([...beyond, '--notice', digest], data), [1, 'invalid_request'])
})

test('whether one may ask is told by command, also about nobody', async () => {
  await done(['consent', 'refuse', '--subject', 'bea', ...OWN, '--region', 'FR'], data)
  const { asking } = await done(['consent', 'asking', '--subject', 'bea'], data)
  assert.deepEqual(
    [asking.site_personalization.code, asking.measurement.code],
    ['cooldown', 'may_ask'],
  )
  const nobody = await done(['consent', 'asking', '--location', 'US-CA', '--gpc'], data)
  assert.equal(nobody.asking.sale_or_sharing.code, 'signal_refuses')
})
