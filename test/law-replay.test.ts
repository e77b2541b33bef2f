/** Decisions are taken again under the law of their time, and under today's. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RulePack } from '@equipoise/core/law'
import { parseInstant } from '@equipoise/core/values'
import { loadPacks, type ReplayParts, replayDecisions } from '@equipoise/server/modules/law'
import { anApp } from './builders/app.ts'
import { aSubject } from './builders/subject.ts'

const ALL = { at: undefined, count: 100 }

async function somebody(t: Parameters<typeof anApp>[0]) {
  const { app } = await anApp(t)
  const subject = await aSubject('ann')
    .from('US-VT')
    .aged('16_17')
    .meeting({ item: 'a' }, { item: 'b' })
    .join(app)
  const { store, now } = app
  const parts: ReplayParts = {
    store,
    now,
    packs: app.gate.packs,
    deployment: app.config.deployment,
  }
  return { parts, subject }
}

test('a decision comes out as it was recorded, and nothing differs under the same packs', async (t) => {
  const { parts, subject } = await somebody(t)
  const { replayed, broken, differing, decisions } = await replayDecisions(parts, subject, ALL)
  assert.ok(replayed >= 2)
  assert.deepEqual([broken, differing], [0, 0])
  for (const { holds, before, now, acts } of decisions) {
    assert.ok(holds && acts >= 1)
    assert.deepEqual(before, now)
  }
})

test('under other packs the difference is named, with the rule that makes it', async (t) => {
  const { parts, subject } = await somebody(t)
  const banned = loadPacks().map((pack) => (pack.id === 'us-ftc-act-5' ? withBan(pack) : pack))
  const { broken, differing, decisions } = await replayDecisions(
    { ...parts, packs: banned },
    subject,
    ALL,
  )
  assert.deepEqual([broken, differing], [0, decisions.length - 1])
  const own = decisions.find(({ purpose }) => purpose === 'site_personalization')
  assert.equal(own?.before?.outcome, 'permitted')
  assert.equal(own?.now.outcome, 'refused')
  assert.ok(own.difference.includes('outcome: permitted -> refused'))
  assert.ok(own.difference.some((one) => /^reasons: \+ prohibited .* invented_ban/.test(one)))
})

test('asked of a day to come, the law of that day answers: Vermont bans it from 2027 on', async (t) => {
  const { parts, subject } = await somebody(t)
  const at = parseInstant('2027-01-01T05:00:00Z')
  const { decisions } = await replayDecisions(parts, subject, { at, count: 100 })
  const own = decisions.find(({ purpose }) => purpose === 'site_personalization')
  assert.equal(own?.before?.lawOutcome, 'permitted')
  assert.ok(own.difference.includes('lawOutcome: permitted -> refused'), own.difference.join())
  assert.ok(own.now.reasons.some((one) => one.includes('9 V.S.A. 2449f(a)(4)')))
})

function withBan(pack: RulePack): RulePack {
  const [first] = pack.rules
  assert.ok(first)
  const ban = { ...first, id: 'invented_ban', purposes: ['site_personalization'] as const }
  return {
    ...pack,
    rules: [...pack.rules, { ...ban, effect: { kind: 'model', model: 'prohibited' } }],
  }
}
