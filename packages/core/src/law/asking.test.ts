/** When a person may be asked, under the packs that ship. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { NO_CONSENT, type PurposeConsent } from '../consent/index.ts'
import { addPeriod, DAY_MS, PURPOSES, type Region, toInstant } from '../values/index.ts'
import { type AskCode, askingFor, RENEWAL_DAYS } from './asking.ts'
import { bindingLaw } from './binding-rules.ts'
import type { Facts } from './facts.ts'
import { parseRulePack } from './parse-rule-pack.ts'
import type { RulePack } from './rule-pack.ts'

const LAWS = join(import.meta.dirname, '../../../../laws')
const SHIPPED: readonly RulePack[] = readdirSync(LAWS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const pack = parseRulePack(JSON.parse(readFileSync(join(LAWS, file), 'utf8')))
    assert.ok(pack.ok, file)
    return pack.value
  })

const SAID = toInstant(Date.parse('2026-10-01T09:00:00Z'))
const place = (text: string): Region => text as Region // literals of the test, known good
const consented = (status: PurposeConsent['status']): PurposeConsent => ({
  ...NO_CONSENT,
  status,
  since: SAID,
})

function facts(about: Partial<Facts> = {}): Facts {
  return {
    at: toInstant(SAID + DAY_MS),
    purpose: 'site_personalization',
    subject: undefined,
    consent: NO_CONSENT,
    consentRevision: 0,
    location: place('DE'),
    residence: undefined,
    ageBand: 'adult',
    signals: { gpc: false },
    deployment: { markets: [], directedToMinors: false, platform: false },
    ...about,
  }
}

function ask(about: Partial<Facts>) {
  return askingFor(facts(about), SHIPPED)
}

const refused = { consent: consented('refused') }
const isoOf = (at: number | undefined) => at && new Date(at).toISOString()

test('somebody who never answered may be asked', () => {
  const { may, code, of } = ask({})
  assert.deepEqual([may, code, of], [true, 'may_ask', 'subject'])
})

test('after a no the longest wait counts, and the law that has it is cited', () => {
  for (const [location, purpose, from, pack] of [
    ['FR', 'device_storage', '2027-04-01T09:00:00.000Z', 'eu-fr'],
    ['DE', 'site_personalization', '2027-04-01T09:00:00.000Z', 'equipoise'],
    ['US-CA', 'cross_context_advertising', '2027-10-01T09:00:00.000Z', 'us-ca-ccpa'],
  ] as const) {
    const {
      may,
      code,
      from: since,
      rules,
    } = ask({ ...refused, location: place(location), purpose })
    assert.deepEqual([may, code, isoOf(since)], [false, 'cooldown', from], location)
    assert.ok(
      rules.some((rule) => rule.pack.startsWith(`${pack}@`) && rule.citation !== ''),
      `${location}: ${JSON.stringify(rules)}`,
    )
  }
})

test('a withdrawal waits as a no does, and the wait is over at its very instant', () => {
  const consent = consented('withdrawn')
  const over = Number(ask({ consent }).from)
  assert.equal(ask({ consent, at: toInstant(over - 1) }).may, false)
  assert.deepEqual(ask({ consent, at: toInstant(over) }).code, 'may_ask')
})

test('where the law lets one ask once, a no is for ever', () => {
  const asked = ask({ ...refused, location: place('ZA'), purpose: 'email_marketing' })
  assert.deepEqual([asked.may, asked.code, asked.from], [false, 'never_again', undefined])
  assert.equal(asked.rules[0]?.citation, 'POPIA s.69(2)')
})

test('for what no consent unlocks nobody is asked', () => {
  const child = { location: place('IN'), ageBand: '13_15' } as const
  const { may, code, rules } = ask({ ...child, purpose: 'cross_context_advertising' })
  assert.deepEqual([may, code], [false, 'no_consent_route'])
  assert.ok(rules.length > 0)
})

test('against a signal nobody is asked, and is where it is no answer', () => {
  const signals = { gpc: true }
  assert.equal(ask({ signals, purpose: 'sale_or_sharing' }).code, 'signal_refuses')
  assert.equal(ask({ signals }).code, 'may_ask')
})

test('in a pause nobody is asked before it ends', () => {
  const pausedUntil = toInstant(SAID + 9 * DAY_MS)
  const { may, code, from } = ask({ pausedUntil })
  assert.deepEqual([may, code, from], [false, 'paused', pausedUntil])
})

test('of a child below the age of the law a guardian is asked', () => {
  for (const [location, ageBand, of] of [
    ['DE', '13_15', 'guardian'],
    ['DE', '16_17', 'subject'],
    ['DK', '13_15', 'guardian'],
    ['US-CA', 'under_13', 'guardian'],
  ] as const) {
    const asked = ask({ location: place(location), ageBand })
    assert.equal(asked.of, of, `${location} ${ageBand}`)
    assert.equal(asked.rules.length > 0, of === 'guardian')
  }
})

test('a yes that stands is renewed in its last days alone, and one that lapsed is asked anew', () => {
  const consent = consented('given')
  const lapse = addPeriod(SAID, 'P6M')
  const window = toInstant(lapse - RENEWAL_DAYS * DAY_MS)
  const early = ask({ consent })
  assert.deepEqual([early.may, early.code, early.from], [false, 'consent_stands', window])
  assert.equal(ask({ consent, at: window }).code, 'may_renew')
  assert.equal(ask({ consent, at: lapse }).code, 'may_ask')
})

test('a yes that does not count is asked of whoever it would count from', () => {
  const own = ask({ consent: consented('given'), ageBand: '13_15' })
  assert.deepEqual([own.may, own.code, own.of], [true, 'may_ask', 'guardian'])
})

test('nobody is ever asked before each wait that binds is over', () => {
  const places = ['FR', 'IT', 'DE', 'US-CA', 'US-NY', 'ZA', 'KR', 'GB', 'AQ'].map(place)
  const noes = fc.record({
    at: fc.integer({ min: SAID, max: SAID + 1_200 * DAY_MS }).map(toInstant),
    purpose: fc.constantFrom(...PURPOSES),
    location: fc.option(fc.constantFrom(...places), { nil: undefined }),
    residence: fc.option(fc.constantFrom(...places), { nil: undefined }),
    consent: fc.constantFrom(consented('refused'), consented('withdrawn')),
    ageBand: fc.constantFrom('adult' as const, '16_17' as const, undefined),
  })
  const asks: ReadonlySet<AskCode> = new Set(['may_ask', 'may_renew'])
  fc.assert(
    fc.property(noes, (about) => {
      const { may, code } = ask(about)
      assert.equal(may, asks.has(code))
      if (!may) return
      const { rules } = bindingLaw(SHIPPED, facts(about))
      for (const { rule } of rules) {
        const { effect } = rule
        if (effect.kind !== 'ask') continue
        assert.notEqual(effect.after, 'never')
        if (effect.after !== 'next_year_over') assert.ok(about.at >= addPeriod(SAID, effect.after))
      }
    }),
  )
})
