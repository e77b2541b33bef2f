/** The records are made of what is there: each setting, key, notice and statement shows in them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VERBS_OF_PURPOSE } from '@equipoise/core/consent'
import { PURPOSES, type Region, toInstant } from '@equipoise/core/values'

import fc from 'fast-check'
import { loadPacks } from '../law/index.ts'
import { USES } from './activities.ts'
import { RISKS } from './assessed-risks.ts'
import { formatMarkdown } from './format-markdown.ts'
import { formatPage } from './format-page.ts'
import { HOLDINGS, listHoldings } from './holdings.ts'
import { impactAssessment } from './impact-assessment.ts'
import { listMeasures } from './measures.ts'
import { privacyLabel } from './privacy-label.ts'
import { processingRecord } from './processing-record.ts'
import { recipientList } from './recipients.ts'
import { retentionSchedule } from './retention.ts'
import { parseStatements, type Statements } from './statements.ts'
import { untoldOf } from './survey.ts'
import type { Terms } from './terms.ts'

const packs = loadPacks()

function terms(change: Partial<Terms> = {}): Terms {
  return {
    at: toInstant(Date.parse('2026-11-28T12:00:00Z')),
    packs,
    deployment: { markets: [], directedToMinors: false, platform: true },
    markets: ['FR', 'US-CA'] as Region[],
    relaxations: [],
    keys: [],
    asked: new Set(),
    connections: [],
    untold: [],
    empty: new Set(),
    statements: {},
    supportPeopleMin: 100,
    directory: { path: '/none' },
    config: {
      host: '127.0.0.1',
      http: { trustedProxies: [] },
      recommend: { modelClearanceSeconds: 7 },
      email: { smtp: null, from: undefined },
      banner: { purposes: [], controller: undefined, recipients: '', privacyUrl: undefined },
      secrets: { rootKey: new Uint8Array(32) },
    },
    ...change,
  }
}

const JUDGED = { likelihood: 'low', severity: 'medium' } as const
const WHOLE: Statements = {
  controller: { name: 'Shop Ltd', address: 'High Street', contact: 'a@shop.example' },
  jointControllers: [],
  representative: { name: 'Rep' },
  officer: { name: 'Officer', contact: 'dpo@shop.example' },
  processors: [{ name: 'Host', does: 'runs the machine', country: 'DE' }],
  measures: ['The room is locked'],
  assessment: {
    context: 'A grocer',
    necessity: 'Less would not do',
    officerAdvice: 'Go on',
    viewsOfPeople: 'Ten were asked',
    residualRisk: 'Low',
    decision: 'Yes, by the board',
    reviewOn: '2027-11-28',
    risks: Object.fromEntries(RISKS.map(({ id }) => [id, JUDGED])),
  },
}

test('a purpose that keeps anything is an activity, and one that nothing serves is told as idle', () => {
  for (const purpose of PURPOSES) {
    if (VERBS_OF_PURPOSE[purpose] !== undefined) assert.ok(USES[purpose].includes('interactions'))
  }
  const { activities, idle } = processingRecord(terms({ asked: new Set(['sms_marketing']) }))
  const served = PURPOSES.filter((purpose) => USES[purpose].length > 0)
  assert.deepEqual(
    activities.map(({ id }) => id),
    [...served, 'proof', 'rights', 'security'],
  )
  assert.deepEqual(
    idle.filter(({ asked }) => asked).map(({ purpose }) => purpose),
    ['sms_marketing'],
  )
  assert.equal(served.length + idle.length, PURPOSES.length)
})

test('an activity says what the law of each market asks, with citations and how far verified', () => {
  const { activities } = processingRecord(terms())
  const site = activities.find(({ id }) => id === 'site_personalization')
  assert.deepEqual(
    site?.law.map(({ place, needs }) => [place, needs]),
    [
      ['FR', 'until_no'],
      ['US-CA', 'told'],
    ],
  )
  for (const { citations, certainty } of site?.law ?? []) {
    assert.ok(citations.length > 0)
    assert.ok(['verified', 'advisory', 'unknown'].includes(certainty))
  }
  assert.match(site?.basis ?? '', /Art\. 6\(1\)\(a\)/)
})

test('what was relaxed after an assessment shows in the basis, and in the first sentence of the label', () => {
  const relaxed = {
    purpose: 'site_personalization',
    places: ['US-CA'] as Region[],
    at: '2026-11-01T00:00:00.000Z',
    assessment: '',
    digest: 'ab'.repeat(32),
    leaf: 1,
    secret: '',
  } as const
  const changed = terms({ relaxations: [relaxed] })
  const { activities } = processingRecord(changed)
  const site = activities.find(({ id }) => id === 'site_personalization')
  assert.match(site?.basis ?? '', /US-CA what the law asks, by the assessment of 2026-11-01/)
  const [first] = privacyLabel(changed).short
  assert.match(first?.says ?? '', /Except: Site personalization in US-CA/)
  assert.ok(impactAssessment(changed).open.some(({ field }) => /legitimateInterest/.test(field)))
})

test('what only people can tell stands open by name, until it is told', () => {
  const bare = impactAssessment(terms())
  assert.equal(bare.status, 'draft')
  const fields = bare.open.map(({ field }) => field)
  for (const field of ['controller', 'officer', 'processors', 'assessment.decision']) {
    assert.ok(fields.includes(field), field)
  }
  for (const { id } of RISKS) assert.ok(fields.includes(`assessment.risks.${id}`), id)
  for (const { says, citation } of bare.open) assert.ok(says !== '' && citation !== '')
  const whole = impactAssessment(terms({ statements: WHOLE }))
  assert.deepEqual(whole.open, [])
  assert.equal(whole.status, 'complete')
  assert.ok(whole.risks.every(({ judged }) => judged !== null))
})

test('one answer less is a draft again', () => {
  for (const name of ['controller', 'officer', 'processors', 'measures'] as const) {
    const { [name]: _, ...rest } = WHOLE
    assert.equal(impactAssessment(terms({ statements: rest })).status, 'draft', name)
  }
  const { decision: _, ...undecided } = WHOLE.assessment ?? {}
  const statements = { ...WHOLE, assessment: undecided }
  assert.equal(impactAssessment(terms({ statements })).status, 'draft')
})

test('every kind of data says when it ends, and a yes lapses by our rule and by that of a market', () => {
  const { schedule, lapses } = retentionSchedule(terms())
  for (const { ends, title } of schedule) {
    assert.ok(ends.length > 0, title)
    for (const { says } of ends) assert.match(says, /^[A-Z].{10,}$/)
  }
  assert.deepEqual(
    lapses.filter(({ place }) => place === '*').map(({ period }) => period),
    ['P6M'],
  )
  assert.ok(lapses.some(({ place, advisory }) => place === 'FR' && advisory))
  assert.ok(!retentionSchedule(terms({ markets: [] })).lapses.some(({ place }) => place === 'FR'))
})

test('a setting that protects less is named as such', () => {
  const weak = (change: Partial<Terms>) =>
    listMeasures(terms(change)).flatMap(({ id, weak: says }) => (says === null ? [] : [id]))
  assert.deepEqual(weak({}), [])
  const { config } = terms()
  assert.deepEqual(weak({ config: { ...config, secrets: { rootKey: undefined } } }), ['encryption'])
  assert.deepEqual(weak({ config: { ...config, host: '0.0.0.0' } }), ['transport'])
})

test('who works for the business, and where the server connects, are recipients and stand in the label', () => {
  const connection = { to: 'mail.example:587', says: 'Sends mail', sends: ['the address'] }
  const changed = terms({ statements: WHOLE, connections: [connection] })
  const names = recipientList(changed).recipients.map(({ name }) => name)
  assert.ok(names.includes('Host') && names.includes('mail.example:587'))
  const { connectsTo, short, recipients } = privacyLabel(changed)
  assert.deepEqual(connectsTo, [connection])
  assert.ok(short.some(({ code, says }) => code === 'connects' && says.includes('mail.example')))
  assert.ok(recipients.some(({ name, country }) => name === 'Host' && country === 'DE'))
  assert.ok(!JSON.stringify(recipients).includes('administrator'))
})

test('a place that no holding tells of is untold, and a column in a place that one does', () => {
  const [place = '', columns = {}] = Object.entries(HOLDINGS.identity.places)[0] ?? []
  const tables = [
    { place, columns: [...Object.keys(columns), 'shoe_size'], empty: true },
    { place: 'equipoise.db/friends', columns: ['name'], empty: true },
  ]
  const files = ['model/a.sealed', 'keys/root.key', 'equipoise.db-wal', 'faces.bin']
  assert.deepEqual(untoldOf({ tables, files }), [
    `${place}.shoe_size`,
    'equipoise.db/friends',
    'faces.bin',
  ])
})

test('each place is told of once', () => {
  const places = listHoldings().flatMap(({ places: of }) => Object.keys(of))
  assert.equal(new Set(places).size, places.length)
})

const BAD: readonly (readonly [what: string, json: unknown, code: string])[] = [
  ['that is a list', [], 'statement_invalid'],
  ['with a field that nobody knows', { ceo: 'me' }, 'statement_invalid'],
  ['with an empty name', { controller: { name: '' } }, 'statement_invalid'],
  ['with a name too long', { controller: { name: 'x'.repeat(501) } }, 'statement_invalid'],
  [
    'with too many processors',
    { processors: Array(51).fill({ name: 'a', does: 'b', country: 'DE' }) },
    'statement_invalid',
  ],
  [
    'with a country that is none',
    { processors: [{ name: 'a', does: 'b', country: 'QQ' }] },
    'country_unknown',
  ],
  [
    'with a likelihood that is none',
    { assessment: { risks: { minors: { likelihood: 'some', severity: 'low' } } } },
    'statement_invalid',
  ],
]
for (const [what, json, code] of BAD) {
  test(`a file of statements ${what} is refused`, () => {
    const read = parseStatements(json)
    assert.ok(!read.ok)
    assert.equal(read.issues[0]?.code, code)
  })
}

test('whatever is told stays text, in Markdown and on the page', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (told) => {
      const document = {
        title: told,
        lead: '',
        blocks: [{ kind: 'table', head: ['a'], rows: [[told], [`<script>${told}`]] } as const],
      }
      const html = formatPage(document, { style: '' })
      assert.doesNotMatch(html, /<script/)
      assert.equal(html.match(/<td/g)?.length, 2)
      const rows = formatMarkdown(document)
        .split('\n')
        .filter((line) => line.startsWith('| '))
      assert.equal(rows.length, 4)
      for (const row of rows) assert.equal(row.replaceAll(/\\\\|\\\|/g, '').match(/\|/g)?.length, 2)
    }),
  )
})
