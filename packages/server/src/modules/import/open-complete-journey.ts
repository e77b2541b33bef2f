/** Import of The Complete Journey 2.0: a folder with its transactions and products, as TSV. */
import { join } from 'node:path'
import {
  type CompleteJourneyCatalogue,
  type CompleteJourneyProduct,
  toCatalogue,
} from './complete-journey-items.ts'
import { getSizeBytes } from './file-size.ts'
import type {
  ImportOptions,
  ImportRow,
  ImportSource,
  RejectedLine,
  RejectionCode,
} from './import-source.ts'
import { type Line, readFirstLine, readLines } from './read-lines.ts'
import { parseUnixSeconds, toInteraction, toRejected } from './to-row.ts'
import { toSource } from './to-source.ts'
import { unreadable } from './unreadable.ts'

interface Table {
  readonly file: string
  readonly columns: readonly string[]
}

const PRODUCTS: Table = {
  file: 'products.tsv',
  columns:
    'product_id manufacturer_id department brand product_category product_type package_size'.split(
      ' ',
    ),
}

const TRANSACTIONS: Table = {
  file: 'transactions_sample.tsv',
  columns:
    'household_id store_id basket_id product_id quantity sales_value retail_disc coupon_disc coupon_match_disc week transaction_timestamp'.split(
      ' ',
    ),
}

const EXPECTED = `a folder with ${TRANSACTIONS.file} and ${PRODUCTS.file}`

/** One line of the transactions: a product bought by a household in one basket. */
export interface CompleteJourneyPurchase {
  readonly kind: 'purchase'
  readonly line: number
  readonly household: string
  readonly basket: string
  readonly productId: string
  readonly quantity: number
  readonly salesValue: number
  /** Milliseconds UTC. */
  readonly at: number
}

export interface CompleteJourney extends CompleteJourneyCatalogue {
  /** Lines of the products that could not be read. */
  readonly rejectedProducts: readonly RejectedLine[]
  readonly sizeBytes: number
  purchases(
    onBytes?: (count: number) => void,
  ): AsyncIterable<CompleteJourneyPurchase | RejectedLine>
}

/**
 * Opens a folder that holds `transactions_sample.tsv` and `products.tsv`. A household is a subject,
 * a product type an item, and each type in a basket one purchase, however many lines it takes.
 *
 * @throws EquipoiseError `file_unreadable` where a file is missing or has other columns.
 */
export async function openCompleteJourney(
  path: string,
  options: ImportOptions,
): Promise<ImportSource> {
  const journey = await readCompleteJourney(path)
  return toSource({
    items: journey.items,
    rejectedItems: journey.rejectedProducts,
    sizeBytes: journey.sizeBytes,
    async *read(onBytes) {
      for await (const row of journey.purchases(onBytes)) {
        yield row.kind === 'purchase' ? toRow(row, journey.itemOf, options.now) : row
      }
    },
  })
}

/** The folder's products grouped into items, and its purchases as they are. */
export async function readCompleteJourney(path: string): Promise<CompleteJourney> {
  await checkTable(path, PRODUCTS)
  const sizeBytes = await checkTable(path, TRANSACTIONS)
  const products: CompleteJourneyProduct[] = []
  const rejectedProducts: RejectedLine[] = []
  for await (const row of readTable(path, PRODUCTS)) {
    if (row.kind === 'rejected') rejectedProducts.push(row)
    else products.push(toProduct(row.fields))
  }
  return {
    ...toCatalogue(products),
    rejectedProducts,
    sizeBytes,
    async *purchases(onBytes) {
      for await (const row of readTable(path, TRANSACTIONS, onBytes)) {
        yield row.kind === 'rejected' ? row : toPurchase(row)
      }
    },
  }
}

function toRow(
  purchase: CompleteJourneyPurchase,
  itemOf: CompleteJourneyCatalogue['itemOf'],
  now: number,
): ImportRow {
  const { line, household, basket, productId, at } = purchase
  const item = itemOf.get(productId)
  if (item === undefined) {
    const code = itemOf.has(productId) ? 'not_a_product' : 'unknown_product'
    return toRejected(TRANSACTIONS.file, line, code)
  }
  const id = `cj:${household}:${basket}:${item}`
  const row = toInteraction({ line, id, subject: household, item, verb: 'purchase', at }, now)
  return typeof row === 'string' ? toRejected(TRANSACTIONS.file, line, row) : row
}

function toProduct(fields: readonly string[]): CompleteJourneyProduct {
  const [productId = '', , department = '', , category = '', type = ''] = fields
  return { productId, department, category, type }
}

function toPurchase({ line, fields }: TableRow): CompleteJourneyPurchase | RejectedLine {
  const [household = '', , basket = '', productId = '', units, value, , , , , seconds = ''] = fields
  const at = parseUnixSeconds(seconds)
  const [quantity, salesValue] = [Number(units), Number(value)]
  const reject = (code: RejectionCode): RejectedLine => toRejected(TRANSACTIONS.file, line, code)
  if (household === '' || basket === '') return reject('missing_field')
  if (at === undefined) return reject('invalid_time')
  if (!(quantity > 0)) return reject('invalid_quantity')
  return { kind: 'purchase', line, household, basket, productId, quantity, salesValue, at }
}

interface TableRow {
  readonly kind: 'row'
  readonly line: number
  readonly fields: readonly string[]
}

async function checkTable(path: string, table: Table): Promise<number> {
  const file = join(path, table.file)
  const sizeBytes = await getSizeBytes(file, EXPECTED)
  if ((await readFirstLine(file)) !== table.columns.join('\t')) {
    throw unreadable(file, `expected the columns ${table.columns.join(', ')}`)
  }
  return sizeBytes
}

async function* readTable(
  path: string,
  table: Table,
  onBytes?: (count: number) => void,
): AsyncIterable<TableRow | RejectedLine> {
  for await (const lines of readLines(join(path, table.file), { onBytes })) {
    for (const line of lines) {
      if (line.number > 1) yield toTableRow(table, line)
    }
  }
}

function toTableRow(table: Table, line: Line): TableRow | RejectedLine {
  if ('code' in line) return toRejected(table.file, line.number, line.code)
  if (line.text === '') return toRejected(table.file, line.number, 'empty_line')
  const fields = line.text.split('\t')
  if (fields.length !== table.columns.length) {
    return toRejected(table.file, line.number, 'wrong_field_count')
  }
  return { kind: 'row', line: line.number, fields }
}
