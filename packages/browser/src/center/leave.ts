/** Take a break, take everything along, or go: with what will happen, and the proof to keep. */
import { type Child, el } from './dom.ts'
import { keepFile } from './keep-file.ts'
import type { Center } from './state.ts'
import type { Clearance, Erasure } from './types.ts'
import { formatTime } from './words.ts'

const DAY_MS = 86_400_000
const BREAKS = [
  { label: 'A day', days: 1 },
  { label: 'A week', days: 7 },
  { label: 'A month', days: 30 },
] as const
const ASK_EACH_MS = 1_000
const ASKS_MAX = 90

export function pause(center: Center): Child {
  const until = center.state.session?.pausedUntil ?? null
  if (until !== null) {
    return [
      el(
        'p',
        { class: 'lead' },
        `Paused until ${formatTime(until)}. Nothing is collected or used.`,
      ),
      button('resume', 'End the pause', () =>
        center.act('The pause is over.', () => center.api.post('/v1/subjects/me/resume')),
      ),
    ]
  }
  return [
    el(
      'p',
      { class: 'lead' },
      'Nothing is collected, used or learned from meanwhile. What is kept stays, and counts again afterwards.',
    ),
    el(
      'div',
      { class: 'acts' },
      BREAKS.map(({ label, days }) =>
        button(`pause-${days}`, label, () => {
          const end = new Date(Date.now() + days * DAY_MS).toISOString()
          return center.act('Paused. Nothing is collected or used from now on.', () =>
            center.api.post('/v1/subjects/me/pause', { until: end }),
          )
        }),
      ),
    ),
  ]
}

export function takeAlong(center: Center): Child {
  return [
    el(
      'p',
      { class: 'lead' },
      'Everything that is held about you, in one file that people and machines can read.',
    ),
    button('export', 'Take it along', () =>
      center.act('Your file is there.', async () => {
        const all = await center.api.get<object>('/v1/subjects/me/export')
        keepFile('my-data.json', JSON.stringify(all, null, 2), 'application/json')
      }),
    ),
  ]
}

export function erase(center: Center): Child {
  const ends = el('p', { class: 'lead', role: 'status' })
  const confirm = el('div', { class: 'acts', hidden: true })
  confirm.append(
    el(
      'button',
      {
        type: 'button',
        class: 'stop',
        'data-focus': 'erase-yes',
        onclick: () => void eraseNow(center, ends),
      },
      'Erase me now',
    ),
    button('erase-no', 'Keep everything', () => {
      confirm.hidden = true
    }),
  )
  return [
    el(
      'ol',
      { class: 'steps' },
      el(
        'li',
        {},
        'At once: every row about you is deleted, and the key that opened them destroyed.',
      ),
      el('li', {}, 'Within seconds: the model is built anew as if you had never been there.'),
      el(
        'li',
        {},
        'You keep a receipt. It proves both dates to anybody, and we keep no copy of it.',
      ),
    ),
    el('p', { class: 'muted' }, 'It cannot be undone. You may come back, as somebody new.'),
    button('erase', 'Erase me', () => {
      confirm.hidden = false
      confirm.querySelector('button')?.focus()
    }),
    confirm,
    ends,
  ]
}

async function eraseNow(center: Center, ends: HTMLElement): Promise<void> {
  let erased: Erasure | undefined
  const done = await center.act('You are erased. Keep the receipt: we have no copy.', async () => {
    erased = await center.api.post<Erasure>('/v1/subjects/me/erase')
    keepFile('erasure-receipt.txt', erased.receipt, 'text/plain')
  })
  if (!done || erased === undefined) return
  const at = formatTime(erased.erasedAt)
  ends.textContent = `Erased: ${at}, ${erased.rows} rows. The model is being built anew …`
  const cleared = await awaitClearance(center, erased)
  if (cleared === null) return
  center.change({
    told: {
      kind: 'done',
      says: `Erased ${at}. The model is clear of you since ${formatTime(cleared)}.`,
    },
  })
}

/** When the model has followed; null where it has not by now. */
async function awaitClearance(
  { api }: Center,
  { id, modelClearedAt }: Clearance,
): Promise<string | null> {
  let clearedAt = modelClearedAt
  for (let asked = 0; clearedAt === null && asked < ASKS_MAX; asked += 1) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EACH_MS))
    clearedAt = (await api.get<Clearance>(`/v1/erasures/${id}`)).modelClearedAt
  }
  return clearedAt
}

function button(key: string, label: string, act: () => unknown): HTMLButtonElement {
  return el('button', { type: 'button', 'data-focus': key, onclick: () => void act() }, label)
}
