/**
 * The feed page: its modes, what one follows, and page after page of it. Which mode is open the
 * product says, with the law that closes one; what is kept for good it keeps, not this page.
 */
import type { Client, Decided, DecidedFeed, FeedMode } from '@equipoise/browser'
import { bdi, el } from './dom.ts'
import { entryOf } from './entries.ts'
import type { ProductApi, Wishes } from './product-api.ts'

const SLOT = 'feed'
const AD_SLOT = 'in-feed'
const AD_EVERY = 5
/** With an ad after every fourth of them whole rows, of two and of three. */
const COUNT = 10
const MODES: readonly FeedMode[] = ['personal', 'expressed', 'chronological']

export interface FeedParts {
  readonly client: Client
  readonly api: ProductApi
  readonly onDecided: (decided: Decided) => void
}

/** Fills the feed of the page, where it has one; returns how to make it anew. */
export function openFeed(root: HTMLElement, { client, api, onDecided }: FeedParts): () => void {
  const find = <E extends HTMLElement>(selector: string) => root.querySelector<E>(selector)
  const [stream, more, end] = [find('[data-stream]'), find('[data-more]'), find('[data-end]')]
  let asked: FeedMode | undefined
  let cursor: string | undefined
  let wishes: Wishes | undefined
  let turn = 0

  async function load(isFirst: boolean): Promise<void> {
    turn += 1
    const own = turn
    const decided = await client.decide({
      slot: SLOT,
      count: COUNT,
      feed: {
        ...(asked && { mode: asked }),
        ...(!isFirst && cursor !== undefined && { cursor }),
        ads: { slot: AD_SLOT, every: AD_EVERY },
      },
    })
    const feed = decided?.feed
    // Somebody chose again meanwhile, or nothing came: what stands there stays.
    if (own !== turn || decided === undefined || feed === undefined || stream === null) return
    const about = { decided, slot: SLOT, adSlot: AD_SLOT }
    const entries = decided.items.map((item) => entryOf(item, about))
    if (isFirst) stream.replaceChildren(...entries)
    else stream.append(...entries)
    if (!isFirst) entries[0]?.querySelector('a')?.focus({ preventScroll: true })
    cursor = feed.next ?? undefined
    if (more) more.hidden = feed.next === null
    if (end) end.hidden = feed.next !== null
    settle(feed)
    onDecided(decided)
    void client.fill(stream)
  }

  function settle({ mode, settledBy, says, reasons, modes }: DecidedFeed): void {
    for (const button of root.querySelectorAll<HTMLElement>('[data-mode]')) {
      const state = modes.find((one) => one.mode === button.dataset['mode'])
      button.setAttribute('aria-pressed', String(button.dataset['mode'] === mode))
      button.setAttribute('aria-disabled', String(state !== undefined && isClosed(state)))
      button.title = state?.open === true ? '' : (state?.reasons[0]?.says ?? '')
    }
    const told = find('[data-says]')
    const closed = modes.find((one) => one.mode === 'personal' && !one.open)
    // Of what closes a mode the law's own words come along; the rest is one tap below.
    const because = settledBy === 'law' ? ` ${reasons[0]?.says ?? ''}` : ''
    if (told) told.textContent = `${says}.${because}`
    const cited = [...reasons, ...(closed?.reasons ?? [])]
    const lines = [...new Map(cited.map((one) => [one.citation, one])).values()]
    find('[data-law]')?.replaceChildren(
      ...lines.map((one) => el('li', {}, one.says, ' ', el('cite', {}, bdi(one.citation)))),
    )
    for (const selector of ['.modes', '.settled', '.follows']) show(find(selector), true)
    show(find('.law'), lines.length > 0)
    const keep = find<HTMLInputElement>('[data-keep]')
    show(find('.keep'), wishes !== undefined)
    if (keep) keep.checked = wishes?.feedMode === mode
    showFollows()
  }

  function showFollows(): void {
    const count = [...root.querySelectorAll<HTMLElement>('[data-follow-category]')].filter(
      (chip) => {
        const isOn = wishes?.follows.has(chip.dataset['followCategory'] ?? '') === true
        chip.setAttribute('aria-pressed', String(isOn))
        chip.setAttribute('aria-disabled', String(wishes === undefined))
        return isOn
      },
    ).length
    const [following, says] = [find('[data-following]'), find('[data-follow-says]')]
    if (following) following.textContent = count === 0 ? '' : `· ${count}`
    if (!says) return
    says.textContent =
      wishes === undefined
        ? 'What you follow is kept for you, so it needs you: say what we may remember first, below under “Your choices”.'
        : 'Kept as you say it, with nothing concluded from it. It is in your privacy center.'
  }

  async function change(wish: object): Promise<void> {
    wishes = (await api.changeWishes(wish)) ?? wishes
    await load(true)
  }

  async function begin(): Promise<void> {
    wishes = await api.readWishes()
    await load(true)
  }

  root.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null
    if (button === null || button.getAttribute('aria-disabled') === 'true') return
    if (button === more) return void load(false)
    const mode = MODES.find((one) => one === button.dataset['mode'])
    if (mode === 'expressed') find<HTMLDetailsElement>('.follows')?.toggleAttribute('open', true)
    if (mode !== undefined) {
      asked = mode
      // A wish for good is a limit: whoever chooses more lifts it.
      const isLimited = wishes !== undefined && wishes.feedMode !== ''
      return void (isLimited ? change({ feedMode: mode }) : load(true))
    }
    const category = button.dataset['followCategory']
    if (category === undefined) return
    const both = ['category', 'topic'].map((by) => ({ by, value: category }))
    void change(wishes?.follows.has(category) ? { unfollow: both } : { follow: both })
  })
  root.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.dataset['keep'] === undefined) return
    const pressed = root.querySelector<HTMLElement>('[data-mode][aria-pressed="true"]')
    void change({ feedMode: target.checked ? (pressed?.dataset['mode'] ?? null) : null })
  })
  void begin()
  return () => void begin()
}

type ModeState = DecidedFeed['modes'][number]

/** Closed by law or consent; that nothing is followed yet can be changed right here. */
function isClosed({ open, reasons }: ModeState): boolean {
  return !open && !reasons.some(({ code }) => code === 'nothing_followed')
}

function show(element: HTMLElement | null, isShown: boolean): void {
  if (element) element.hidden = !isShown
}
