/**
 * Fills `<div data-equipoise-slot="home" data-count="4">` with what the server decides. What stands
 * in it stays until there is something better, and for good where there is not. A `<template>` in
 * it says how an item looks: `data-field="title"` is filled with text, `{id}` in an attribute with
 * the item's id. A button `data-equipoise-why` in it, or one that is added where the slot says
 * `data-why`, opens why the item is there; so it does on what a server rendered, by the answer in
 * the slot's `data-equipoise-decided`. Nothing of an item is ever read as HTML.
 */
import type { Host, SlotParts as SdkParts, Shown, SlotsPart, SlotWords } from '../sdk/parts.ts'
import type { Decided, DecidedItem, DecideRequest } from '../sdk/types.ts'
import { type Caps, openCaps } from './caps.ts'
import { whenSeen } from './impressions.ts'
import { addWhy, ENGLISH, titleOf, WHY } from './why-button.ts'

const SLOT = '[data-equipoise-slot]:not([data-rung])'
const ITEM = 'data-equipoise-item'
const TOKEN = 'data-equipoise-token'
const COUNT = 4
/** More are asked for than shown, where some may have been shown too often. */
const SPARE = 8
const SLOTS_MAX = 20

interface SlotParts extends SdkParts {
  readonly host: Host
  readonly caps: Caps
}

let caps: Caps | undefined
/** Those that were filled here, not by a server: they can be filled again. */
const filled = new Set<HTMLElement>()
const shown = new WeakMap<Element, Pick<Shown, 'item' | 'decided'>>()

export const fill: SlotsPart['fill'] = async (host, parts, root) => {
  // Nothing is asked; they are filled once the private session is over.
  if (host.standing.state().paused) return
  caps ??= capsOf(host)
  for (const slot of filled) if (!slot.isConnected) filled.delete(slot)
  const all = { ...parts, host, caps }
  const slots = [...root.querySelectorAll<HTMLElement>(SLOT)].slice(0, SLOTS_MAX)
  await Promise.all(slots.map((slot) => fillSlot(slot, all)))
}

/** What was counted is written down only while the person agrees to that. */
function capsOf({ options, standing }: Host): Caps {
  const opened = openCaps(options.cap ?? Number.POSITIVE_INFINITY)
  standing.onChange(({ paused }) => opened.keep(standing.permits('device_storage'), paused))
  return opened
}

async function fillSlot(slot: HTMLElement, parts: SlotParts): Promise<void> {
  slot.dataset['rung'] = ''
  watchClicks(slot, parts)
  // A server rendered it already: it is watched, not filled.
  const isRendered = slot.querySelector(`[${ITEM}]`)
  // By its template it can be filled again, should that be asked for.
  if (!isRendered || slot.querySelector('template')) filled.add(slot)
  if (isRendered) {
    // They waited for a script that hears them.
    for (const button of slot.querySelectorAll<HTMLElement>(WHY)) button.hidden = false
    return watch(slot, parts)
  }
  await ask(slot, parts, !slot.querySelector(':scope > :not(template)'))
}

/** @param isOurs what stands in it is no part of the page, and goes where nothing better comes. */
async function ask(slot: HTMLElement, parts: SlotParts, isOurs: boolean): Promise<void> {
  const template = slot.querySelector('template')
  const count = Number(slot.dataset['count']) || COUNT
  if (isOurs && !slot.querySelector(`[${ITEM}]`)) showSkeleton(slot, template, count)
  const decided = await parts.decide(requestOf(slot, count))
  const items = decided?.items
    .filter(({ id }) => !parts.caps.isReached(slot.dataset['equipoiseSlot'] ?? '', id))
    .slice(0, count)
  if (decided && items?.length) {
    const words = await wordsFor(slot, items, parts)
    slot.replaceChildren(
      ...(template ? [template] : []),
      ...items.map((item) => {
        const element = render(item, template, slot, words)
        shown.set(element, { item, decided })
        return element
      }),
    )
    watch(slot, parts)
  } else if (isOurs) {
    // The room that it took stays, so that nothing on the page moves.
    slot.style.minBlockSize = `${slot.offsetHeight}px`
    slot.replaceChildren(...(template ? [template] : []))
  }
  slot.dataset['rung'] = decided?.rung ?? 'none'
  slot.ariaBusy = null
  slot.dispatchEvent(
    new CustomEvent<Decided | undefined>('equipoise:slot', { detail: decided, bubbles: true }),
  )
}

/** Loaded only where one of them will be said. */
async function wordsFor(
  { dataset }: HTMLElement,
  items: readonly DecidedItem[],
  { host, load }: SlotParts,
): Promise<SlotWords> {
  if (dataset['why'] !== '' && !items.some(({ ad }) => ad)) return ENGLISH
  try {
    return await (await load('words')).slotWords(host)
  } catch {
    return ENGLISH
  }
}

