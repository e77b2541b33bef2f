/** `decide`: what one slot would show one person, and why. */

import { AD_EVERY_MIN, FEED_MODES, isFeedMode } from '@equipoise/core/channels'
import { type ChangeReport, SEQUENCE_ORDERS } from '@equipoise/core/lists'
import type { App } from '../../app.ts'
import {
  AD_EVERY,
  COUNT_MAX,
  type DecideAnswer,
  decideSlot,
  type FeedAnswer,
  type FeedRequest,
  type From,
  isSlot,
  NO_FILTERS,
  PLAYLIST_SEED_MAX,
  type PlaylistRequest,
  type Reranking,
  SLOTS,
} from '../../modules/decide/index.ts'
import type { Command, OptionValues } from '../command.ts'
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
    similar: { type: 'string', value: 'ID', says: 'start from this item: what is like it' },
    basket: { type: 'string', value: 'ID,ID', says: 'start from these items' },
    where: { type: 'string', value: 'EXPR', says: 'only items that this expression holds for' },
    diversify: { type: 'boolean', says: 'make the list diverse' },
    calibrate: { type: 'boolean', says: "keep to the person's own mix of categories" },
    feed: { type: 'string', value: 'MODE', says: 'as a feed: personal, expressed, chronological' },
    cursor: { type: 'string', value: 'TEXT', says: 'the next page of a feed' },
    ads: { type: 'string', value: 'SLOT', says: 'marked ads of that slot in the feed' },
    every: { type: 'string', value: 'N', says: 'of N places in the feed at most one is an ad (5)' },
    playlist: { type: 'string', value: 'ORDER', says: 'as a playlist: ranked, smooth, varied' },
    continue: { type: 'string', value: 'ID,ID', says: 'start from these, played before' },
    apart: { type: 'string', value: 'BY:N', says: 'no two of one BY within N, such as maker:3' },
    seed: { type: 'string', value: 'N', says: 'another playlist each, 0 to 9999 (0)' },
    region: { type: 'string', value: 'R', says: 'where the person is now' },
    gpc: { type: 'boolean', says: 'the browser sends Global Privacy Control' },
  },
  async run(app, { options }, onProgress) {
    const slot = textOf(options, 'slot') ?? 'home'
    if (!isSlot(slot) && app.desk.findSlot(slot) === undefined) {
      const wanted = `${SLOTS.join(', ')}, or a slot for ads`
      throw new UsageError(`Cannot read slot "${slot}": want ${wanted}`, 'unknown_slot')
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
        filters: { ...NO_FILTERS, where: textOf(options, 'where') },
        exclude: [],
        from: fromOf(options),
        feed: feedOf(options),
        playlist: playlistOf(options),
        rerank: rerankOf(flagOf(options, 'diversify'), flagOf(options, 'calibrate')),
      },
      { location: regionOf(options), signals: { gpc: flagOf(options, 'gpc') } },
    )
    const { isKnown: _, outlet: __, subject: ___, ...told } = answer
    const items = answer.items.map(({ id, score, contributions, item, specificity, ad }) => ({
      id,
      title: ad?.content.title ?? item?.title ?? null,
      score,
      contributions,
      specificity,
      ad: ad ?? null,
    }))
    return { ...told, items, titles: titlesOf(app, answer.items) }
  },
  format: formatDecision,
}

function fromOf(options: OptionValues): From | undefined {
  const similarTo = textOf(options, 'similar')
  const [basket, played] = [idsOf(options, 'basket'), idsOf(options, 'continue')]
  if (similarTo === undefined && basket === undefined && played === undefined) return undefined
  return {
    ...(similarTo !== undefined && { similarTo }),
    ...(basket && { basket }),
    ...(played && { continue: played }),
  }
}

function idsOf(options: OptionValues, name: string): readonly string[] | undefined {
  return textOf(options, name)
    ?.split(',')
    .filter((id) => id !== '')
}

function feedOf(options: OptionValues): FeedRequest | undefined {
  const mode = textOf(options, 'feed')
  const [cursor, slot] = [textOf(options, 'cursor'), textOf(options, 'ads')]
  if (mode === undefined) {
    if (cursor === undefined && slot === undefined) return undefined
    throw new UsageError('Name the mode of the feed: --feed personal')
  }
  if (!isFeedMode(mode)) {
    throw new UsageError(`Cannot read --feed "${mode}": want ${FEED_MODES.join(', ')}`)
  }
  const every = integerOf(options, 'every', { min: AD_EVERY_MIN, max: 100, fallback: AD_EVERY })
  return {
    mode,
    ...(cursor !== undefined && { cursor }),
    ...(slot !== undefined && { ads: { slot, every } }),
  }
}

