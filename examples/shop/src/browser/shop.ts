/** The shop's own script: the SDK as a customer bundles it, and a look behind the scenes. */
import { type Client, type Decided, init } from '@equipoise/browser'
import { openFeed } from './feed.ts'
import { showInspired } from './inspired.ts'
import { mixRow } from './mixed-row.ts'
import { type Follow, followSentence, openPanel } from './panel.ts'
import { openProductApi } from './product-api.ts'
import { openVisits } from './visit.ts'
import { watchCalls } from './watch.ts'
import { openWeek } from './week.ts'
import { field, listIn, PRIVATE_WORDS, RUNG_WORDS } from './words.ts'

const TOKEN_MS = 10 * 60_000
/** The SDK reads the answer to a choice before rows are made anew. */
const ANSWER_READ_MS = 100

const { key = '', person = '' } = document.body.dataset
const panel = openPanel(person === '' ? undefined : person)
watchCalls((call) => {
  panel.addCall(call)
  // What was kept may change what followed.
  if (/\/(?:impressions|interactions|choice)$/.test(call.path)) void showFollow()
  if (call.path === '/v1/choice' && call.status === 200) setTimeout(refill, ANSWER_READ_MS)
})
const subjectToken = person === '' ? undefined : tokenSource()
document.addEventListener('equipoise:slot', onSlot)
const client: Client = init({ key, ...(subjectToken && { subjectToken }) })
const api = openProductApi(key, subjectToken, () => client.consent.state().paused)
/** What was looked at on this visit: it stands nowhere else. */
const looks: string[] = []
/** Makes the page's own list anew; nothing on a page without one. */
let renew = (): void => {}
/** Once the SDK has heard how things stand. */
const known = new Promise<void>((resolve) => client.consent.onChange(() => resolve()))
client.consent.onChange((state) => {
  panel.setConsent(state)
  document.body.toggleAttribute('data-private', state.paused)
  sayPrivate()
  void showFollow()
})
openVisits(() => {
  panel.clearSlots()
  onPage()
  // What was done on the page before counts in the rows of this one.
  void client.flush().then(() => client.fill())
})
document.addEventListener('click', onClick)
// What the shop drew itself and somebody said something about is made anew by the shop.
document.addEventListener('equipoise:stale', (event) => {
  event.preventDefault()
  refill()
})
onPage()
/** Rows made under another choice are made again. */
function refill(): void {
  panel.clearSlots()
  renew()
  for (const slot of document.querySelectorAll<HTMLElement>('[data-equipoise-slot]')) {
    if (slot.closest('[data-own]')) continue
    delete slot.dataset['rung']
    for (const child of [...slot.children]) if (child.tagName !== 'TEMPLATE') child.remove()
  }
  void client.fill()
}

function tokenSource(): () => Promise<string | undefined> {
  let asked: { readonly at: number; readonly token: Promise<string | undefined> } | undefined
  return () => {
    if (asked === undefined || Date.now() - asked.at > TOKEN_MS) {
      const token = fetch('/token').then(async (response) => field(await response.json(), 'token'))
      asked = { at: Date.now(), token: token.then((text) => text || undefined) }
    }
    return asked.token
  }
}

function onPage(): void {
  const main = document.getElementById('main')
  for (const deed of deedsOn(main)) {
    const item = field(deed, 'item')
    const verb = ['view', 'add', 'purchase'].find((one) => one === field(deed, 'verb'))
    if (verb !== 'view' && verb !== 'add' && verb !== 'purchase') continue
    const list = field(deed, 'list')
    if (verb === 'view') looks.push(item)
    client.record({ item, verb, ...(list !== '' && { list }) })
    void known.then(() => {
      if (client.consent.permits('site_personalization')) return
      panel.addSilence(`You: ${verb} ${item}.`, 'Not kept: nothing is without your yes.')
    })
  }
  for (const { dataset } of document.querySelectorAll<HTMLElement>('[data-shop-row]')) {
    panel.setRow(
      dataset['shopRow'] ?? '',
      dataset['rung'] ?? 'none',
      'asked by the shop, of nobody',
    )
  }
  renew = openOwn()
  sayPrivate()
  void showFollow()
}

