/**
 * Puts the department into the product, by its API alone: what there is, what people said, what
 * they bought, and then a training. What the gate refuses is refused here, too. It can be broken
 * off and begun again: who has spoken is not asked twice, and each purchase has an id of its own.
 */
import process from 'node:process'
import { createClient, EquipoiseProblem } from '@equipoise/client'
import { furnishFeed } from '../feed/furnish-feed.ts'
import { runCommand } from '../launch/command-line.ts'
import type { Choice } from '../people.ts'
import type { Product } from '../server/catalogue.ts'
import { STORIES, type Story } from '../stories.ts'
import { WORN_ITEMS, type WornItem } from '../worn.ts'
import { makeShoppers, type Shopper } from './shoppers.ts'

export interface SeedParts {
  readonly productUrl: string
  /** A secret key. */
  readonly key: string
  readonly dataDirectory: string
  readonly onProgress?: (stage: string, ratio: number) => void
}

/** Whom the demo retailer has, and nobody else. */
const DEMO_HOUSEHOLD = 'household-1'
const EVIDENCE = 'Invented for the demo'
const AT_ONCE = 100
const BATCH = 1_000
const DAY_MS = 86_400_000
const BOUGHT_DAYS = 150

const EVERYTHING = [
  'device_storage',
  'site_personalization',
  'model_training',
  'measurement',
  'first_party_advertising',
] as const

/** @returns false where the directory is not the demo's: then nothing is written. */
export async function seedDepartment(parts: SeedParts): Promise<boolean> {
  const { productUrl, key, dataDirectory, onProgress = progressLines() } = parts
  const product = createClient({ url: productUrl, key })
  if (!(await isKnown(product, DEMO_HOUSEHOLD))) return false
  const shoppers = makeShoppers()
  await product.putItems(WORN_ITEMS.map(toCatalogue))
  await furnishFeed(product, dataDirectory)
  await recordChoices(product, shoppers, (ratio) => onProgress('shoppers choose', ratio))
  await recordPurchases(product, shoppers, (ratio) => onProgress('shoppers buy', ratio))
  await recordWithdrawals(product, shoppers)
  onProgress('training again', 0)
  await runCommand(['train'], dataDirectory)
  onProgress('training again', 1)
  return true
}

/** As at first: what one of the shoppers said, bought and looked at. Erased, they begin anew. */
export async function furnishPerson(product: Product, externalId: string): Promise<void> {
  const shopper = makeShoppers().find((one) => one.externalId === externalId)
  if (shopper === undefined) return
  await recordChoice(product, shopper, true)
  await recordPurchases(product, [shopper], () => {})
  await recordWithdrawals(product, [shopper])
}

function toCatalogue({ daysAgo, attributes, ...item }: WornItem) {
  const publishedAt = new Date(Date.now() - daysAgo * DAY_MS).toISOString()
  return { ...item, attributes: { ...attributes, publishedAt } }
}

async function isKnown(product: Product, externalId: string): Promise<boolean> {
  try {
    await product.findSubject({ externalId })
    return true
  } catch (error) {
    if (error instanceof EquipoiseProblem && error.status === 404) return false
    throw error
  }
}

type OnRatio = (ratio: number) => void

async function recordChoices(
  product: Product,
  shoppers: readonly Shopper[],
  onRatio: OnRatio,
): Promise<void> {
  const isBegun = await isKnown(product, shoppers[0]?.externalId ?? '')
  const asked = shoppers.filter(({ choice }) => choice !== 'silent')
  for (let start = 0; start < asked.length; start += AT_ONCE) {
    const some = asked.slice(start, start + AT_ONCE)
    await Promise.all(some.map((shopper) => recordChoice(product, shopper, isBegun)))
    onRatio((start + some.length) / asked.length)
  }
}