function playlistOf(options: OptionValues): PlaylistRequest | undefined {
  const text = textOf(options, 'playlist')
  if (text === undefined) return undefined
  const order = SEQUENCE_ORDERS.find((one) => one === text)
  if (order === undefined) {
    throw new UsageError(`Cannot read --playlist "${text}": want ${SEQUENCE_ORDERS.join(', ')}`)
  }
  const seed = integerOf(options, 'seed', { min: 0, max: PLAYLIST_SEED_MAX, fallback: 0 })
  const apart = apartOf(textOf(options, 'apart'))
  return { order, seed, ...(apart && { apart }) }
}

function apartOf(text: string | undefined): PlaylistRequest['apart'] {
  if (text === undefined) return undefined
  const [, by, places] = /^(.+):(\d{1,3})$/.exec(text) ?? []
  const within = Number(places)
  if (by !== undefined && within >= 2 && within <= 100) return { by, within }
  throw new UsageError(`Cannot read --apart "${text}": want a name and 2 to 100, as maker:3`)
}

function rerankOf(diversify: boolean, calibrate: boolean): Reranking | undefined {
  if (!diversify && !calibrate) return undefined
  return { ...(diversify && { diversify: {} }), ...(calibrate && { calibrate: {} }) }
}

/** The titles of the items that speak, by their ids, where they have one. */
function titlesOf({ catalogue }: App, items: DecideAnswer['items']): Record<string, string> {
  const speaking = items.flatMap(({ contributions }) =>
    contributions.flatMap(({ kind, id }) => (kind === 'item' && id !== null ? [id] : [])),
  )
  const titled = speaking.map((id) => [id, catalogue.find(id)?.title] as const)
  return Object.fromEntries(titled.flatMap(([id, title]) => (title ? [[id, title]] : [])))
}

type ShownItem = Pick<
  DecideAnswer['items'][number],
  'id' | 'score' | 'contributions' | 'specificity'
> & {
  readonly title: string | null
  readonly ad: DecideAnswer['items'][number]['ad'] | null
}

type Titles = Readonly<Record<string, string>>

function sayAd({ behalf, payer, parameters }: NonNullable<ShownItem['ad']>): string {
  const aimed = parameters.map(({ says }) => says).join('; ')
  return `on behalf of ${behalf}, paid by ${payer}, for: ${aimed}`
}

/** The API's answer, and the titles of the items that speak in it. */
type Decided = Omit<DecideAnswer, 'items' | 'isKnown' | 'outlet' | 'subject'> & {
  readonly items: readonly ShownItem[]
  readonly titles: Titles
}

const PARTS_SHOWN = 5

function formatDecision(decided: Decided): string {
  const { items, reasons, titles, rung, start, changes, notes, feed } = decided
  const why = reasons.map(({ code, says, citation }) => `  ${code}: ${says}\n    ${citation}`)
  return [
    `Rung: ${rung}${start === null ? '' : `, started from ${start.kind} by ${start.by}`}`,
    ...(feed === undefined ? [] : formatFeed(feed)),
    formatTable(items.flatMap((item, index) => itemRows(item, index, titles))),
    ...changes.map(formatChange),
    ...notes.map(({ says }) => `Note: ${says}`),
    'On what ground:',
    ...why,
  ].join('\n')
}

function formatFeed({ mode, says, reasons, modes, next }: FeedAnswer): string[] {
  const closed = modes.filter(({ open }) => !open).map((one) => one.mode)
  return [
    `Feed: ${mode}. ${says}`,
    ...reasons.map((reason) => `  ${reason.says}\n    ${reason.citation}`),
    ...(closed.length > 0 ? [`Closed: ${closed.join(', ')}`] : []),
    ...(next === null ? ['End of the feed'] : [`Next page: --cursor ${next}`]),
  ]
}

function formatChange({ step, movedIn, moved, scoreCost }: ChangeReport): string {
  const what = `${movedIn.length} came in, ${moved.length} moved`
  return `Re-ranked by ${step}: ${what}, at a cost of ${scoreCost.toFixed(4)} in score`
}

function itemRows(
  { id, title, score, contributions, specificity, ad }: ShownItem,
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
    [`${index + 1}`, title ?? id, score.toFixed(4), specificity.level],
    ...(ad === null || ad === undefined ? [] : [['', `  Ad: ${sayAd(ad)}`, '', '']]),
    ...parts.map(({ name, share, people }) => [
      '',
      `  ${shareBar(share / score)} ${name}`,
      share.toFixed(4),
      people,
    ]),
  ]
}