function requestOf({ dataset }: HTMLElement, count: number): DecideRequest {
  const list = (text?: string) => text?.split(',').map((one) => one.trim())
  const { like, oneEach } = dataset
  return {
    // The server says so where it is none of its slots.
    slot: dataset['equipoiseSlot'] as DecideRequest['slot'],
    count: Math.min(count + SPARE, 100),
    page: { item: dataset['item'] || undefined, categories: list(dataset['categories']) },
    filters: { categories: list(dataset['only']) },
    exclude: list(dataset['except']),
    rerank: oneEach ? { caps: list(oneEach)?.map((by) => ({ by, max: 1 })) } : undefined,
    from: like ? { like: [like], withProfile: true } : undefined,
  }
}

function showSkeleton(slot: HTMLElement, template: HTMLTemplateElement | null, count: number) {
  slot.ariaBusy = 'true'
  for (let n = 0; n < count; n += 1) {
    const blank = render(BLANK, template, slot)
    blank.removeAttribute(ITEM)
    blank.style.visibility = 'hidden'
    slot.append(blank)
  }
}

const BLANK: DecidedItem = {
  id: '',
  title: '\u00a0',
  categories: [],
  priceMinor: null,
  currency: null,
}

function render(
  item: DecidedItem,
  template: HTMLTemplateElement | null,
  slot: HTMLElement,
  words = ENGLISH,
): HTMLElement {
  const copy = template?.content.firstElementChild?.cloneNode(true)
  const element = copy instanceof HTMLElement ? copy : plainItem()
  for (const part of [element, ...element.querySelectorAll<HTMLElement>('*')]) fillPart(part, item)
  element.setAttribute(ITEM, item.id)
  addWhy(element, item, slot.dataset['why'], words)
  if (item.token) element.setAttribute(TOKEN, item.token)
  return element
}

function plainItem(): HTMLElement {
  const element = document.createElement('p')
  element.dataset['field'] = 'title'
  return element
}

function fillPart(part: HTMLElement, item: DecidedItem): void {
  for (const attribute of part.attributes) {
    const { name, value } = attribute
    // What would be read as a script or as HTML stays as the page wrote it.
    if (!value.includes('{') || /^(on|srcdoc)/.test(name)) continue
    const isAddress = /^(href|src)/.test(name)
    // Not by `replaceAll`: to that "$&" in a title would be a pattern.
    attribute.value = value
      .split('{id}')
      .join(isAddress ? encodeURIComponent(item.id) : item.id)
      .split('{title}')
      .join(isAddress ? '' : titleOf(item))
    // The server lets none in that is not https.
    if (value === '{link}') attribute.value = item.ad?.content.link ?? ''
  }
  const { field } = part.dataset
  if (!field) return
  // Its own direction, so that a title in another script turns nothing around it.
  part.dir = 'auto'
  part.textContent = textOf(item, field)
}

function textOf(item: DecidedItem, field: string): string {
  const { categories, priceMinor, currency, ad } = item
  if (field === 'category') return categories[0]?.split('/').pop() ?? ''
  if (field === 'text') return ad?.content.text ?? ''
  if (field !== 'price') return titleOf(item)
  if (priceMinor === null || !currency) return ''
  try {
    const format = new Intl.NumberFormat(document.documentElement.lang || undefined, {
      style: 'currency',
      currency,
    })
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2
    return format.format(priceMinor / 10 ** digits)
  } catch {
    return ''
  }
}

function watch(slot: HTMLElement, { collect, caps }: SlotParts): void {
  const name = slot.dataset['equipoiseSlot'] ?? ''
  for (const element of slot.querySelectorAll(`[${ITEM}]`)) {
    const token = element.getAttribute(TOKEN)
    whenSeen(element, () => {
      caps.count(name, element.getAttribute(ITEM) ?? '')
      if (token) collect.seen(token, name)
    })
  }
}

function watchClicks(slot: HTMLElement, parts: SlotParts): void {
  const { host, load, collect } = parts
  const refill = () => Promise.all([...filled].map((each) => ask(each, parts, true)))
  slot.addEventListener('click', (event) => {
    const { target } = event
    const element = target instanceof Element && target.closest(`[${ITEM}]`)
    // One in a slot of its own, within this one, is that one's.
    if (!element || element.closest('[data-equipoise-slot]') !== slot) return
    const token = element.getAttribute(TOKEN)
    if (!target.closest(WHY)) return void (token && collect.outcome(token, 'click'))
    // It follows no link and sends no form around it.
    event.preventDefault()
    // A part that cannot be loaded is one that is not there.
    load('why')
      .then(({ explain }) => explain(host, { element, slot, refill, ...shown.get(element) }))
      .catch(() => {})
  })
}
