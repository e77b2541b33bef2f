import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkClassification } from './data-classification.ts'

const said = (labels: Record<string, unknown>): string | undefined => {
  const checked = checkClassification(labels)
  return checked.ok ? 'honoured' : checked.issues[0]?.path
}

test('an event without labels, or with labels that hold here anyway, is taken', () => {
  assert.equal(said({}), 'honoured')
  assert.equal(said({ dataclassification: null, dataregulation: null }), 'honoured')
  assert.equal(said({ dataclassification: 'confidential' }), 'honoured')
  const labels = { dataclassification: 'internal', dataregulation: 'GDPR, CCPA' }
  assert.equal(said({ ...labels, datacategory: 'standard' }), 'honoured')
})

test('a label that asks for more than we do rejects the event', () => {
  assert.equal(said({ dataclassification: 'restricted' }), 'dataclassification')
  const level = { dataclassification: 'confidential' }
  for (const law of ['HIPAA', 'PCI-DSS', 'GDPR,HIPAA']) {
    assert.equal(said({ ...level, dataregulation: law }), 'dataregulation', law)
  }
  for (const category of ['sensitive', 'special-category', 'sensitive-pii', 'phi']) {
    assert.equal(said({ ...level, datacategory: category }), 'datacategory', category)
  }
})

test('a label that we are not sure of rejects the event', () => {
  for (const level of ['', 'Public', 'secret', 1, true, [], 'constructor']) {
    assert.equal(said({ dataclassification: level }), 'dataclassification')
  }
  const level = { dataclassification: 'public' }
  for (const law of ['', ',', 'GDPR,', 'gdpr', 7]) {
    assert.equal(said({ ...level, dataregulation: law }), 'dataregulation', String(law))
  }
})

test('a law or a category without the level that the extension requires rejects the event', () => {
  assert.equal(said({ dataregulation: 'GDPR' }), 'dataclassification')
  assert.equal(said({ datacategory: 'standard' }), 'dataclassification')
})