/** In a private session nothing is asked: a row that would be empty says so. */
function sayPrivate(): void {
  if (!document.body.hasAttribute('data-private')) return
  for (const slot of document.querySelectorAll('.row > [data-equipoise-slot]:not(:has(.card))')) {
    const rung = slot.parentElement?.querySelector('.rung')
    if (rung) rung.textContent = PRIVATE_WORDS
  }
}

/** The lists that the shop draws itself. */
function openOwn(): () => void {
  const told = (slot: string) => (decided: Decided) => {
    panel.clearSlots()
    panel.setSlot(slot, decided)
  }
  const feed = document.querySelector<HTMLElement>('[data-feed]')
  if (feed) return openFeed(feed, { client, api, onDecided: told('feed') })
  const week = document.querySelector<HTMLElement>('[data-week]')
  return week ? openWeek(week, { client, api, looks, onDecided: told('playlist') }) : () => {}
}

function deedsOn(main: HTMLElement | null): readonly unknown[] {
  return listIn({ deeds: JSON.parse(main?.dataset['deeds'] ?? '[]') }, 'deeds')
}

function onSlot(event: Event): void {
  const slot = event.target
  if (!(slot instanceof HTMLElement) || !(event instanceof CustomEvent)) return
  if (slot.closest('[data-own]')) return
  // The SDK's guide says what it carries.
  const decided = event.detail as Decided | undefined
  const name = slot.dataset['equipoiseSlot'] ?? ''
  panel.setSlot(name, decided)
  const row = slot.closest('.row')
  const [rung, heading] = [row?.querySelector('.rung'), row?.querySelector<HTMLElement>('h2')]
  if (heading) {
    const { personal = '', general = '' } = heading.dataset
    heading.textContent = decided?.rung === 'personal' ? personal : general
  }
  if (rung) rung.textContent = RUNG_WORDS[decided?.rung ?? 'none'] ?? ''
  if (decided === undefined) sayPrivate()
  const isMixed = decided?.rung === 'general' && slot.dataset['mix'] !== undefined
  if (isMixed) void mixRow(client, slot)
  const inspired = document.querySelector<HTMLElement>('[data-inspired]')
  if (inspired === null || name !== 'home') return
  void showInspired(inspired, decided, {
    client,
    api,
    onDecided: (started) => panel.setSlot('inspired by', started),
  })
}

/** Asked only where it may be known. */
async function showFollow(): Promise<void> {
  const about = document.querySelector<HTMLElement>('[data-product]')?.dataset['product']
  const follow = await askFollow()
  panel.setFollow(follow, about)
  const note = document.querySelector('[data-follow]')
  if (note === null || about === undefined || follow === undefined) return
  note.textContent = followSentence(follow, about)
}

async function askFollow(): Promise<readonly Follow[] | undefined> {
  if (!client.consent.permits('site_personalization')) return undefined
  const token = await subjectToken?.()
  const headers = {
    authorization: `Bearer ${key}`,
    ...(token === undefined ? {} : { 'equipoise-subject-token': token }),
  }
  const response = await fetch('/v1/subjects/me/follow', { headers })
  if (!response.ok) return undefined
  return listIn(await response.json(), 'items').map((one) => ({
    item: field(one, 'item'),
    title: field(one, 'title') || null,
    sinceLook: Number(field(one, 'sinceLook')),
    most: Number(field(one, 'most')),
    withinDays: Number(field(one, 'withinDays')),
  }))
}

document.addEventListener('keydown', ({ key: pressed }) => {
  if (pressed === 'Escape') closeOthers(null)
})

/** What was opened above the page closes when attention goes elsewhere. */
function closeOthers(target: EventTarget | null): void {
  for (const open of document.querySelectorAll<HTMLDetailsElement>('.as[open]')) {
    if (!(target instanceof Node && open.contains(target))) open.open = false
  }
}

/** The way to the privacy center brings the token along, behind a mark that is sent to nobody. */
function onClick(event: MouseEvent): void {
  closeOthers(event.target)
  const link = event.target instanceof Element ? event.target.closest('a') : null
  const isThere = link?.origin === location.origin && link.pathname === '/privacy'
  // Where the SDK showed the choices in its place, nobody leaves.
  if (!isThere || subjectToken === undefined || event.defaultPrevented) return
  event.preventDefault()
  void subjectToken().then((token) => location.assign(`/privacy#token=${token ?? ''}`))
}
