/**
 * Makes packages/server/demo from The Complete Journey 2.0 (CC0): `node -C @equipoise/source
 * tools/make-demo-data.ts [SOURCE]`. Running it again gives the same bytes: what is invented
 * (consent, regions, ages, names) is a function of the household's number.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DEMO_CASES, DEMO_FILES, type DemoCase } from '@equipoise/server/modules/demo'
import { type ImportedItem, readCompleteJourney } from '@equipoise/server/modules/import'

const ROOT = resolve(import.meta.dirname, '..')
const TARGET = join(ROOT, 'packages/server/demo')
const SIZE_BYTES_MAX = 3_000_000

/** Invented shares in percent; each list sums to 100. */
const CASE_PERCENT: Readonly<Record<DemoCase, number>> = {
  all_given: 70,
  personalization_only: 10,
  refused: 7,
  withdrawn: 5,
  never_asked: 5,
  under_16: 3,
}
const REGION_PERCENT: Readonly<Record<string, number>> = {
  'US-CA': 30,
  DE: 9,
  FR: 8,
  ES: 7,
  IE: 6,
  GB: 15,
  'US-OH': 13,
  BR: 7,
  JP: 5,
}
/** Where 13 to 15 is too young in any case: the age of consent is 16 there (GDPR Art. 8). */
const UNDER_16_PERCENT: Readonly<Record<string, number>> = { DE: 60, IE: 40 }

interface Household {
  readonly number: string
  readonly case: DemoCase
  readonly region: string
  /** Unix seconds → items. */
  readonly baskets: Map<string, Set<string>>
}

interface PersonaWish {
  readonly name: string
  readonly case: DemoCase
  readonly region: string
  readonly story: string
  /** A sensitive tag that many of their purchases carry. */
  readonly tag?: string
}

const PERSONAS: readonly PersonaWish[] = [
  {
    name: 'Maya',
    case: 'all_given',
    region: 'US-CA',
    story: 'Maya in California agreed to everything and gets suggestions with their reasons.',
  },
  {
    name: 'Jonas',
    case: 'all_given',
    region: 'DE',
    tag: 'family',
    story:
      'Jonas in Germany agreed to everything, and some of what he buys says something private.',
  },
  {
    name: 'Priya',
    case: 'personalization_only',
    region: 'GB',
    story: 'Priya in Britain wants suggestions but does not want to help train the model.',
  },
  {
    name: 'Luis',
    case: 'refused',
    region: 'ES',
    story: 'Luis in Spain said no, so nothing is kept and he sees what is popular.',
  },
  {
    name: 'Chloe',
    case: 'withdrawn',
    region: 'FR',
    story: 'Chloe in France agreed once and later changed her mind.',
  },
  {
    name: 'Aoife',
    case: 'never_asked',
    region: 'IE',
    story: 'Aoife in Ireland has not been asked yet, and silence is a no.',
  },
  {
    name: 'Lena',
    case: 'under_16',
    region: 'DE',
    story: 'Lena in Germany is under 16 and said yes herself, which the law does not accept.',
  },
  {
    name: 'Marcus',
    case: 'all_given',
    region: 'US-OH',
    story: 'Marcus in Ohio agreed to everything under a law that asks for less than ours.',
  },
]
const PERSONA_INTERACTIONS = 45
const PERSONA_INTERACTIONS_MIN = 30

const sizes = new Map<string, number>()
const source = resolve(process.argv[2] ?? join(ROOT, '../shared/data/complete-journey'))
const journey = await readCompleteJourney(source)
const { households, unitPrices } = await readHouseholds()
const sensitiveOf = new Map(journey.items.map((item) => [item.id, item.sensitive]))
const catalogue = selectItems(journey.items)

mkdirSync(TARGET, { recursive: true })
write(DEMO_FILES.items, toLines(catalogue.map(toItemRecord)))
write(DEMO_FILES.subjects, toLines(households.map(toSubjectRecord)))
write(DEMO_FILES.interactions, households.flatMap(toBasketLines).join(''))
write(DEMO_FILES.personas, `${JSON.stringify(PERSONAS.map(choosePersona), null, 2)}\n`)
write('README.md', toReadme())
report()

async function readHouseholds(): Promise<{
  households: Household[]
  unitPrices: Map<string, number[]>
}> {
  const byNumber = new Map<string, Household>()
  const prices = new Map<string, number[]>()
  for await (const row of journey.purchases()) {
    const item = row.kind === 'purchase' ? journey.itemOf.get(row.productId) : undefined
    if (row.kind !== 'purchase' || item === undefined) continue
    const household = byNumber.get(row.household) ?? toHousehold(row.household)
    byNumber.set(row.household, household)
    const basket = String(row.at / 1000)
    household.baskets.set(basket, (household.baskets.get(basket) ?? new Set()).add(item))
    prices.set(item, [...(prices.get(item) ?? []), row.salesValue / row.quantity])
  }
  const ordered = [...byNumber.values()].sort((a, b) => Number(a.number) - Number(b.number))
  return { households: ordered, unitPrices: prices }
}

