/** Privacy signals on the command line: what one says, and a person's choices in all formats. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { PURPOSES } from '@equipoise/core/values'
import { aFolder, done, equipoise, refused, tell } from '../builders/command-line.ts'

const closing: (() => unknown)[] = []
const folder = aFolder({ after: (close) => closing.push(close as () => unknown) })
const nowhere = join(folder, 'nowhere')
const data = join(folder, 'data')
after(() => {
  for (const close of closing) close()
})

const TC = 'CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA.IDKQA4AAgAKAGQAygAAA.YAAAAAAAAAAA'

test('a signal is told by its form, and says what it refuses', async () => {
  for (const [text, format, refuses] of [
    [TC, 'tcf', 'site_personalization'],
    ['DBABLA~CVVVkkkkkpFY.YA', 'gpp', 'sale_or_sharing'],
    ['1YYN', 'usp', 'cross_context_advertising'],
    ['{"analytics_storage":"denied"}', 'consent_mode', 'measurement'],
  ] as const) {
    const json = await done(['signals', 'read', text], nowhere)
    assert.deepEqual([json.format, json.valid, json.code], [format, true, null])
    assert.ok(json.refuses.includes(refuses), text)
  }
  assert.equal(existsSync(nowhere), false)
})

test('a signal that cannot be read fails with its own code, and refuses everything', async () => {
  for (const [text, code] of [
    [TC.slice(0, 30), 'signal_truncated'],
    [`${TC}AAAAAAAA`, 'signal_padding'],
    [`B${TC.slice(1)}`, 'signal_version'],
    [`E${TC.slice(1)}`, 'signal_version'],
    ['C'.repeat(100_000), 'signal_too_long'],
    ['D'.repeat(100_000), 'signal_too_long'],
    ['DBABLA~DAAAAAAAAABA', 'signal_version'],
    ['DBABLA~CAAAAAAAAABA~1YNN', 'signal_section'],
    ['2YNN', 'signal_version'],
    ['1YXN', 'signal_value'],
    ['{"ad_storage":"maybe"}', 'signal_value'],
    ['{"ad_storage"', 'signal_truncated'],
    ['hello', 'signal_unrecognized'],
    ['', 'signal_empty'],
  ] as const) {
    const { status, json } = await tell(['signals', 'read', text], nowhere)
    assert.deepEqual([status, json.valid, json.code], [1, false, code], text.slice(0, 40))
    assert.deepEqual(json.refuses, PURPOSES)
  }
})

test('without --json a signal is explained in plain words', async () => {
  const { stdout, status } = await equipoise(['signals', 'read', '1YYN'])
  assert.equal(status, 0)
  assert.match(stdout, /This is a US privacy string/)
  assert.match(stdout, /It refuses:\n {2}cross_context_advertising/)
  assert.match(stdout, /grants nothing by itself/)
  const broken = await equipoise(['signals', 'read', TC.slice(0, 30)])
  assert.equal(broken.status, 1)
  assert.match(broken.stdout, /cannot be read:\n {2}core: .*\(signal_truncated\)/)
})

test('choices are written in every format, and read back as what was granted', async () => {
  const refusal = await done(['signals', 'write', '--section', 'all'], nowhere)
  assert.deepEqual([refusal.granted, refusal.tcf, refusal.usp], [[], null, '1YYN'])
  assert.ok(Object.values(refusal.consentMode).every((state) => state === 'denied'))
  const purposes = ['--purpose', 'site_personalization,sale_or_sharing,cross_context_advertising']
  const platform = ['--cmp-id', '300', '--vendors', '2,7', '--language', 'de']
  const granted = await done(['signals', 'write', ...purposes, ...platform], nowhere)
  assert.equal(granted.usp, '1YNN')
  const tcf = await done(['signals', 'read', granted.tcf], nowhere)
  assert.deepEqual(tcf.leaves, ['site_personalization', 'sensitive_profiling'])
  const { cmpId, consentLanguage } = tcf.content.tcf
  assert.deepEqual([cmpId, consentLanguage], [300, 'DE'])
  const narrowed = await done(['signals', 'write', ...purposes, '--gpc'], nowhere)
  assert.equal(narrowed.usp, '1YYN')
})

test('what is asked for wrongly is refused, a platform of others above all', async () => {
  for (const words of [
    ['--cmp-id', '1'],
    ['--cmp-id', '4096'],
    ['--section', 'uszz'],
    ['--cmp-id', '300', '--language', 'english'],
    ['--cmp-id', '300', '--vendors', '0'],
  ]) {
    assert.deepEqual(await refused(['signals', 'write', ...words], nowhere), [2, 'usage'])
  }
  const unknown = await refused(['signals', 'write', '--purpose', 'fun'], nowhere)
  assert.deepEqual(unknown, [2, 'unknown_purpose'])
})

test('a person’s record is written as far as the gate permits it', async () => {
  const who = ['--subject', 'ann']
  const purposes = ['--purpose', 'site_personalization,sale_or_sharing,cross_context_advertising']
  const region = ['--region', 'US-TX', '--evidence', 'a form']
  await done(['consent', 'give', ...who, ...purposes, ...region], data)
  const written = await done(['signals', 'write', ...who, '--section', 'ustx'], data)
  assert.deepEqual([written.usp, written.granted.length], ['1YNN', 3])
  assert.equal((await done(['signals', 'write', ...who, '--gpc'], data)).usp, '1YYN')
  await done(['consent', 'withdraw', ...who, '--purpose', 'sale_or_sharing'], data)
  assert.equal((await done(['signals', 'write', ...who], data)).usp, '1YYN')
  const torn = await refused(['signals', 'write', ...who, ...purposes], data)
  assert.deepEqual(torn, [2, 'options_contradict'])
  const stranger = await refused(['signals', 'write', '--subject', 'nobody'], data)
  assert.deepEqual(stranger, [1, 'not_found'])
})
