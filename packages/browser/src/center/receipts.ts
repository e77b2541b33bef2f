/** What somebody said, asked for and got, with the proof of each: to keep, and to check here. */
import { checkReceipt } from './check-receipt.ts'
import { type Child, el, fill } from './dom.ts'
import { keepFile } from './keep-file.ts'
import { quiet } from './known.ts'
import { loadMore } from './load.ts'
import type { Center } from './state.ts'
import type { KeptReceipt } from './types.ts'
import { actOf, formatCount, formatTime, inEnglish, say, sayWith } from './words.ts'

export function receipts(center: Center): Child {
  const { entries, next } = center.state.receipts
  return [
    el('p', { class: 'lead' }, say('receiptsSay')),
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
        say('more'),
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
          `${formatTime(at)}. ${kind === 'rights' ? say('atOnce') : ''}`,
        ),
      ),
      el(
        'span',
        { class: 'acts' },
        quiet(`check-${leaf}`, say('checkHere'), `: ${actOf(act)}`, async () => {
          answer.textContent = say('checking')
          fill(answer, await verdict(center, await read()))
        }),
        quiet(`keep-${leaf}`, say('keepIt'), `: ${actOf(act)}`, () =>
          center.act(say('receiptThere'), async () =>
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
      answer.textContent = say('checking')
      fill(answer, await verdict(center, text))
    },
  })
  return el('div', { class: 'check' }, el('label', {}, say('checkKept'), input), answer)
}

async function verdict(center: Center, text: string): Promise<Child> {
  try {
    const found = await checkReceipt(text, await center.readLogKey())
    if (!found.ok) return sayWith('notGood', { why: inEnglish(found.issues[0]?.says ?? '–') })
    const { record, checkpoint } = found.value
    const act = actOf(record.act)
    return say('good', { act, time: formatTime(record.at), size: formatCount(checkpoint.size) })
  } catch {
    return say('cannotCheck')
  }
}
