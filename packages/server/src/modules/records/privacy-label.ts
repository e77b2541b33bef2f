/**
 * The privacy label: what this server keeps, why, until when, and who gets it, short and for
 * people. It is made of what is there just now; what is there and told of nowhere stands in it as
 * untold, so that it never says less than the truth.
 */
import { PURPOSES, type Purpose } from '@equipoise/core/values'
import { USES } from './activities.ts'
import type { Connection } from './connections.ts'
import { DEVICE, type DeviceEntry } from './device.ts'
import { type About, type Holding, type HoldingId, listHoldings } from './holdings.ts'
import { titleOf } from './processing-record.ts'
import { listRecipients, type Recipient } from './recipients.ts'
import { type Lapse, listLapses, sayUntil } from './retention.ts'
import type { Party } from './statements.ts'
import { controllerOf, houseClocks, houseRules, type MadeOf, madeOf, type Terms } from './terms.ts'

export interface PrivacyLabel extends MadeOf {
  /** Null where nobody said who is responsible. */
  readonly controller: Party | null
  readonly officer: Party | null
  /** Where the business tells more: an address, or a path of its site. */
  readonly notice: string | null
  /** The few sentences that matter most. */
  readonly short: readonly LabelFact[]
  readonly keeps: readonly LabelHolding[]
  readonly device: readonly DeviceEntry[]
  /** Looked at and never stored. */
  readonly passing: readonly string[]
  readonly connectsTo: readonly Connection[]
  readonly recipients: readonly Pick<Recipient, 'name' | 'role' | 'gets' | 'country'>[]
  readonly rights: readonly LabelRight[]
}

export interface LabelFact {
  readonly code: 'asks_first' | 'passes_on' | 'connects' | 'signal' | 'forgets' | 'model'
  readonly says: string
  /** What stands behind it: a rule’s citation, or a setting. */
  readonly source: string
}

export interface LabelHolding {
  readonly id: HoldingId
  readonly about: About
  readonly title: string
  readonly says: string
  readonly purposes: readonly Purpose[]
  readonly protection: string
  readonly until: string
  readonly places: Holding['places']
}

/** What may be asked for, and how soon there is an answer. */
export interface LabelRight {
  readonly requests: readonly string[]
  readonly within: string
}

export function privacyLabel(terms: Terms): PrivacyLabel {
  const { statements, connections } = terms
  const lapses = listLapses(terms)
  return {
    ...madeOf(terms),
    controller: controllerOf(terms),
    notice: terms.config.banner.privacyUrl ?? null,
    officer: statements.officer ?? null,
    short: shortFacts(terms),
    keeps: listHoldings().map((holding) => labelHolding(holding, lapses)),
    device: DEVICE,
    passing: PASSING,
    connectsTo: connections,
    recipients: listTold(terms),
    rights: listRights(terms),
  }
}

/** How many keys there are, and of which kind, is the business's own. */
function listTold(terms: Terms): PrivacyLabel['recipients'] {
  const own = {
    name: controllerOf(terms)?.name ?? 'The shop itself',
    role: 'controller',
    gets: 'What each of its people and servers may see; what its people do for you is logged',
    country: null,
  } as const
  const you = {
    name: 'You',
    role: 'subject',
    gets: 'All of it, with receipts',
    country: null,
  } as const
  const others = listRecipients(terms).filter(
    ({ role }) => role !== 'controller' && role !== 'subject',
  )
  return [
    you,
    own,
    ...others.map(({ name, role, gets, country }) => ({ name, role, gets, country })),
  ]
}

const PASSING: readonly string[] = [
  'Your address: counted for minutes, in memory, as a hash, so that nobody floods the server. It is in no log.',
  'Your browser’s privacy signal (Global Privacy Control): heeded; with what you agreed to it is kept whether it was on.',
  'What you ask of a page: answered, and forgotten unless you said yes to keeping it.',
]

function labelHolding(
  { id, about, title, says, protection, ends, places }: ReturnType<typeof listHoldings>[number],
  lapses: readonly Lapse[],
): LabelHolding {
  return {
    id,
    about,
    title,
    says,
    purposes: PURPOSES.filter((purpose) => USES[purpose].includes(id)),
    protection,
    until: sayUntil(ends, lapses),
    places,
  }
}

const SIGNAL_SAYS =
  'If your browser sends Global Privacy Control, that is your no to ads across sites and to passing on your data, wherever you are.'

function shortFacts(terms: Terms): readonly LabelFact[] {
  const { connections, statements, config } = terms
  const rules = houseRules(terms)
  const signal = rules.find(({ when, effect }) => when.signal === 'gpc' && effect.kind === 'refuse')
  const first = rules.find(({ effect }) => effect.kind === 'model' && effect.model === 'opt_in')
  const processors = statements.processors ?? []
  const { recipients } = config.banner
  const outside = [
    ...processors.map(({ name }) => name),
    ...connections.map(({ to }) => to),
    ...(recipients === '' ? [] : [recipients]),
  ]
  return [
    ...(first === undefined ? [] : [asksFirst(terms, first.says, first.citation)]),
    {
      code: 'passes_on',
      says:
        outside.length === 0
          ? 'What is kept goes to no other company that anybody told of.'
          : `It is worked on by, or goes to: ${outside.join(', ')}.`,
      source: 'What the shop says of who works for it, and where this server connects',
    },
    {
      code: 'connects',
      says:
        connections.length === 0
          ? 'This server calls nobody: it only answers.'
          : `This server calls ${connections.map(({ to }) => to).join(', ')}.`,
      source: 'The settings of this server',
    },
    ...(signal === undefined
      ? []
      : [{ code: 'signal', says: SIGNAL_SAYS, source: signal.citation } as const]),
    {
      code: 'forgets',
      says: `When you ask to be erased, your data goes at once, and the model forgets you within ${config.recommend.modelClearanceSeconds} seconds.`,
      source: 'A setting of the shop: EQUIPOISE_MODEL_CLEARANCE_SECONDS',
    },
    {
      code: 'model',
      says: `A reason is shown only where ${terms.supportPeopleMin} people share it.`,
      source: 'A setting of the shop: EQUIPOISE_SUPPORT_PEOPLE_MIN',
    },
  ]
}

function asksFirst({ relaxations }: Terms, says: string, citation: string): LabelFact {
  const relaxed = relaxations.map(
    ({ purpose, places }) => `${titleOf(purpose)} in ${places.join(', ')}`,
  )
  const except =
    relaxed.length === 0 ? '' : ` Except: ${relaxed.join('; ')}, as the law there has it.`
  return { code: 'asks_first', says: `${says}${except}`, source: citation }
}

function listRights(terms: Terms): readonly LabelRight[] {
  const promised = houseClocks(terms).filter(
    ({ respond, exists }) => exists && respond !== undefined,
  )
  return [...Map.groupBy(promised, ({ says }) => says)].map(([within, clocks]) => ({
    requests: clocks.map(({ request }) => request),
    within,
  }))
}
