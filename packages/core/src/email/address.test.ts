import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { domainOf, isHeaderText, mailboxOf, parseEmailAddress } from './address.ts'

test('an ordinary address is taken, its domain in lower case', () => {
  const parsed = parseEmailAddress('Ada.Lovelace+shop@Mail.Example')
  assert.ok(parsed.ok)
  assert.equal(parsed.value, 'Ada.Lovelace+shop@mail.example')
  assert.equal(domainOf(parsed.value), 'mail.example')
  assert.equal(mailboxOf(parsed.value), 'ada.lovelace@mail.example')
})

const REFUSED: readonly unknown[] = [
  undefined,
  '',
  'ada',
  'ada@',
  '@shop.example',
  'ada@localhost',
  'ada@shop.example\r\nBcc: all@shop.example',
  'ada\n@shop.example',
  'ada@shop.example\n',
  ' ada@shop.example',
  '"ada"@shop.example',
  'ada@[127.0.0.1]',
  'ada..b@shop.example',
  'ada@-shop.example',
  'ada@shop..example',
  'ada@bücher.example',
  'ada, bob@shop.example',
  `${'a'.repeat(65)}@shop.example`,
  `ada@${'a.'.repeat(125)}example`,
]

for (const text of REFUSED) {
  test(`${JSON.stringify(text)?.slice(0, 40)} is no address`, () => {
    const parsed = parseEmailAddress(text)
    assert.equal(parsed.ok, false)
  })
}

test('whatever is taken can end no header and no command', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string(), fc.string({ unit: 'binary' })), (text) => {
      const parsed = parseEmailAddress(text)
      return !parsed.ok || /^[!-~]+@[a-z0-9.-]+$/.test(parsed.value)
    }),
  )
})

test('a header text is one line', () => {
  assert.ok(isHeaderText('Größe 42 — für dich'))
  for (const text of ['', ' ', 'a\nb', 'a\rb', 'a\u2028b', 'a\u202eb', '\u0000', 'x'.repeat(201)]) {
    assert.equal(isHeaderText(text), false)
  }
})
