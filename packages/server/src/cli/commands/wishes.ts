/** `wishes show|set`: what a person wants of feeds and lists for good. */
import {
  FEED_MODES,
  type Followed,
  isFeedMode,
  type NotForProfile,
  type WishChange,
} from '@equipoise/core/channels'
import { LIST_NAME_PATTERN } from '../../modules/decide/index.ts'
import {
  COMMAND_LINE,
  changeSubjectWishes,
  readWishes,
  viewWishes,
} from '../../modules/rights/index.ts'
import { getSubject } from '../../modules/subjects/index.ts'
import type { Command, Option, OptionValues } from '../command.ts'
import { subjectOf, textOf, textsOf } from '../option-values.ts'
import { UsageError } from '../usage.ts'

const SUBJECT: Option = { type: 'string', value: 'ID', says: 'the person, by your own id' }

const SHOW: Command = {
  words: ['wishes', 'show'],
  says: 'shows how personal a feed may be, what a person follows, and what is not to count',
  options: { subject: SUBJECT },
  async run(app, { options }) {
    const subject = await getSubject(app.store, subjectOf(options))
    return viewWishes(await readWishes(app, subject))
  },
}

const SET: Command = {
  words: ['wishes', 'set'],
  says: 'changes them at the asking of the person; what is left out stays as it is',
  options: {
    subject: SUBJECT,
    feed: {
      type: 'string',
      value: 'MODE',
      says: 'at most: personal, expressed, chronological; none takes it back',
    },
    follow: several('BY:VALUE', 'follows it, such as maker:acme or category:tea'),
    unfollow: several('BY:VALUE', 'follows it no longer'),
    'not-for-profile': several('KIND:ID', 'does not count: item:ID or list:NAME'),
    'for-profile': several('KIND:ID', 'counts again'),
  },
  async run(app, { options }) {
    const change = changeIn(options)
    if (Object.keys(change).length === 0) {
      throw new UsageError('Name a wish: --feed, --follow or --not-for-profile')
    }
    const subject = await getSubject(app.store, subjectOf(options))
    return viewWishes(await changeSubjectWishes(app, subject, { change, acting: COMMAND_LINE }))
  },
}

export const WISH_COMMANDS: readonly Command[] = [SHOW, SET]

function several(value: string, says: string): Option {
  return { type: 'string', multiple: true, value, says: `${says}; repeat it for more` }
}

function changeIn(options: OptionValues): WishChange {
  const [follow, unfollow] = [followedIn(options, 'follow'), followedIn(options, 'unfollow')]
  const notForProfile = apartIn(options, 'not-for-profile')
  const forProfile = apartIn(options, 'for-profile')
  const feedMode = modeIn(options)
  return {
    ...(feedMode !== undefined && { feedMode }),
    ...(follow.length > 0 && { follow }),
    ...(unfollow.length > 0 && { unfollow }),
    ...(notForProfile && { notForProfile }),
    ...(forProfile && { forProfile }),
  }
}

/** Null takes it back. */
function modeIn(options: OptionValues): WishChange['feedMode'] {
  const mode = textOf(options, 'feed')
  if (mode === undefined || isFeedMode(mode)) return mode
  if (mode === 'none') return null
  throw new UsageError(`Cannot read --feed "${mode}": want ${FEED_MODES.join(', ')} or none`)
}

/** As the API takes them. */
const NAME_MAX = 500
const ITEM_MAX = 256

/** A colon in a value is its own: the first one parts. */
function pairsIn(options: OptionValues, name: string, wanted: string): [string, string][] {
  return textsOf(options, name).map((text) => {
    const [, by, value] = /^([^:]+):(.+)$/s.exec(text) ?? []
    if (by !== undefined && value !== undefined && by.length <= NAME_MAX) {
      if (value.length <= NAME_MAX) return [by, value]
    }
    throw new UsageError(`Cannot read --${name}: want ${wanted}, ${NAME_MAX} characters at most`)
  })
}

function followedIn(options: OptionValues, name: string): readonly Followed[] {
  return pairsIn(options, name, 'BY:VALUE, as maker:acme').map(([by, value]) => ({ by, value }))
}

/** Undefined where none is named. */
function apartIn(options: OptionValues, name: string): NotForProfile | undefined {
  const pairs = pairsIn(options, name, 'item:ID or list:NAME')
  if (pairs.length === 0) return undefined
  const [items, lists] = [idsOf(pairs, 'item'), idsOf(pairs, 'list')]
  const isList = (id: string): boolean => new RegExp(LIST_NAME_PATTERN).test(id)
  const isWhole = items.length + lists.length === pairs.length
  if (isWhole && lists.every(isList) && items.every(({ length }) => length <= ITEM_MAX)) {
    return { items, lists }
  }
  throw new UsageError(`Cannot read --${name}: want item:ID or list:NAME, a name as for-the-party`)
}

function idsOf(pairs: readonly (readonly [string, string])[], kind: 'item' | 'list'): string[] {
  return pairs.flatMap(([one, id]) => (one === kind ? [id] : []))
}
