/**
 * What the names of events mean: one table for all tongues. Only what is certain stands in it; an
 * event that it does not name is `unmapped` and never kept. `docs/reference/events.md` shows it.
 *
 * Left out on purpose: `Video Playback Started` lists what is about to play, and each content that
 * does play says so itself; lists, carts, searches and checkouts say what was shown, not what was
 * met; removals and refunds are no interest, and no dislike either.
 */
import {
  failure,
  type Instant,
  parseItemId,
  type Result,
  success,
  type Verb,
} from '@equipoise/core/values'
import { fieldAt, isAbsent } from './fields.ts'

/** An event with more is rejected whole. */
export const ITEMS_MAX = 100

/** A way down from an event's properties. */
export type Path = readonly string[]

export interface EventMapping {
  readonly verb: Verb
  /** Where a list of items is; undefined where the event is about one. */
  readonly list: Path | undefined
  /** Where the item's id is: from each entry of the list, or else from the properties. */
  readonly item: Path
  /** Of the list only the first counts, by the sender's own specification. */
  readonly firstOnly: boolean
}

/** By the event's name; of several forms the first that names an item counts. */
export type EventMappings = ReadonlyMap<string, readonly EventMapping[]>

export interface StandardEvent {
  readonly tongue: string
  readonly event: string
  readonly verb: Verb
  /** In dots, from the event's properties. */
  readonly items?: string
  readonly item: string
  readonly firstOnly?: true
}

const SEGMENT = 'Segment e-commerce v2'
const VIDEO = 'Segment video'
const GA4 = 'Google Analytics 4'
const RETAIL = 'Google Retail'
const RECOMMENDATIONS = 'Google Recommendations AI'
const DISCOVERY = 'Google Discovery Engine'

const retail = { tongue: RETAIL, items: 'productDetails', item: 'product.id' }
const recommendations = {
  tongue: RECOMMENDATIONS,
  items: 'productEventDetail.productDetails',
  item: 'id',
}
const discovery = { tongue: DISCOVERY, items: 'documents', item: 'id' }
const analytics = { tongue: GA4, items: 'items', item: 'item_id' }

export const STANDARD_EVENTS: readonly StandardEvent[] = [
  { tongue: SEGMENT, event: 'Product Viewed', verb: 'view', item: 'product_id' },
  { tongue: SEGMENT, event: 'Product Clicked', verb: 'click', item: 'product_id' },
  { tongue: SEGMENT, event: 'Product Added', verb: 'add', item: 'product_id' },
  { tongue: SEGMENT, event: 'Product Added to Wishlist', verb: 'like', item: 'product_id' },
  { tongue: SEGMENT, event: 'Wishlist Product Added to Cart', verb: 'add', item: 'product_id' },
  {
    tongue: SEGMENT,
    event: 'Order Completed',
    verb: 'purchase',
    items: 'products',
    item: 'product_id',
  },
  { tongue: VIDEO, event: 'Video Content Started', verb: 'play', item: 'asset_id' },
  { ...analytics, event: 'view_item', verb: 'view' },
  { ...analytics, event: 'select_item', verb: 'click', firstOnly: true },
  { ...analytics, event: 'add_to_cart', verb: 'add' },
  { ...analytics, event: 'add_to_wishlist', verb: 'like' },
  { ...analytics, event: 'purchase', verb: 'purchase' },
  { ...retail, event: 'detail-page-view', verb: 'view' },
  { ...retail, event: 'add-to-cart', verb: 'add' },
  { ...retail, event: 'purchase-complete', verb: 'purchase' },
  { ...recommendations, event: 'detail-page-view', verb: 'view' },
  { ...recommendations, event: 'add-to-cart', verb: 'add' },
  { ...recommendations, event: 'purchase-complete', verb: 'purchase' },
  { ...discovery, event: 'view-item', verb: 'view' },
  { ...discovery, event: 'add-to-cart', verb: 'add' },
  { ...discovery, event: 'purchase', verb: 'purchase' },
  { ...discovery, event: 'media-play', verb: 'play' },
]

export const STANDARD_MAPPINGS: EventMappings = Map.groupBy(STANDARD_EVENTS, ({ event }) => event)
  .entries()
  .reduce(
    (mappings, [event, forms]) => mappings.set(event, forms.map(toMapping)),
    new Map<string, readonly EventMapping[]>(),
  )

function toMapping({ verb, items, item, firstOnly }: StandardEvent): EventMapping {
  return {
    verb,
    list: items?.split('.'),
    item: item.split('.'),
    firstOnly: firstOnly === true,
  }
}

/** An event as far as the table reads it. */
export interface NamedEvent {
  readonly name: string
  /** Idempotency key of the whole event. */
  readonly id: string
  readonly at: Instant
  readonly properties: unknown
  /** Where the properties stand, for the paths of issues. */
  readonly root: string
  /** Whether it may come without an item, and is then unmapped: pages and screens do. */
  readonly itemOptional: boolean
}

/** One item of an event. Its id is the event's, or the event's and its number: `id:2`. */
export interface MappedInteraction {
  readonly id: string
  readonly item: string
  readonly verb: Verb
  readonly at: Instant
}

/**
 * What the event says was done with which items; undefined where it is unmapped. An item counts
 * once an event. Issues: `id_missing`, `id_too_long`, `id_malformed`, `items_missing`,
 * `too_many_items`: an event with one bad item is rejected whole.
 */
export function mapEvent(
  mappings: EventMappings,
  event: NamedEvent,
): Result<readonly MappedInteraction[] | undefined> {
  const forms = mappings.get(event.name)
  const [first] = forms ?? []
  if (forms === undefined || first === undefined) return success(undefined)
  const form = forms.find((tried) => !isAbsent(fieldAt(event.properties, tried.list ?? tried.item)))
  if (form === undefined && event.itemOptional) return success(undefined)
  const items = readItems(form ?? first, event)
  return items.ok ? nameInteractions(items.value, (form ?? first).verb, event) : items
}

function readItems(form: EventMapping, event: NamedEvent): Result<readonly string[]> {
  const { list, item, firstOnly } = form
  if (list === undefined) {
    const id = readItem(fieldAt(event.properties, item), [event.root, ...item].join('.'))
    return id.ok ? success([id.value]) : id
  }
  const path = [event.root, ...list].join('.')
  const entries = fieldAt(event.properties, list)
  if (!Array.isArray(entries) || entries.length === 0) {
    return failure(path, 'items_missing', 'A list of at least one item')
  }
  if (entries.length > ITEMS_MAX) {
    return failure(path, 'too_many_items', `At most ${ITEMS_MAX} items an event`)
  }
  const items = new Set<string>()
  for (const [index, entry] of entries.slice(0, firstOnly ? 1 : ITEMS_MAX).entries()) {
    const id = readItem(fieldAt(entry, item), [path, index, ...item].join('.'))
    if (!id.ok) return id
    items.add(id.value)
  }
  return success([...items])
}

/** Many shops number their items: a whole number is its digits. */
function readItem(value: unknown, path: string): Result<string> {
  return parseItemId(Number.isSafeInteger(value) ? String(value) : value, path)
}

function nameInteractions(
  items: readonly string[],
  verb: Verb,
  { id, at }: NamedEvent,
): Result<readonly MappedInteraction[]> {
  const named = items.map((item, index) => ({
    id: items.length === 1 ? id : `${id}:${index + 1}`,
    item,
    verb,
    at,
  }))
  const last = parseItemId(named.at(-1)?.id, 'messageId')
  return last.ok ? success(named) : last
}
