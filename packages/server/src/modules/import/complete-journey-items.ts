/**
 * Items of The Complete Journey: its 92,000 products grouped into about 2,000 product types that a
 * shopper would name, so that what two people have in common is shared by many. The demo data and
 * the import use this one grouping.
 */
import { namePlace, nameProductType } from './complete-journey-names.ts'
import type { ImportedItem } from './import-source.ts'

export interface CompleteJourneyProduct {
  readonly productId: string
  readonly department: string
  readonly category: string
  readonly type: string
}

export interface CompleteJourneyCatalogue {
  /** In the byte order of their ids. */
  readonly items: readonly ImportedItem[]
  /** Product id → item id; undefined for what is no product (coupons, deposits, supplies). */
  readonly itemOf: ReadonlyMap<string, string | undefined>
}

/** The till's own bookkeeping: nothing that somebody could want. */
const NO_PRODUCT =
  /^(MISC SALES TRANS|COUPONS?(\/STORE & MFG)?|(MEAT|CENTRAL) SUPPLIES|PEYTON\/GM EXPENSE ITEMS|BOTTLE DEPOSITS|CRV DEPOSIT .*|DONATIONS|PRODUCE DISCONTINUED ITEMS|(OUTGOING\/INCOMING FTD|FTD SERVICE CHARGES)|DEA SCHEDULE .*)$/

interface SensitiveRule {
  readonly tag: string
  readonly category?: RegExp
  readonly type: RegExp
}

/**
 * What buying it may say about somebody: by the item's main category, or by any of its types.
 * Special categories of GDPR Art. 9 (health, belief, ethnicity) and what our own rule adds
 * (family: pregnancy and infants; alcohol; tobacco).
 */
const SENSITIVE: readonly SensitiveRule[] = [
  {
    tag: 'alcohol',
    category: /^(BEERS\/ALES|DOMESTIC WINE|IMPORTED WINE|MISC WINE|LIQUOR)$/,
    type: /^BEERALEMALT|^GIFT BASKETS BEER/,
  },
  { tag: 'belief', type: /KOSHER/ },
  { tag: 'ethnicity', type: /^ETHNIC|\bETHNIC HBC\b/ },
  {
    tag: 'family',
    category:
      /^(BABY ?FOODS?|BABY HBC|DIAPERS & DISPOSABLES|INFANT CARE PRODUCTS|INFANT FORMULA|FAMILY PLANNING)$/,
    type: /^BABY |^INFANT|PREGNANCY/,
  },
  {
    tag: 'health',
    category:
      /^(ADULT INCONTINENCE|ANALGESICS|ANTACIDS|COLD AND FLU|DIETARY AID PRODUCTS|EYE AND EAR CARE PRODUCTS|FAMILY PLANNING|FEMININE HYGIENE|FIRST AID PRODUCTS|FITNESS&DIET|FOOT CARE PRODUCTS|HOME HEALTH CARE|LAXATIVES|NATURAL VITAMINS|PHARMACY|RESTRICTED DIET|SINUS AND ALLERGY|SMOKING CESSATIONS|VITAMINS)$/,
    type: /MEDICAT|^RX |^NUT SUPP|\bDIET\b|^DENTURE|GLUTEN FREE|HEARING AID|^VITAMIN|SALT SUBSTITUTES|\bOTC\b/,
  },
  {
    tag: 'tobacco',
    category: /^(CIGARETTES|CIGARS|TOBACCO OTHER|SMOKING CESSATIONS)$/,
    type: /^CIG /,
  },
]

/** Groups products into items. Products without a category and a type belong to no item. */
export function toCatalogue(products: Iterable<CompleteJourneyProduct>): CompleteJourneyCatalogue {
  const groups = new Map<string, ProductGroup>()
  const itemOf = new Map<string, string | undefined>()
  for (const product of products) {
    const type = product.type || product.category
    if (type === '' || NO_PRODUCT.test(type)) {
      itemOf.set(product.productId, undefined)
      continue
    }
    const title = nameProductType(type, product.category)
    const id = toSlug(title)
    itemOf.set(product.productId, id)
    const group = groups.get(id) ?? { id, title, types: new Set(), places: new Map() }
    groups.set(id, group)
    addProduct(group, type, product)
  }
  const items = [...groups.values()].map(toItem).sort((a, b) => (a.id < b.id ? -1 : 1))
  return { items, itemOf }
}

interface Place {
  readonly department: string
  readonly category: string
  count: number
}

interface ProductGroup {
  readonly id: string
  readonly title: string
  readonly types: Set<string>
  readonly places: Map<string, Place>
}

function addProduct(group: ProductGroup, type: string, product: CompleteJourneyProduct): void {
  const { department, category } = product
  group.types.add(type)
  const key = `${department}|${category}`
  const place = group.places.get(key) ?? { department, category, count: 0 }
  place.count += 1
  group.places.set(key, place)
}

/** A few products are filed wrongly, so an item belongs where most of its products are. */
function mainPlace(group: ProductGroup): Place {
  const places = [...group.places.values()]
  const named = places.filter(
    (place) => place.department !== 'MISCELLANEOUS' && place.category !== '',
  )
  const candidates = named.length > 0 ? named : places
  return candidates.reduce((best, place) => (place.count > best.count ? place : best))
}

function toItem(group: ProductGroup): ImportedItem {
  const { department, category } = mainPlace(group)
  const names = [namePlace(category), namePlace(department)].filter((name) => name !== '')
  return {
    id: group.id,
    title: group.title,
    categories: [...new Set(names)],
    attributes: { department: namePlace(department) },
    sensitive: SENSITIVE.filter(
      (rule) =>
        rule.category?.test(category) || [...group.types].some((type) => rule.type.test(type)),
    ).map((rule) => rule.tag),
  }
}

function toSlug(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f']/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
