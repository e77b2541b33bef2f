/** Imports, as a script runs them: no line is lost, and nothing comes in without proof. */
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { aFolder, done, refused, tell, townLines, writeLines } from '../builders/command-line.ts'
import type { Json } from '../builders/server.ts'
import { aTown } from '../builders/town.ts'

const EVIDENCE = ['--consent-evidence', 'a form of 2026']

test('of broken lines none is lost, and each of the first 100 is named', async (t) => {
  const folder = aFolder(t)
  const good = '{"subject":"7","item":"bread","verb":"view","at":"2026-10-01T00:00:00Z"}'
  const lines = [
    good,
    '{"subject":"7","item":"bre',
    '',
    Buffer.of(0x7b, 0xff, 0xfe, 0x7d),
    '{"subject":"7","item":"tea","verb":"stare","at":"2026-10-01T00:00:00Z"}',
    '{"subject":"7","item":"tea","verb":"view","at":"2099-10-01T00:00:00Z"}',
    '{"subject":"7","item":"tea","verb":"view","at":"some day"}',
    '{"subject":"7","item":"tea","verb":"view"}',
    '{"subject":"7","item":"tea","verb":"view","at":1,"price":3}',
    `{"subject":"${'x'.repeat(300)}","item":"tea","verb":"view","at":1}`,
    '{"subject":"7\\u0000","item":"tea","verb":"view","at":1}',
    '{"subject":"7","item":"\\ud800","verb":"view","at":1}',
    '{"subject":"7","item":"tea","verb":"view","at":1,"region":"Germany"}',
    '[1]',
    `{"subject":"${'x'.repeat(70_000)}"}`,
    good,
    '{"subject":"8","item":"tea","verb":"like","at":"2026-10-02","id":"own"}',
  ]
  const path = writeLines(join(folder, 'deeds.jsonl'), lines)
  const json = await done(['import', 'interactions', path, ...EVIDENCE], join(folder, 'data'))
  assert.deepEqual(
    [json.subjects, json.items, json.interactions, json.duplicates, json.refused, json.skipped],
    [2, 2, 2, 1, 0, 0],
  )
  assert.equal(json.rejected, lines.length - 3)
  assert.deepEqual(
    json.rejectedLines.map(({ line, code }: Json) => `${line} ${code}`),
    [
      '2 malformed_json',
      '3 empty_line',
      '4 invalid_utf8',
      '5 unknown_verb',
      '6 time_in_future',
      '7 invalid_time',
      '8 missing_field',
      '9 unknown_field',
      '10 invalid_subject_id',
      '11 invalid_subject_id',
      '12 invalid_item_id',
      '13 invalid_region',
      '14 malformed_json',
      '15 line_too_long',
    ],
  )
  assert.ok(json.seconds >= 0)
})

test('of a CSV too, and of many broken lines the first 100 are named', async (t) => {
  const folder = aFolder(t)
  const lines = [
    'subject,item,verb,at,region',
    '7,bread,view,2026-10-01T00:00:00Z,DE',
    '7,"tea, green",purchase,1759276800000,',
    '7,"tea,purchase,1759276800000,',
    '7,bread,view',
    ...Array.from({ length: 150 }, () => '8,bread,view,soon,DE'),
  ]
  const path = writeLines(join(folder, 'deeds.csv'), lines)
  const json = await done(['import', 'interactions', path, ...EVIDENCE], join(folder, 'data'))
  assert.deepEqual([json.interactions, json.rejected, json.rejectedLines.length], [2, 152, 100])
  assert.deepEqual(
    json.rejectedLines.slice(0, 3).map(({ line, code }: Json) => [line, code]),
    [
      [4, 'malformed_csv'],
      [5, 'wrong_field_count'],
      [6, 'invalid_time'],
    ],
  )
})

