/**
 * The packs that ship: read strictly, and decided with, on the cases that they were written for.
 */
import { strict as assert } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { NO_CONSENT, type PurposeConsent } from '../consent/index.ts'
import {
  type AgeBand,
  formatId,
  PURPOSES,
  type Purpose,
  parseInstant,
  type Region,
  toInstant,
} from '../values/index.ts'
import { type Decision, decide } from './decide.ts'
import type { Facts } from './facts.ts'
import { parseRulePack } from './parse-rule-pack.ts'
import type { RulePack } from './rule-pack.ts'

const LAWS = join(import.meta.dirname, '../../../../laws')

const packs: RulePack[] = readdirSync(LAWS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .toSorted()
  .map((file) => {
    const pack = parseRulePack(JSON.parse(readFileSync(join(LAWS, file), 'utf8')))
    assert.ok(pack.ok, `${file}: ${JSON.stringify(pack)}`)
    return pack.value
  })

const now = parseInstant('2026-11-24T12:00:00Z') ?? toInstant(0)
const given: PurposeConsent = { ...NO_CONSENT, status: 'given', since: now, separate: true }

function decideIn(place: string, purpose: Purpose, more: Partial<Facts> = {}): Decision {
  const facts: Facts = {
    at: now,
    purpose,
    subject: formatId('sub', new Uint8Array(16)),
    consent: NO_CONSENT,
    consentRevision: 1,
    location: undefined,
    residence: place === '' ? undefined : (place as Region), // a literal of the test, known good
    ageBand: undefined,
    signals: { gpc: false },
    deployment: { markets: [], directedToMinors: false, platform: false },
    ...more,
  }
  return decide(facts, packs)
}

function codesIn(decision: Decision): string[] {
  return decision.reasons.map((reason) => reason.code)
}

test('refusal is the default: nothing is permitted anywhere without consent', () => {
  for (const place of ['', 'DE', 'GB', 'US-CA', 'US-OH', 'BR', 'NO']) {
    for (const purpose of PURPOSES) {
      assert.equal(decideIn(place, purpose).outcome, 'refused', `${place} ${purpose}`)
    }
  }
})

test('consent permits, names its basis and says when it lapses', () => {
  const decision = decideIn('DE', 'site_personalization', { consent: given })
  assert.equal(decision.outcome, 'permitted')
  assert.equal(decision.outcome === 'permitted' && decision.basis, 'consent')
  assert.equal(
    decision.outcome === 'permitted' && decision.until,
    parseInstant('2027-05-24T12:00:00Z'),
  )
})

test('law is the ceiling and opt-in our default: California permits on notice, we do not', () => {
  const decision = decideIn('US-CA', 'site_personalization')
  assert.equal(decision.lawOutcome, 'permitted')
  assert.equal(decision.outcome, 'refused')
  assert.match(decision.reasons[0]?.citation ?? '', /Equipoise/)
})

test('consent of seven months ago has lapsed', () => {
  const consent = { ...given, since: parseInstant('2026-04-24T11:00:00Z') }
  assert.deepEqual(codesIn(decideIn('DE', 'site_personalization', { consent })), [
    'consent_expired',
  ])
})

test('Global Privacy Control refuses sharing everywhere, also after a yes', () => {
  for (const place of ['', 'US-CA', 'US-VA', 'FR', 'JP']) {
    for (const purpose of ['cross_context_advertising', 'sale_or_sharing'] as const) {
      const decision = decideIn(place, purpose, { consent: given, signals: { gpc: true } })
      assert.deepEqual([...new Set(codesIn(decision))], ['signal_refuses'], `${place} ${purpose}`)
    }
  }
  const own = decideIn('US-CA', 'site_personalization', { consent: given, signals: { gpc: true } })
  assert.equal(own.outcome, 'permitted')
})

test('a child in Germany needs a guardian, whose consent then counts', () => {
  const child: Partial<Facts> = { ageBand: '13_15', consent: given }
  assert.deepEqual(codesIn(decideIn('DE', 'site_personalization', child)), ['guardian_needed'])
  const guarded = { ...child, consent: { ...given, by: 'guardian' as const } }
  assert.equal(decideIn('DE', 'site_personalization', guarded).outcome, 'permitted')
})

test('a ban is not lifted by consent, and an unknown age alone never bans', () => {
  const platform = { markets: [], directedToMinors: true, platform: true }
  const consent = { ...given, by: 'guardian' as const, explicit: true }
  const ad = (ageBand: AgeBand | undefined) =>
    codesIn(decideIn('FR', 'first_party_advertising', { ageBand, consent, deployment: platform }))
  assert.deepEqual(ad('16_17'), ['prohibited'])
  assert.deepEqual(ad(undefined), ['consent_given'])
})

test('an unknown place falls under the markets, and without them under opt-in', () => {
  const deployment = { markets: ['DE' as Region], directedToMinors: false, platform: false }
  const packsOf = (decision: Decision) => decision.packs.map((name) => name.split('@')[0])
  assert.ok(packsOf(decideIn('', 'model_training', { deployment })).includes('eu-gdpr'))
  assert.ok(packsOf(decideIn('', 'model_training')).includes('elsewhere'))
})

test('a rule binds from the first instant of its day in the law’s own zone and not a millisecond before', () => {
  const political = (at: string) =>
    decideIn('FR', 'political_advertising', { at: parseInstant(at) ?? now, consent: given })
  const cites = (decision: Decision) =>
    decision.reasons.some(({ pack }) => pack.startsWith('eu-ttpa'))
  assert.ok(!cites(political('2025-10-09T21:59:59.999Z')))
  assert.ok(cites(political('2025-10-09T22:00:00Z')))
})
