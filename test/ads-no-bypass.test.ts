/**
 * No way around, through the product as it is put together: whatever people do in whatever order,
 * nothing personal is shown to somebody who does not permit it at that moment, nothing above their
 * ceiling, nothing over a cap, and nothing that they bought.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SPECIFICITY_LEVELS, type SpecificityLevel } from '@equipoise/core/channels'
import { DAY_MS, type Instant, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { App } from '@equipoise/server/app'
import { recordConsent } from '@equipoise/server/modules/consent'
import { decideSlot, NO_FILTERS } from '@equipoise/server/modules/decide'
import { makeTokens, recordImpressions } from '@equipoise/server/modules/impressions'
import { NO_SITUATION } from '@equipoise/server/modules/law'
import {
  COMMAND_LINE,
  eraseSubject,
  pauseSubject,
  resumeSubject,
  setCeiling,
} from '@equipoise/server/modules/rights'
import fc from 'fast-check'
import { anApp, type TestApp } from './builders/app.ts'
import { aSubject, meet } from './builders/subject.ts'

const ADS: readonly Purpose[] = ['site_personalization', 'first_party_advertising']
const CROWD = 60
const CAP = 3

/** What is known of one person without asking the product. */
interface Model {
  readonly externalId: string
  subject: SubjectId | undefined
  agreed: boolean
  pausedUntil: number
  ceiling: SpecificityLevel | undefined
  bought: boolean
  readonly shown: { readonly campaign: string; readonly at: number }[]
}

type Act =
  | { readonly kind: 'join' | 'withdraw' | 'agree' | 'pause' | 'resume' | 'erase' | 'buy' }
  | { readonly kind: 'ceiling'; readonly level: SpecificityLevel }
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'visit'; readonly isReported: boolean }

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('join', 'withdraw', 'agree', 'pause', 'resume', 'erase', 'buy')
      .map((kind) => ({ kind }) as Act),
  },
  fc.constantFrom(...SPECIFICITY_LEVELS).map((level) => ({ kind: 'ceiling', level }) as const),
  fc.integer({ min: 1, max: 40 }).map((hours) => ({ kind: 'wait', hours }) as const),
  {
    weight: 6,
    arbitrary: fc.boolean().map((isReported) => ({ kind: 'visit', isReported }) as const),
  },
)

test('whatever people do in whatever order, nothing is shown past a guard', async (t) => {
  const opened = await anApp(t, {
    resident: true,
    environment: { EQUIPOISE_AUDIENCE_PEOPLE_MIN: 'floor' },
  })
  await setUp(opened.app)
  let [runs, personal] = [0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 30 }), async (all) => {
      runs += 1
      const model = aModel(`someone-${runs}`)
      await join(opened.app, model)
      for (const act of all) personal += await take(opened, model, act)
    }),
    { numRuns: 40, endOnFailure: true },
  )
  assert.ok(personal > 20, 'something personal was shown at all')
})

function aModel(externalId: string): Model {
  return {
    externalId,
    subject: undefined,
    agreed: false,
    pausedUntil: 0,
    ceiling: undefined,
    bought: false,
    shown: [],
  }
}

async function setUp(app: App): Promise<void> {
  await app.catalogue.putAll(
    ['shoe', 'hat'].map((id) => ({
      id,
      title: id,
      categories: [`${id}s`],
      attributes: {},
      priceMinor: undefined,
      currency: undefined,
      available: true,
      sensitive: [],
    })),
  )
  for (let n = 0; n < CROWD; n += 1) {
    await aSubject(`crowd-${n}`)
      .giving(...ADS)
      .meeting({ item: 'shoe' })
      .join(app)
  }
  const creative = { advertiser: 'acme', kind: 'text', text: 'x', link: 'https://acme.example/' }
  const campaign = {
    advertiser: 'acme',
    currency: 'EUR',
    bidMinor: 100,
    spendLimitMinor: 1_000_000,
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: '2030-01-01T00:00:00Z',
    slots: ['side'],
    caps: [{ scope: 'campaign', per: 'week', most: CAP }],
    pacing: 'asap',
  }
  const people = { says: 'They looked', conditions: [{ attribute: 'looked_at', anyOf: ['shoes'] }] }
  await app.desk.putAll([
    { kind: 'advertisers', id: 'acme', form: { name: 'Acme' } },
    { kind: 'advertisers', id: 'tea', form: { name: 'Tea' } },
    { kind: 'slots', id: 'side', form: { currency: 'EUR', adsMax: 2, ceiling: 'close' } },
    { kind: 'audiences', id: 'lookers', form: people },
    { kind: 'creatives', id: 'shoe', form: { ...creative, title: 'Shoe', items: ['shoe'] } },
    { kind: 'creatives', id: 'any', form: { ...creative, title: 'Any' } },
    { kind: 'creatives', id: 'tea', form: { ...creative, advertiser: 'tea', title: 'Tea' } },
    {
      kind: 'campaigns',
      id: 'shoes',
      form: { ...campaign, audience: 'lookers', creatives: ['shoe'], contextualCreatives: ['any'] },
    },
    { kind: 'campaigns', id: 'tea', form: { ...campaign, advertiser: 'tea', creatives: ['tea'] } },
  ])
  for (const id of ['shoe', 'any', 'tea']) await app.desk.review(id, { decision: 'approved' })
  await app.adPeople.ready()
}

