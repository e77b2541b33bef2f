/** `decide`: what one slot would show one person, and why. */

import type { App } from '../../app.ts'
import {
  COUNT_MAX,
  type DecideAnswer,
  decideSlot,
  isSlot,
  NO_FILTERS,
  SLOTS,
} from '../../modules/decide/index.ts'
import type { Command } from '../command.ts'
import { flagOf, integerOf, regionOf, subjectOf, textOf } from '../option-values.ts'
import { formatTable, shareBar } from '../print.ts'
import { UsageError } from '../usage.ts'

export const DECIDE_COMMAND: Command<Decided> = {
  words: ['decide'],
  says: 'shows what a slot would show a person, on which rung, and why',
  options: {
    subject: { type: 'string', value: 'ID', says: 'the person, by your own id' },
    slot: { type: 'string', value: SLOTS.join('|'), says: 'where it would be shown (home)' },
    count: { type: 'string', value: 'N', says: 'how many items, 1 to 100 (10)' },
    item: { type: 'string', value: 'ID', says: 'the item of the page that the slot is on' },
    region: { type: 'string', value: 'R', says: 'where the person is now' },
    gpc: { type: 'boolean', says: 'the browser sends Global Privacy Control' },
  },
  async run(app, { options }, onProgress) {
    const slot = textOf(options, 'slot') ?? 'home'
    if (!isSlot(slot)) {
      throw new UsageError(`Cannot read slot "${slot}": want ${SLOTS.join(', ')}`, 'unknown_slot')
    }
    await app.trainer.ensure(({ stage, ratio }) => onProgress(stage, ratio))
    const answer = await decideSlot(
      app,
      {
        outlet: 'exact',
        who: subjectOf(options),
        slot,
        count: integerOf(options, 'count', { min: 1, max: COUNT_MAX, fallback: 10 }),
        page: { item: textOf(options, 'item'), categories: [] },
        filters: NO_FILTERS,
        exclude: [],
      },
      { location: regionOf(options), signals: { gpc: flagOf(options, 'gpc') } },
    )
    const { isKnown: _, outlet: __, subject: ___, ...told } = answer
    const items = answer.items.map(({ id, score, contributions, item }) => ({
      id,
      title: item?.title ?? null,
      score,
      contributions,
    }))
    return { ...told, items, titles: titlesOf(app, answer.items) }
  },
  format: formatDecision,
}

/** The titles of the items that speak, by their ids, where they have one. */
function titlesOf({ catalogue }: App, items: DecideAnswer['items']): Record<string, string> {
  const speaking = items.flatMap(({ contributions }) =>
    contributions.flatMap(({ kind, id }) => (kind === 'item' && id !== null ? [id] : [])),
  )
  const titled = speaking.map((id) => [id, catalogue.find(id)?.title] as const)
  return Object.fromEntries(titled.flatMap(([id, title]) => (title ? [[id, title]] : [])))
}

type ShownItem = Pick<DecideAnswer['items'][number], 'id' | 'score' | 'contributions'> & {
  readonly title: string | null
}

type Titles = Readonly<Record<string, string>>

/** The API's answer, and the titles of the items that speak in it. */
type Decided = Omit<DecideAnswer, 'items' | 'isKnown' | 'outlet' | 'subject'> & {
  readonly items: readonly ShownItem[]
  readonly titles: Titles
}

const PARTS_SHOWN = 5

function formatDecision({ items, reasons, titles, rung }: Decided): string {
  const why = reasons.map(({ code, says, citation }) => `  ${code}: ${says}\n    ${citation}`)
  return [
    `Rung: ${rung}`,
    formatTable(items.flatMap((item, index) => itemRows(item, index, titles))),
    'On what ground:',
    ...why,
  ].join('\n')
}

function itemRows(
  { id, title, score, contributions }: ShownItem,
  index: number,
  titles: Titles,
): string[][] {
  const left = contributions.slice(PARTS_SHOWN)
  const leftShare = left.reduce((sum, { share }) => sum + share, 0)
  const parts = contributions.slice(0, PARTS_SHOWN).map((part) => ({
    name: part.id === null ? part.kind : `${part.kind} ${titles[part.id] ?? part.id}`,
    share: part.share,
    people: part.support === null ? '' : `${part.support}+ people`,
  }))
  if (left.length > 0) parts.push({ name: `${left.length} more`, share: leftShare, people: '' })
  return [
    [`${index + 1}`, title ?? id, score.toFixed(4), ''],
    ...parts.map(({ name, share, people }) => [
      '',
      `  ${shareBar(share / score)} ${name}`,
      share.toFixed(4),
      people,
    ]),
  ]
}
