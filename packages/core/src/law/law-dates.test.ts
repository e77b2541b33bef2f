/** Every rule that ships begins and ends at its own instant, in the zone of its own law. */
import { strict as assert } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { NO_CONSENT } from '../consent/index.ts'
import {
  formatId,
  isInstant,
  PURPOSES,
  type Purpose,
  type Region,
  toInstant,
} from '../values/index.ts'
import { bindingLaw } from './binding-rules.ts'
import { decide } from './decide.ts'
import { createDecider } from './decider.ts'
import type { Facts } from './facts.ts'
import { parseRulePack } from './parse-rule-pack.ts'
import { Permit } from './permit.ts'
import type { Rule, RulePack } from './rule-pack.ts'

const LAWS = join(import.meta.dirname, '../../../../laws')
const packs: readonly RulePack[] = readdirSync(LAWS, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => {
    const pack = parseRulePack(JSON.parse(readFileSync(join(LAWS, file), 'utf8')))
    return pack.ok ? [pack.value] : []
  })

/** Midnight at the beginning of that day there, told by the runtime's own clock alone. */
function midnightIn(day: string, zone: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`)
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, timeZoneName: 'longOffset' })
  for (let at = noon - 36 * 3_600_000; at <= noon + 12 * 3_600_000; at += 900_000) {
    const parts = format.formatToParts(at)
    const name = (type: string) => parts.find((part) => part.type === type)?.value
    if (`${name('year')}-${name('month')}-${name('day')}` === day) return at
  }
  throw new Error(`No ${day} in ${zone}`)
}

function factsAt(at: number, purpose: Purpose, place: Region | undefined): Facts {
  return {
    at: toInstant(at),
    purpose,
    subject: undefined,
    consent: NO_CONSENT,
    consentRevision: 0,
    location: undefined,
    residence: place,
    ageBand: undefined,
    signals: { gpc: false },
    deployment: { markets: [], directedToMinors: false, platform: true },
  }
}

/** The rule alone in its pack and freed of conditions, so that its dates alone say if it binds. */
function bare(pack: RulePack, rule: Rule): RulePack {
  const { unless: _, ...rest } = rule
  const when = { ageBelow: undefined, signal: undefined, platform: undefined }
  const place = pack.scope.kind === 'regions' ? pack.scope.regions.slice(0, 1) : ['FR']
  return { ...pack, scope: { kind: 'regions', regions: place }, rules: [{ ...rest, when }] }
}

test('each rule binds from the first instant of its first day there, and not a millisecond before', () => {
  let dated = 0
  for (const pack of packs) {
    for (const rule of pack.rules) {
      for (const [day, isBefore, isAfter] of [
        [rule.from, 0, 1],
        [rule.until, 1, 0],
      ] as const) {
        if (day === undefined || day <= '1970-01-02') continue
        const alone = bare(pack, rule)
        // The place is of the pack that was read.
        const place = (alone.scope.kind === 'regions' ? alone.scope.regions[0] : 'FR') as Region
        const purpose = rule.purposes[0] ?? PURPOSES[0]
        const at = midnightIn(day, pack.zone ?? 'UTC')
        const countAt = (instant: number): number =>
          bindingLaw([alone], factsAt(instant, purpose, place)).rules.length
        assert.equal(countAt(at - 1), isBefore, `${pack.id} ${rule.id} before ${day}`)
        assert.equal(countAt(at), isAfter, `${pack.id} ${rule.id} on ${day}`)
        dated += 1
      }
    }
  }
  assert.ok(dated > 600, `${dated}`)
})

test('a decider that was asked the instant before gives the answer of the instant after', () => {
  const minor = { ageYears: 16, ageKnowledge: 'actual' } as const
  const consent = { ...NO_CONSENT, status: 'given' } as const
  const connecticut = 'US-CT' as Region // a literal of the test, known good
  const at = midnightIn('2026-07-01', 'America/New_York')
  assert.ok(isInstant(at))
  const decideAgain = createDecider(packs)
  const ask = (instant: number) =>
    decideAgain({
      ...factsAt(instant, 'cross_context_advertising', connecticut),
      ...minor,
      consent,
    }).lawOutcome
  assert.deepEqual(
    [ask(at - 1), ask(at), ask(at - 1), ask(at)],
    ['permitted', 'refused', 'permitted', 'refused'],
  )
})

test('no permit reaches across the instant at which a rule begins', () => {
  const consent = { ...NO_CONSENT, status: 'given' } as const
  const subject = formatId('sub', new Uint8Array(16))
  const connecticut = 'US-CT' as Region // a literal of the test, known good
  const at = midnightIn('2026-07-01', 'America/New_York')
  for (const ask of [createDecider(packs), (facts: Facts) => decide(facts, packs)]) {
    const facts = factsAt(at - 60_000, 'measurement', connecticut)
    const decision = ask({ ...facts, subject, consent: { ...consent, since: facts.at } })
    assert.ok(decision.outcome === 'permitted')
    assert.equal(Permit.termsOf(decision.permit).until, at)
  }
})