function toHousehold(number: string): Household {
  const demoCase = pick('case', number, CASE_PERCENT)
  const regions = demoCase === 'under_16' ? UNDER_16_PERCENT : REGION_PERCENT
  return { number, case: demoCase, region: pick('region', number, regions), baskets: new Map() }
}

/** The same choice for the same household, always: its hash falls into one share of 100. */
function pick<Name extends string>(
  topic: string,
  number: string,
  percents: Readonly<Record<Name, number>>,
): Name {
  const hash = createHash('sha256').update(`equipoise-demo:${topic}:${number}`).digest()
  let left = (hash.readUInt32BE(0) / 2 ** 32) * 100
  for (const name in percents) {
    left -= percents[name]
    if (left < 0) return name
  }
  throw new Error(`Cannot pick a ${topic}: expected shares that sum to 100`)
}

/** What was sold, and what is not but has products enough to be more than a slip in the source. */
function selectItems(items: readonly ImportedItem[]): readonly ImportedItem[] {
  const products = new Map<string | undefined, number>()
  for (const item of journey.itemOf.values()) products.set(item, (products.get(item) ?? 0) + 1)
  return items.filter(({ id }) => unitPrices.has(id) || (products.get(id) ?? 0) > 1)
}

function toItemRecord(item: ImportedItem): Readonly<Record<string, unknown>> {
  const { id, title, categories, attributes, sensitive } = item
  const amountMinor = toMedianMinor(unitPrices.get(id) ?? [])
  return {
    id,
    title,
    categories,
    ...attributes,
    ...(amountMinor > 0 && { amountMinor }),
    ...(sensitive.length > 0 && { sensitive }),
  }
}

function toMedianMinor(prices: readonly number[]): number {
  const ordered = [...prices].sort((a, b) => a - b)
  return Math.round((ordered[Math.floor(ordered.length / 2)] ?? 0) * 100)
}

function toSubjectRecord(household: Household): Readonly<Record<string, unknown>> {
  const isChild = household.case === 'under_16'
  return {
    externalId: toExternalId(household),
    region: household.region,
    ...(isChild && { ageBand: '13_15' }),
    case: household.case,
  }
}

function toExternalId(household: Household): string {
  return `household-${household.number}`
}

function toBasketLines(household: Household): string[] {
  const baskets = [...household.baskets].sort(([a], [b]) => Number(a) - Number(b))
  return baskets.map(
    ([seconds, items]) => `${household.number}\t${seconds}\t${[...items].sort().join(' ')}\n`,
  )
}

/** The household whose amount of purchases shows the case best, the lowest number first. */
function choosePersona(wish: PersonaWish): Readonly<Record<string, string>> {
  const fitting = households.filter(
    (household) =>
      household.case === wish.case &&
      household.region === wish.region &&
      countInteractions(household) >= PERSONA_INTERACTIONS_MIN,
  )
  const [chosen] = fitting.sort((a, b) => fitness(a, wish) - fitness(b, wish))
  if (!chosen) throw new Error(`Cannot choose ${wish.name}: expected a household that fits`)
  return { externalId: toExternalId(chosen), name: wish.name, story: wish.story, case: wish.case }
}

/** Smaller is better. Without a wished tag, somebody whose purchases say nothing private. */
function fitness(household: Household, wish: PersonaWish): number {
  const bought = [...household.baskets.values()].flatMap((items) => [...items])
  const sensitive = bought.flatMap((item) => sensitiveOf.get(item) ?? [])
  const distance = Math.abs(bought.length - PERSONA_INTERACTIONS)
  if (wish.tag === undefined) return distance + 10 * sensitive.length
  return distance - 10 * Math.min(sensitive.filter((tag) => tag === wish.tag).length, 8)
}

function countInteractions(household: Household): number {
  return [...household.baskets.values()].reduce((sum, items) => sum + items.size, 0)
}

function countBy<T>(
  values: readonly T[],
  key: (value: T) => string,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[key(value)] = (counts[key(value)] ?? 0) + 1
  return counts
}

/** How many pairs of names (of items, of categories) at least that many households share. */
function countPairs(
  group: readonly Household[],
  toName: (item: string) => string,
  supports: readonly number[],
): readonly number[] {
  const pairs = new Map<string, number>()
  for (const household of group) {
    const bought = [...household.baskets.values()].flatMap((items) => [...items])
    const names = [...new Set(bought.map(toName))].sort()
    for (const [index, first] of names.entries()) {
      for (const second of names.slice(index + 1)) {
        const pair = `${first}\t${second}`
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
      }
    }
  }
  const counts = [...pairs.values()]
  return supports.map((support) => counts.filter((count) => count >= support).length)
}

