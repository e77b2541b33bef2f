import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namePlace, nameProductType } from './complete-journey-names.ts'

test('abbreviations are written out and capitals lowered', () => {
  assert.equal(namePlace('FRZN ICE'), 'Frozen Ice')
  assert.equal(namePlace('SALD DRSNG/SNDWCH SPRD'), 'Salad Dressing and Sandwich Spreads')
  assert.equal(
    namePlace('CONVENIENT BRKFST/WHLSM SNACKS'),
    'Convenient Breakfast and Wholesome Snacks',
  )
})

test('parentheses go, also where the source has cut them off', () => {
  assert.equal(nameProductType('GRAPE JUICE (OVER 50% JUICE)', 'CANNED JUICES'), 'Grape Juice')
  assert.equal(nameProductType('GRAPE JUICE (50% AND UNDER JCE', 'CANNED JUICES'), 'Grape Juice')
})

test('what comes after a colon or a dash goes before', () => {
  assert.equal(nameProductType('CHILI: CANNED', 'MEAT - SHELF STABLE'), 'Canned Chili')
  assert.equal(nameProductType('POPCORN - MICROWAVE', 'POPCORN'), 'Microwave Popcorn')
})

test('types that differ by pack alone share a name', () => {
  assert.equal(nameProductType('EGGS - LARGE', 'EGGS'), nameProductType('EGGS - MEDIUM', 'EGGS'))
})

test('a type that is only a grade is named with its category', () => {
  assert.equal(nameProductType('TRADITIONAL', 'BACON'), 'Bacon')
  assert.equal(nameProductType('SEASONAL', 'DOMESTIC GOODS'), 'Seasonal Domestic Goods')
})

test('a possessive that lost its apostrophe gets it back', () => {
  assert.equal(nameProductType('CHILDREN S ACTIVITY', 'SCHOOL'), "Children's Activity")
})
