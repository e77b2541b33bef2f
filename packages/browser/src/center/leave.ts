/** Take a break, take everything along, or go: with what will happen, and the proof to keep. */
import { type Child, el } from './dom.ts'
import { keepFile } from './keep-file.ts'
import type { Center } from './state.ts'
import type { Clearance, Erasure } from './types.ts'
import { formatLong, formatTime, say } from './words.ts'

const DAY_MS = 86_400_000
const BREAKS = [
  { unit: 'day', days: 1 },
  { unit: 'week', days: 7 },
  { unit: 'month', days: 30 },
] as const
const ASK_EACH_MS = 1_000
const ASKS_MAX = 90

export function pause(center: Center): Child {
  const until = center.state.session?.pausedUntil ?? null
  if (until !== null) {
    return [
      el('p', { class: 'eq-lead' }, say('pausedUntil', { time: formatTime(until) })),
      button('resume', say('endPause'), () =>
        center.act(say('pauseOver'), () => center.api.post('/v1/subjects/me/resume')),
      ),
    ]
  }
  return [
    el('p', { class: 'eq-lead' }, say('pauseSays')),
    el(
      'div',
      { class: 'eq-acts' },
      BREAKS.map(({ unit, days }) =>
        button(`pause-${days}`, formatLong(1, unit), () => {
          const end = new Date(Date.now() + days * DAY_MS).toISOString()
          return center.act(say('paused'), () =>
            center.api.post('/v1/subjects/me/pause', { until: end }),
          )
        }),
      ),
    ),
  ]
}

export function takeAlong(center: Center): Child {
  return [
    el('p', { class: 'eq-lead' }, say('alongSays')),
    button('export', say('along'), () =>
      center.act(say('fileThere'), async () => {
        const all = await center.api.get<object>('/v1/subjects/me/export')
        keepFile('my-data.json', JSON.stringify(all, null, 2), 'application/json')
      }),
    ),
  ]
}

export function erase(center: Center): Child {
  const ends = el('p', { class: 'eq-lead', role: 'status' })
  const confirm = el('div', { class: 'eq-acts', hidden: !center.state.isErasing })
  confirm.append(
    el(
      'button',
      {
        type: 'button',
        class: 'eq-stop',
        'data-focus': 'erase-yes',
        onclick: () => void eraseNow(center, ends),
      },
      say('eraseNow'),
    ),
    button('erase-no', say('keepAll'), () => center.change({ isErasing: false })),
  )
  return [
    el(
      'ol',
      { class: 'eq-steps' },
      el('li', {}, say('eraseFirst')),
      el('li', {}, say('eraseThen')),
      el('li', {}, say('eraseProof')),
    ),
    el('p', { class: 'eq-muted' }, say('eraseFinal')),
    button('erase', say('eraseMe'), () => {
      center.change({ isErasing: true })
      document.querySelector<HTMLElement>('[data-focus="erase-yes"]')?.focus()
    }),
    confirm,
    ends,
  ]
}

async function eraseNow(center: Center, ends: HTMLElement): Promise<void> {
  let erased: Erasure | undefined
  center.change({ isErasing: false })
  const done = await center.act(say('erased'), async () => {
    erased = await center.api.post<Erasure>('/v1/subjects/me/erase')
    keepFile('erasure-receipt.txt', erased.receipt, 'text/plain')
  })
  if (!done || erased === undefined) return
  const time = formatTime(erased.erasedAt)
  ends.textContent = say('erasedAt', { time })
  const cleared = await awaitClearance(center, erased)
  if (cleared === null) return
  center.change({
    told: {
      kind: 'done',
      says: say('cleared', { time, cleared: formatTime(cleared) }),
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
