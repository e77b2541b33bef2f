/** `decide`: what one slot would show one person, and why. */

import type { Reason } from '@equipoise/core/law'
import type { Contribution } from '@equipoise/core/recommend'
import type { App } from '../../app.ts'
import { COUNT_MAX, decideSlot, isSlot, NO_FILTERS, SLOTS } from '../../modules/decide/index.ts'
import type { Command, CommandResult } from '../command.ts'
import { flagOf, integerOf, regionOf, subjectOf, textOf } from '../option-values.ts'
import { formatTable, shareBar } from '../print.ts'
import { UsageError } from '../usage.ts'

export const DECIDE_COMMAND: Command = {
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
        who: subjectOf(options),
        slot,
        count: integerOf(options, 'count', { min: 1, max: COUNT_MAX, fallback: 10 }),
        page: { item: textOf(options, 'item'), categories: [] },
        filters: NO_FILTERS,
        exclude: [],
      },
      { location: regionOf(options), signals: { gpc: flagOf(options, 'gpc') } },
    )
    const { isKnown: _, ...told } = answer
    const items = answer.items.map(({ id, score, contributions, item }) => ({
      id,
      title: item?.title ?? null,
      score,
      contributions: contributions.map((part) => ({ ...part, title: titleOf(app, part) })),
    }))
    return { ...told, items }
  },
  format: formatDecision,
}

/** The title of the item that speaks; null for the other kinds, and where there is none. */
function titleOf(
  { catalogue }: App,
  { kind, id }: Pick<Contribution, 'kind' | 'id'>,
): string | null {
  return kind === 'item' && id !== null ? (catalogue.find(id)?.title ?? null) : null
}

interface ShownItem {
  readonly id: string
  readonly title: string | null
  readonly score: number
  readonly contributions: readonly {
    readonly kind: string
    readonly id: string | null
    readonly share: number
    readonly support: number | null
    readonly title: string | null
  }[]
}

const PARTS_SHOWN = 5

function formatDecision(result: CommandResult): string {
  // Both lists are those that `run` put there.
  const items = result['items'] as readonly ShownItem[]
  // As above.
  const reasons = result['reasons'] as readonly Reason[]
  const why = reasons.map(({ code, says, citation }) => `  ${code}: ${says}\n    ${citation}`)
  return [
    `Rung: ${result['rung']}`,
    formatTable(items.flatMap(itemRows)),
    'On what ground:',
    ...why,
  ].join('\n')
}

function itemRows({ id, title, score, contributions }: ShownItem, index: number): string[][] {
  const left = contributions.slice(PARTS_SHOWN)
  const leftShare = left.reduce((sum, { share }) => sum + share, 0)
  const parts = contributions.slice(0, PARTS_SHOWN).map((part) => ({
    name: part.id === null ? part.kind : `${part.kind} ${part.title ?? part.id}`,
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