test('without evidence nothing is imported', async (t) => {
  const folder = aFolder(t)
  const path = writeLines(join(folder, 'deeds.jsonl'), townLines(aTown(2)))
  const words = ['import', 'interactions', path]
  for (const more of [[], ['--consent-evidence', ' ']]) {
    assert.deepEqual(await refused([...words, ...more], folder), [1, 'evidence_missing'])
  }
  assert.deepEqual(await refused(['consent', 'show', '--subject', 'p-0'], folder), [1, 'not_found'])
})

test('a second import of the same file changes nothing', async (t) => {
  const folder = aFolder(t)
  const lines = townLines(aTown(4))
  const path = writeLines(join(folder, 'deeds.jsonl'), lines)
  const words = ['import', 'interactions', path, ...EVIDENCE]
  assert.equal((await done(words, folder)).interactions, lines.length)
  const again = await done(words, folder)
  assert.deepEqual([again.interactions, again.duplicates], [0, lines.length])
})

test('those who are left out are counted, and not known afterwards', async (t) => {
  const folder = aFolder(t)
  const town = aTown(4)
  const [first, second] = town
  const path = writeLines(join(folder, 'deeds.jsonl'), townLines(town))
  const skip = ['--skip-subject', 'p-0', '--skip-subject', 'p-1']
  const json = await done(['import', 'interactions', path, ...EVIDENCE, ...skip], folder)
  assert.equal(json.subjects, 2)
  assert.equal(json.skipped, (first?.deeds.length ?? 0) + (second?.deeds.length ?? 0))
  const rows = townLines(town).length
  assert.equal(json.interactions + json.skipped + json.refused + json.rejected, rows)
  assert.deepEqual(await refused(['export', '--subject', 'p-0'], folder), [1, 'not_found'])
})

test('a no that is there already speaks louder than the evidence', async (t) => {
  const folder = aFolder(t)
  const town = aTown(3)
  const path = writeLines(join(folder, 'deeds.jsonl'), townLines(town))
  const both = ['--purpose', 'site_personalization,model_training']
  await done(['consent', 'refuse', '--subject', 'p-0', ...both], folder)
  const json = await done(['import', 'interactions', path, ...EVIDENCE], folder)
  assert.deepEqual([json.subjects, json.refused], [2, town[0]?.deeds.length])
  const { state } = await done(['consent', 'show', '--subject', 'p-0'], folder)
  assert.deepEqual([state.site_personalization, state.model_training], ['refused', 'refused'])
  const exported = await done(['export', '--subject', 'p-0'], folder)
  assert.deepEqual(exported.interactions, [])
})

test('evidence gives two purposes, dated at the import, and no more', async (t) => {
  const folder = aFolder(t)
  const path = writeLines(join(folder, 'deeds.jsonl'), townLines(aTown(1)))
  const before = new Date().toISOString()
  await done(['import', 'interactions', path, ...EVIDENCE, '--region', 'FR'], folder)
  const { consent, subject } = await done(['export', '--subject', 'p-0'], folder)
  const [record, ...more] = consent.records
  assert.deepEqual(more, [])
  assert.deepEqual(record.purposes, ['site_personalization', 'model_training'])
  assert.equal(record.evidence, 'a form of 2026')
  assert.ok(record.at >= before)
  assert.equal(subject.region, 'FR')
})

test('a folder of MovieLens: each rating is a play, four stars also a like', async (t) => {
  const folder = aFolder(t)
  mkdirSync(join(folder, 'ml'))
  const ratings = ['7\t1\t5\t880000000', '7\t2\t3\t880000001', '8\t1\t4\t880000002', '8\t1']
  writeLines(join(folder, 'ml/u.data'), ratings)
  const data = join(folder, 'data')
  const json = await done(['import', 'movielens', join(folder, 'ml'), ...EVIDENCE], data)
  assert.deepEqual([json.subjects, json.items, json.interactions, json.rejected], [2, 2, 5, 1])
  const exported = await done(['export', '--subject', '7'], data)
  assert.deepEqual(exported.interactions.map(({ item, verb }: Json) => `${item} ${verb}`).sort(), [
    '1 like',
    '1 play',
    '2 play',
  ])
})

