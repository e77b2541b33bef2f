import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ImportRow } from './import-source.ts'
import { openCompleteJourney } from './open-complete-journey.ts'

const now = Date.parse('2026-01-01T00:00:00Z')

const PRODUCTS = [
  'product_id\tmanufacturer_id\tdepartment\tbrand\tproduct_category\tproduct_type\tpackage_size',
  '1\t2\tGROCERY\tNational\tEGGS\tEGGS - LARGE\t1 DZ',
  '2\t2\tGROCERY\tNational\tEGGS\tEGGS - X-LARGE\t1 DZ',
  '3\t2\tDRUG GM\tNational\tCOLD AND FLU\tCOLD AND FLU - DXM\t',
  '4\t2\tGROCERY\tPrivate\tBEERS/ALES\t\t',
  '5\t2\tCOUPON\tNational\tCOUPONS/STORE & MFG\tCOUPONS/STORE & MFG\t',
]

const PURCHASES_HEADER =
  'household_id\tstore_id\tbasket_id\tproduct_id\tquantity\tsales_value\tretail_disc\tcoupon_disc\tcoupon_match_disc\tweek\ttransaction_timestamp'

function purchase(product: string, change: { quantity?: string; at?: string } = {}): string {
  const { quantity = '1', at = '1485630413' } = change
  return `7\t309\t88\t${product}\t${quantity}\t3.86\t0\t0\t0\t5\t${at}`
}

function folderWith(purchases: readonly string[], header: string = PURCHASES_HEADER): string {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-journey-'))
  writeFileSync(join(folder, 'products.tsv'), `${PRODUCTS.join('\n')}\n`)
  writeFileSync(join(folder, 'transactions_sample.tsv'), `${[header, ...purchases].join('\n')}\n`)
  return folder
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const row of rows) collected.push(row)
  return collected
}

async function rowsOf(purchases: readonly string[]): Promise<ImportRow[]> {
  const source = await openCompleteJourney(folderWith(purchases), { now })
  return collect(source.rows())
}

test('a line is a purchase of its product type', async () => {
  assert.deepEqual(await rowsOf([purchase('1')]), [
    {
      kind: 'interaction',
      line: 2,
      subject: '7',
      item: 'eggs',
      verb: 'purchase',
      at: 1_485_630_413_000,
      region: undefined,
      id: 'cj:7:88:eggs',
    },
  ])
})

test('two products of one type in one basket are one purchase', async () => {
  const rows = await rowsOf([purchase('1'), purchase('2')])
  const ids = rows.map((row) => row.kind === 'interaction' && row.id)
  assert.deepEqual(ids, ['cj:7:88:eggs', 'cj:7:88:eggs'])
})

test('a line that is no purchase is rejected with why', async () => {
  const rows = await rowsOf([
    purchase('5'),
    purchase('99'),
    purchase('1', { quantity: '0' }),
    purchase('1', { at: 'x' }),
    purchase('1', { at: '9999999999' }),
    '7\t309',
  ])
  assert.deepEqual(
    rows.map((row) => row.kind === 'rejected' && row.code),
    [
      'not_a_product',
      'unknown_product',
      'invalid_quantity',
      'invalid_time',
      'time_in_future',
      'wrong_field_count',
    ],
  )
})

test('items have readable names, categories and what is sensitive about them', async () => {
  const { items } = await openCompleteJourney(folderWith([]), { now })
  assert.deepEqual(
    items.map((item) => [item.id, item.title, item.categories, item.sensitive]),
    [
      ['beers-and-ales', 'Beers and Ales', ['Beers and Ales', 'Grocery'], ['alcohol']],
      [
        'cold-and-flu-remedies',
        'Cold and Flu Remedies',
        ['Cold and Flu', 'Drugstore and General Merchandise'],
        ['health'],
      ],
      ['eggs', 'Eggs', ['Eggs', 'Grocery'], []],
    ],
  )
})

test('a missing file and other columns are refused at once', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'equipoise-journey-'))
  await assert.rejects(openCompleteJourney(empty, { now }), /transactions_sample\.tsv and products/)
  const other = folderWith([], 'household\titem')
  await assert.rejects(openCompleteJourney(other, { now }), /expected the columns household_id/)
})