async function join(app: App, model: Model): Promise<void> {
  model.subject = await aSubject(model.externalId)
    .giving(...ADS)
    .meeting({ item: 'shoe' })
    .join(app)
  Object.assign(model, { agreed: true, pausedUntil: 0, ceiling: undefined, bought: false })
  model.shown.length = 0
}

/** @returns how many personal ads were shown. */
async function take(opened: TestApp, model: Model, act: Act): Promise<number> {
  const { app } = opened
  const { subject, externalId } = model
  // Of a yes and a no of one instant the no would count.
  opened.advance(1)
  if (act.kind === 'wait') opened.advance(act.hours * 3_600_000)
  if (act.kind === 'visit') return visit(app, model, act.isReported)
  if (subject === undefined) {
    if (act.kind === 'join') await join(app, model)
    return 0
  }
  const isPaused = app.now() < model.pausedUntil
  if (act.kind === 'withdraw' || act.kind === 'agree') {
    await say(app, externalId, act.kind === 'agree' ? 'give' : 'withdraw')
    model.agreed = act.kind === 'agree'
    // What was kept for ads is not, from a no on: after another yes caps count anew.
    if (!model.agreed) model.shown.length = 0
  } else if (act.kind === 'pause') {
    model.pausedUntil = app.now() + DAY_MS
    const until = (app.now() + DAY_MS) as Instant
    await pauseSubject(app, subject, { until, acting: COMMAND_LINE })
  } else if (act.kind === 'resume') {
    await resumeSubject(app, subject, { acting: COMMAND_LINE })
    model.pausedUntil = 0
  } else if (act.kind === 'ceiling') {
    await setCeiling(app, subject, { ceiling: act.level, acting: COMMAND_LINE })
    model.ceiling = act.level
  } else if (act.kind === 'erase') {
    await eraseSubject(app, subject, COMMAND_LINE)
    Object.assign(model, { subject: undefined, agreed: false })
  } else if (act.kind === 'buy' && !isPaused) {
    await meet(app, externalId, [{ item: 'shoe', verb: 'purchase' }])
    model.bought ||= model.agreed
  }
  return 0
}

async function say(app: App, externalId: string, action: 'give' | 'withdraw'): Promise<void> {
  const act = {
    action,
    purposes: ['first_party_advertising'],
    evidence: 'said so',
    by: 'subject',
    explicit: false,
    region: undefined,
    ageBand: undefined,
    vouched: true,
  } as const
  await recordConsent(app, { externalId }, act)
}

async function visit(app: App, model: Model, isReported: boolean): Promise<number> {
  const { items, subject, rung } = await decideSlot(
    app,
    {
      outlet: 'exact',
      who: { externalId: model.externalId },
      slot: 'side',
      count: 2,
      page: { item: undefined, categories: [] },
      filters: NO_FILTERS,
      exclude: [],
    },
    NO_SITUATION,
  )
  const now = app.now()
  const mayBePersonal = model.agreed && now >= model.pausedUntil && model.ceiling !== 'general'
  const personal = items.filter(({ specificity }) => specificity.level !== 'general')
  if (!mayBePersonal) assert.deepEqual([rung, personal], ['general', []])
  for (const { ad, specificity } of items) {
    const level = SPECIFICITY_LEVELS.indexOf(specificity.level)
    assert.ok(level <= SPECIFICITY_LEVELS.indexOf(model.ceiling ?? 'close'), 'under the ceiling')
    if (ad?.creative === 'shoe') assert.ok(!model.bought, 'never after a purchase')
    const week = model.shown.filter(
      ({ campaign, at }) => campaign === ad?.campaign && now - at < 7 * DAY_MS,
    )
    if (mayBePersonal) assert.ok(week.length < CAP, 'under the cap')
  }
  if (isReported) await report(app, model, { items, subject, rung, now })
  return personal.length
}

type Decided = Awaited<ReturnType<typeof decideSlot>>

async function report(
  app: App,
  model: Model,
  { items, subject, rung, now }: Pick<Decided, 'items' | 'subject' | 'rung'> & { now: Instant },
): Promise<void> {
  const decided = { subject, slot: 'side', decidedAt: now, rung, model: undefined }
  const told = items.map(({ id, shown, ad, price = 0 }) => ({
    item: id,
    contributions: shown,
    ...(ad && { ad: { campaign: ad.campaign, price } }),
  }))
  const reports = makeTokens(app, decided, told).map((token) => ({ token, at: now, slot: 'side' }))
  const { accepted } = await recordImpressions(app, reports, 'back end', NO_SITUATION)
  assert.equal(accepted, items.length, 'each is counted once')
  // Kept of somebody who agrees to ads, and so counted towards their caps.
  if (!model.agreed || now < model.pausedUntil) return
  for (const { ad } of items) if (ad) model.shown.push({ campaign: ad.campaign, at: now })
}