test('a folder of The Complete Journey: each product type in a basket is a purchase', async (t) => {
  const folder = aFolder(t)
  writeLines(join(folder, 'products.tsv'), [
    'product_id manufacturer_id department brand product_category product_type package_size'.replaceAll(
      ' ',
      '\t',
    ),
    '1\t2\tGROCERY\tNational\tEGGS\tEGGS - LARGE\t1 DZ',
  ])
  writeLines(join(folder, 'transactions_sample.tsv'), [
    'household_id store_id basket_id product_id quantity sales_value retail_disc coupon_disc coupon_match_disc week transaction_timestamp'.replaceAll(
      ' ',
      '\t',
    ),
    '7\t309\t88\t1\t1\t3.86\t0\t0\t0\t5\t1485630413',
    '7\t309\t88\t1\t1\t3.86\t0\t0\t0\t5\tsoon',
  ])
  const json = await done(['import', 'complete-journey', folder, ...EVIDENCE], join(folder, 'data'))
  assert.deepEqual([json.subjects, json.interactions, json.rejected], [1, 1, 1])
})

test('a file that cannot be read is said to be so, and nothing is imported', async (t) => {
  const folder = aFolder(t)
  const other = writeLines(join(folder, 'deeds.txt'), [])
  const headless = writeLines(join(folder, 'deeds.csv'), ['who,what', '7,bread'])
  for (const words of [
    ['interactions', join(folder, 'none.jsonl')],
    ['interactions', other],
    ['interactions', headless],
    ['interactions', folder],
    ['movielens', folder],
    ['complete-journey', folder],
  ]) {
    const outcome = await refused(['import', ...words, ...EVIDENCE], folder)
    assert.deepEqual(outcome, [1, 'file_unreadable'], words.join(' '))
  }
})

test('an import without a file is a mistake in the call', async (t) => {
  const folder = aFolder(t)
  assert.deepEqual(await refused(['import', 'interactions', ...EVIDENCE], folder), [2, 'usage'])
  assert.deepEqual(await refused(['import', 'letters', 'x'], folder), [2, 'usage'])
  const region = ['import', 'interactions', 'x.csv', ...EVIDENCE, '--region', 'Germany']
  const { status } = await tell(region, folder)
  assert.equal(status, 1, 'the file comes first')
})

test('more people than transactions may wait are imported, and each one counts', async (t) => {
  const folder = aFolder(t)
  const people = Array.from({ length: 10_500 }, (_, index) => `p${index},bread,view,2026-10-01`)
  const path = writeLines(join(folder, 'many.csv'), ['subject,item,verb,at', ...people])
  const json = await done(['import', 'interactions', path, ...EVIDENCE], join(folder, 'data'))
  assert.deepEqual([json.subjects, json.interactions, json.refused], [10_500, 10_500, 0])
})

test('items come from CSV and from JSON lines, and bad lines are named', async (t) => {
  const folder = aFolder(t)
  const data = join(folder, 'data')
  const csv = writeLines(join(folder, 'items.csv'), [
    'id,title,categories,priceMinor,currency',
    'boot,"Boot, brown",Walking|Shoes,14900,EUR',
    'sock,,,,',
    'too,few',
    'jar,Jar,Glass,cheap,EUR',
    '',
  ])
  const listed = await done(['import', 'items', csv], data)
  assert.deepEqual([listed.items, listed.rejected], [2, 2])
  const lines = listed.rejections.map(({ line, code }: Json) => `${line} ${code}`)
  assert.deepEqual(lines, ['4 not_an_object', '5 invalid_field'])
  const jsonl = writeLines(join(folder, 'items.jsonl'), ['{"id":"tea","categories":["Hot"]}', '{'])
  const more = await done(['import', 'items', jsonl], data)
  assert.deepEqual([more.items, more.rejections[0].code], [1, 'malformed_json'])
  const other = writeLines(join(folder, 'other.csv'), ['sku,name'])
  assert.deepEqual(await refused(['import', 'items', other], data), [1, 'file_unreadable'])
})
