/** No cell of the table of laws is permitted by default. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PURPOSES, type Region, startOfDate, toInstant } from '@equipoise/core/values'
import { COVERED_AGES, coverLaws, coverPlace, loadPacks } from './index.ts'

const packs = loadPacks()
const day = startOfDate('2026-11-25') ?? toInstant(0)
const NO_ACT = 'US-OH' as Region // a literal of the test, known good
const ONTARIO = 'CA-ON' as Region // the same
const NO_PACK = 'AQ' as Region // the same
const named = packs.flatMap(({ scope }) => (scope.kind === 'regions' ? scope.regions : []))
// Each is of a pack that was read, or of the two above.
const places = [...new Set([...named, NO_ACT, NO_PACK])] as Region[]

test('a cell that no verified law fills asks for a yes at least', () => {
  for (const place of places) {
    for (const { purpose, band, needs, certainty } of coverPlace(packs, place, day)) {
      if (certainty !== 'unknown') continue
      assert.ok(needs !== 'told' && needs !== 'until_no', `${place} ${purpose} ${band}: ${needs}`)
    }
  }
})

test('a cell that needs no yes rests on a law that says so, with its citation', () => {
  for (const place of places) {
    for (const { purpose, band, needs, reasons } of coverPlace(packs, place, day)) {
      assert.ok(reasons.length > 0, `${place} ${purpose} ${band}`)
      if (needs !== 'told' && needs !== 'until_no') continue
      const { pack = '', citation = '' } = reasons.find(({ advisory }) => !advisory) ?? {}
      assert.notEqual(citation, '', `${place} ${purpose} ${band} ${pack}`)
      assert.ok(!/^(elsewhere|equipoise)@/.test(pack), `${place} ${purpose} ${band} ${pack}`)
    }
  }
})

test('without any pack nothing is permitted, whatever was agreed', () => {
  for (const { needs } of coverPlace([], NO_ACT, day)) assert.equal(needs, 'never')
})

test('a law that says nothing of a purpose leaves it to our default', () => {
  const casl = packs.filter(({ id, scope }) => id === 'ca-casl' || scope.kind === 'elsewhere')
  const own = coverPlace(casl, ONTARIO, day).filter(
    ({ purpose, band }) => purpose === 'site_personalization' && band === 'adult',
  )
  assert.deepEqual(
    own.map(({ needs, certainty }) => [needs, certainty]),
    [['yes', 'unknown']],
  )
})

test('every law has a row of all purposes and ages, and verified rules are counted', () => {
  const rows = coverLaws(packs, day)
  assert.ok(rows.length >= 89)
  for (const { pack, cells, verified, advisory, rules } of rows) {
    assert.equal(verified + advisory, rules, pack)
    for (const purpose of PURPOSES) assert.equal(cells[purpose].length, COVERED_AGES.length, pack)
  }
})
