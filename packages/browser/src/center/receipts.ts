/** What somebody said, asked for and got, with the proof of each: to keep, and to check here. */
import { checkReceipt } from './check-receipt.ts'
import { type Child, el } from './dom.ts'
import { keepFile } from './keep-file.ts'
import { quiet } from './known.ts'
import { loadMore } from './load.ts'
import { requests } from './requests.ts'
import type { Center } from './state.ts'
import type { KeptReceipt } from './types.ts'
import { actOf, formatCount, formatTime, inEnglish, say, sayWith } from './words.ts'

export function receipts(center: Center): Child {
  const { entries, next } = center.state.receipts
  // Whoever was erased has their receipt, and is nobody here.
  if (center.state.session?.known !== true) {
    return [el('p', { class: 'eq-lead' }, say('receiptsSay')), checkOne(center)]
  }
  return [
    requests(center),
    el('p', { class: 'eq-lead' }, say('receiptsSay')),
    el(
      'ol',
      { class: 'eq-receipts' },
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
  const { verdicts } = center.state
  const answer = el('small', { role: 'status', class: 'eq-muted' }, verdicts[leaf])
  const read = async (): Promise<string> =>
    (await center.api.get<{ receipt: string }>(`/v1/subjects/me/receipt?leaf=${leaf}`)).receipt
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'eq-line' },
      el(
        'span',
        {},
        actOf(act),
        el(
          'small',
          { class: 'eq-muted' },
          `${formatTime(at)}. ${isDone({ kind, act }) ? say('atOnce') : ''}`,
        ),
      ),
      el(
        'span',
        { class: 'eq-acts' },
        quiet(`check-${leaf}`, say('checkHere'), `: ${actOf(act)}`, async () => {
          answer.textContent = say('checking')
          await keepVerdict(center, leaf, await read())
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

/** A request has a clock of its own, above. */
function isDone({ kind, act }: Pick<KeptReceipt, 'kind' | 'act'>): boolean {
  return kind === 'rights' && act !== 'request' && act !== 'answer_request'
}

/** Any receipt, also of somebody who was erased. */
function checkOne(center: Center): Child {
  const answer = el('p', { role: 'status', class: 'eq-muted' }, center.state.verdicts.file)
  const input = el('input', {
    type: 'file',
    accept: '.txt,text/plain',
    'data-focus': 'check-file',
    onchange: async () => {
      const text = await input.files?.[0]?.text()
      if (text === undefined) return
      answer.textContent = say('checking')
      await keepVerdict(center, 'file', text)
    },
  })
  return el('div', { class: 'eq-check' }, el('label', {}, say('checkKept'), input), answer)
}

/** It stays when the page is drawn anew, as it is after every act. */
async function keepVerdict(center: Center, of: number | 'file', text: string): Promise<void> {
  const said = await verdict(center, text)
  center.change({ verdicts: { ...center.state.verdicts, [of]: said } })
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
