import assert from 'node:assert/strict'
import test from 'node:test'
import { mailDuties, markSubject } from './duties.ts'
import { listHeaders, SIGNED_HEADERS } from './list-headers.ts'
import { readDeliveryStatus, readFeedbackReport } from './report.ts'

test('a mark is put before the subject once, in the words of the law', () => {
  const duties = mailDuties(['ad_label', 'unsubscribe_works'], 'KR')
  assert.equal(markSubject('Sale', duties), '(광고) Sale')
  assert.equal(markSubject('(광고) Sale', duties), '(광고) Sale')
  assert.equal(markSubject('Sale', mailDuties(['adv_label'], 'SG')), '<ADV> Sale')
  assert.equal(markSubject('Sale', mailDuties(['postal_address'], 'US')), 'Sale')
})

test('a postal address is wanted where a law wants it', () => {
  assert.ok(mailDuties(['postal_address'], 'US').postalAddress)
  assert.equal(mailDuties(['unsubscribe_works'], 'DE').postalAddress, false)
})

test('a list can be left by one click, and both headers of it are signed', () => {
  const headers = listHeaders({
    unsubscribeUrl: 'https://shop.example/email/unsubscribe/x',
    helpUrl: 'https://shop.example/email/preferences/x',
    listId: 'news',
    domain: 'shop.example',
  })
  assert.equal(headers['List-Unsubscribe'], '<https://shop.example/email/unsubscribe/x>')
  assert.equal(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
  for (const name of Object.keys(headers)) assert.ok(SIGNED_HEADERS.includes(name), name)
})

test('a notification tells whether there is such a mailbox', () => {
  const part = (status: string, action = 'failed') =>
    `Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822;\r\n a@b.example\r\nAction: ${action}\r\nStatus: ${status} (gone)\r\n`
  assert.deepEqual(readDeliveryStatus(part('5.1.1')), { kind: 'bounced', status: '5.1.1' })
  assert.deepEqual(readDeliveryStatus(part('5.7.1')), { kind: 'failed', status: '5.7.1' })
  assert.deepEqual(readDeliveryStatus(part('4.4.1', 'delayed')), {
    kind: 'put_off',
    status: '4.4.1',
  })
  assert.equal(readDeliveryStatus('hello').kind, 'other')
})

test('a feedback report is a complaint where it says so', () => {
  const part = (kind: string) => `Feedback-Type: ${kind}\r\nUser-Agent: x/1\r\nVersion: 1\r\n`
  assert.equal(readFeedbackReport(part('abuse')).kind, 'complaint')
  assert.equal(readFeedbackReport(part('not-spam')).kind, 'other')
})