function measureSupport(): string {
  const categoryOf = new Map(catalogue.map((item) => [item.id, item.categories[0] ?? '']))
  const training = households.filter((household) => household.case === 'all_given')
  const toItem = (item: string): string => item
  const toCategory = (item: string): string => categoryOf.get(item) ?? ''
  const supports = [50, 100, 200]
  return toRows([
    ['items', 'all', ...countPairs(households, toItem, supports)],
    ['items', 'all_given', ...countPairs(training, toItem, supports)],
    ['categories', 'all', ...countPairs(households, toCategory, supports)],
    ['categories', 'all_given', ...countPairs(training, toCategory, supports)],
  ])
}

function toReadme(): string {
  const cases = countBy(households, (household) => household.case)
  const regions = countBy(households, (household) => household.region)
  return `# Demo data

What \`npm start\` seeds: the purchases of a real grocery retailer, with invented choices about consent.

**Source**: The Complete Journey 2.0, by 84.51° (dunnhumby), as published in the R package
[completejourney](https://github.com/bradleyboehmke/completejourney) by Bradley Boehmke and others.
**Licence**: CC0-1.0 (public domain dedication), for the source and for this cut.

Made by \`tools/make-demo-data.ts\` from \`products.tsv\` and \`transactions_sample.tsv\` (75,000 lines,
2,377 households, the year 2017). Do not edit by hand: run the script again, it gives the same bytes.

| file | a line is | there are |
|---|---|---|
${toFileRows()}

In \`items.jsonl\` the first category is the primary one, \`amountMinor\` is the median price of a unit in US
cents (absent where the sample has no sale), and \`sensitive\` is absent where nothing is.

## What was done to the source

- Its 92,331 products became product types that a shopper would name, so that what two households have
  in common is shared by many: abbreviations written out, pack sizes and varieties joined
  (\`modules/import/complete-journey-names.ts\`). Coupons, deposits and the till's bookkeeping are left
  out, and so are types that were not sold and have one product only.
- A product type bought by a household at one time is one purchase, whatever the quantity. Lines of
  quantity 0, and the four households that have nothing else, are left out.
- \`sensitive\` tags follow the item's real category (\`modules/import/complete-journey-items.ts\`):
  alcohol, belief, ethnicity, family, health, tobacco.

## What was invented

Households chose nothing of this: it is a function of the household's number and says nothing about
real people. No household of the source is known to live in these places.

| case | households |
|---|---|
${toRows(DEMO_CASES.map((name) => [name, cases[name] ?? 0]))}

| region | households |
|---|---|
${toRows(Object.keys(REGION_PERCENT).map((name) => [name, regions[name] ?? 0]))}

The ages (\`13_15\` for the case \`under_16\`, in places whose age of consent is 16), the personas' names and
their stories are invented too. Seeding moves all purchases by whole days, so that the last one was
yesterday: what you do on the page then counts beside them.

## How widely reasons are shared

Pairs that at least so many households have in common: all of them, and those whose consent lets them
count (\`all_given\`).

| pairs | households | ≥ 50 | ≥ 100 | ≥ 200 |
|---|---|---|---|---|
${measureSupport()}
`
}

function toFileRows(): string {
  const baskets = households.reduce((sum, household) => sum + household.baskets.size, 0)
  const purchases = households.reduce((sum, household) => sum + countInteractions(household), 0)
  const sold = catalogue.filter((item) => unitPrices.has(item.id)).length
  return toRows([
    [
      '`items.jsonl`',
      'a product type: `id`, `title`, `categories`, `department`, `amountMinor`, `sensitive`',
      `${catalogue.length}, of which ${sold} were sold`,
    ],
    [
      '`subjects.jsonl`',
      'a household: `externalId`, `region`, `ageBand` (where it is not adult), `case`',
      households.length,
    ],
    [
      '`interactions.tsv`',
      'a basket: household, unix seconds, ids of items separated by spaces, each one purchase',
      `${baskets}, with ${purchases} purchases`,
    ],
    [
      '`personas.json`',
      'a household picked to show a case, with a first name and a sentence',
      PERSONAS.length,
    ],
  ])
}

function toRows(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function toLines(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

function write(file: string, text: string): void {
  sizes.set(file, Buffer.byteLength(text))
  writeFileSync(join(TARGET, file), text)
}

function report(): void {
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  for (const [file, size] of sizes) console.log(`${String(size).padStart(9)}  ${file}`)
  console.log(`${String(total).padStart(9)}  in total`)
  if (total > SIZE_BYTES_MAX)
    throw new Error(`Expected at most ${SIZE_BYTES_MAX} bytes of demo data`)
}