async function recordChoice(product: Product, shopper: Shopper, isBegun: boolean): Promise<void> {
  const { externalId, region, choice, under16 } = shopper
  const said = isBegun ? await whatWasSaid(product, externalId) : {}
  for (const { action, purposes } of actsOf(choice)) {
    const unsaid = purposes.filter((purpose) => (said[purpose] ?? 'unknown') === 'unknown')
    if (unsaid.length === 0) continue
    await product.recordConsent({
      externalId,
      action,
      purposes: unsaid,
      evidence: EVIDENCE,
      region,
      ...(under16 && { ageBand: '13_15' as const }),
    })
  }
}

interface Act {
  readonly action: 'give' | 'refuse'
  readonly purposes: readonly (typeof EVERYTHING)[number][]
}

/** A no is said, too: whoever left it unsaid would be asked. */
function actsOf(choice: Choice): readonly Act[] {
  if (choice === 'refused') return [{ action: 'refuse', purposes: EVERYTHING }]
  if (choice !== 'suggestions') return [{ action: 'give', purposes: EVERYTHING }]
  return [
    { action: 'give', purposes: ['site_personalization'] },
    { action: 'refuse', purposes: ['model_training', 'measurement', 'first_party_advertising'] },
  ]
}

async function whatWasSaid(
  product: Product,
  externalId: string,
): Promise<Readonly<Record<string, string>>> {
  if (!(await isKnown(product, externalId))) return {}
  const { subject } = await product.findSubject({ externalId })
  return (await product.readConsent(subject)).state
}

async function recordPurchases(
  product: Product,
  shoppers: readonly Shopper[],
  onRatio: OnRatio,
): Promise<void> {
  // As they would have come: what is kept is listed in that order.
  const all = shoppers
    .flatMap((shopper) => toInteractions(shopper, Date.now()))
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
  for (let start = 0; start < all.length; start += BATCH) {
    const interactions = all.slice(start, start + BATCH)
    await product.collectInteractions({ interactions })
    onRatio((start + interactions.length) / all.length)
  }
}

/** Spread over the last months, the same way each time. */
function toInteractions(shopper: Shopper, now: number) {
  const { externalId, bought, viewed } = shopper
  const daysAgo = (days: number): string => new Date(now - days * DAY_MS).toISOString()
  return [
    ...bought.map((item, n) => ({
      externalId,
      item,
      verb: 'purchase' as const,
      id: `demo-${externalId}-${n}`,
      at: daysAgo(2 + ((externalId.length * 13 + n * 37) % BOUGHT_DAYS)),
    })),
    ...viewed.map((item, n) => ({
      externalId,
      item,
      verb: 'view' as const,
      id: `demo-${externalId}-view-${n}`,
      at: daysAgo(1 + n / 10),
    })),
    ...storiesRead(shopper).map(({ id, daysAgo: age }, n) => ({
      externalId,
      item: id,
      verb: 'view' as const,
      id: `demo-${externalId}-story-${n}`,
      at: daysAgo(age / 2),
    })),
  ]
}

/** Who buys from a shelf has read what is written about it, one time in eight. */
function storiesRead({ externalId, bought }: Shopper): readonly Story[] {
  const shelves = new Set(
    WORN_ITEMS.flatMap(({ id, categories }) => (bought.includes(id) ? categories : [])),
  )
  return STORIES.filter(
    ({ topic }, at) => shelves.has(topic) && (externalId.length + bought.length + at) % 8 === 0,
  )
}

async function recordWithdrawals(product: Product, shoppers: readonly Shopper[]): Promise<void> {
  for (const { externalId, choice } of shoppers) {
    if (choice !== 'withdrawn') continue
    const { subject } = await product.findSubject({ externalId })
    const { state } = await product.readConsent(subject)
    if (state['site_personalization'] === 'withdrawn') continue
    await product.withdrawConsent(subject, { purposes: EVERYTHING })
  }
}

/** A line a stage, and on a terminal how far it is. */
function progressLines(): (stage: string, ratio: number) => void {
  let last = ''
  return (stage, ratio) => {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\u001b[2K${ratio < 1 ? `${Math.floor(ratio * 100)} % ${stage}` : ''}`)
    } else if (stage !== last) process.stderr.write(`${stage}\n`)
    last = stage
  }
}
