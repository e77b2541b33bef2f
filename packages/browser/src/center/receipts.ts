/** What somebody said, asked for and got, with the proof of each: to keep, and to check here. */
import { checkReceipt } from './check-receipt.ts'
import { type Child, el } from './dom.ts'
import { keepFile } from './keep-file.ts'
import { quiet } from './known.ts'
import { loadMore } from './load.ts'
import type { Center } from './state.ts'
import type { KeptReceipt } from './types.ts'
import { actOf, counted, formatTime } from './words.ts'

export function receipts(center: Center): Child {
  const { entries, next } = center.state.receipts
  return [
    el(
      'p',
      { class: 'lead' },
      'Each thing that you said or asked for stands in a log that nobody can change unnoticed. A receipt proves it to anybody, without us.',
    ),
    el(
      'ol',
      { class: 'receipts' },
      entries.map((one) => receipt(center, one)),
    ),
    next !== null &&
      el(
        'button',
        {
          type: 'button',
          'data-focus': 'more-receipts',
          onclick: () => void loadMore(center, 'receipts'),
        },
        'Show more',
      ),
    checkOne(center),
  ]
}

function receipt(center: Center, { leaf, act, at, kind }: KeptReceipt): HTMLElement {
  const answer = el('small', { role: 'status', class: 'muted' })
  const read = async (): Promise<string> =>
    (await center.api.get<{ receipt: string }>(`/v1/subjects/me/receipt?leaf=${leaf}`)).receipt
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'line' },
      el(
        'span',
        {},
        actOf(act),
        el(
          'small',
          { class: 'muted' },
          `${formatTime(at)}${kind === 'rights' ? '. Done at once' : ''}.`,
        ),
      ),
      el(
        'span',
        { class: 'acts' },
        quiet(`check-${leaf}`, 'Check it here', `: ${actOf(act)}`, async () => {
          answer.textContent = 'Checking …'
          answer.textContent = await verdict(center, await read())
        }),
        quiet(`keep-${leaf}`, 'Keep it', `: ${actOf(act)}`, () =>
          center.act('Your receipt is there.', async () =>
            keepFile(`receipt-${leaf}.txt`, await read(), 'text/plain'),
          ),
        ),
      ),
    ),
    answer,
  )
}

/** Any receipt, also of somebody who was erased. */
function checkOne(center: Center): Child {
  const answer = el('p', { role: 'status', class: 'muted' })
  const input = el('input', {
    type: 'file',
    accept: '.txt,text/plain',
    'data-focus': 'check-file',
    onchange: async () => {
      const text = await input.files?.[0]?.text()
      if (text === undefined) return
      answer.textContent = 'Checking …'
      answer.textContent = await verdict(center, text)
    },
  })
  return el(
    'div',
    { class: 'check' },
    el('label', {}, 'Check a receipt that you kept', input),
    answer,
  )
}

async function verdict(center: Center, text: string): Promise<string> {
  try {
    const found = await checkReceipt(text, await center.readLogKey())
    if (!found.ok) return `Not good: ${found.issues[0]?.says ?? 'it was altered'}.`
    const { record, checkpoint } = found.value
    const head = `counted by a signed head of ${counted(checkpoint.size, 'act')}`
    return `Good. ${actOf(record.act)}, ${formatTime(record.at)}: ${head}. Checked in this browser.`
  } catch {
    return 'This browser cannot check it. `equipoise receipt verify` can, offline.'
  }
}
