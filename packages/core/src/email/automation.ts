/**
 * Automations: what happened to a person, and which mail follows from it, if any. Pure: the same
 * facts give the same mail, under the same name (`occurrence`), so that asking twice sends one.
 *
 *   welcome          they confirmed a list          one mail, once
 *   back_in_stock    an item they asked for is there  one mail for each time they asked
 *   basket_reminder  they left something in the basket  at most twice in seven days for one item,
 *                    and never after they bought it (the follow cap)
 */
import { DAY_MS, type Instant, toInstant } from '../values/index.ts'

export const AUTOMATION_KINDS = ['welcome', 'back_in_stock', 'basket_reminder'] as const
export type AutomationKind = (typeof AUTOMATION_KINDS)[number]

/** How often one item may follow a person, in how many days. */
export interface FollowCap {
  readonly times: number
  readonly days: number
}

export const FOLLOW_CAP: FollowCap = { times: 2, days: 7 }

/** Older baskets and arrivals are let be: nobody waits for that mail any more. */
const STALE_MS = 3 * DAY_MS

export interface Automation {
  readonly kind: AutomationKind
  /** After what happened. */
  readonly delayMs: number
  readonly followCap: FollowCap
}

export interface AutomationFacts {
  readonly at: Instant
  /** When they confirmed the automation's list; undefined where they did not. */
  readonly confirmedAt: Instant | undefined
  /** Items that they asked to be told of, since when, and whether each is there now. */
  readonly watches: readonly {
    readonly item: string
    readonly since: Instant
    readonly there: boolean
  }[]
  /** What is in the basket, and when it was put there last. */
  readonly basket: readonly { readonly item: string; readonly at: Instant }[]
  readonly bought: ReadonlySet<string>
  /** Mails with an item in them that followed them before, by any automation. */
  readonly followed: readonly { readonly item: string; readonly at: Instant }[]
}

export interface AutomationMail {
  /** Names what the mail is about: the same is never sent twice. */
  readonly occurrence: string
  readonly dueAt: Instant
  readonly items: readonly string[]
}

export const BASKET_ITEMS_MAX = 5

export function nextMail(
  automation: Automation,
  facts: AutomationFacts,
): AutomationMail | undefined {
  if (facts.confirmedAt === undefined) return undefined
  switch (automation.kind) {
    case 'welcome':
      return isFresh(facts.confirmedAt, automation, facts.at)
        ? { occurrence: 'welcome', dueAt: after(facts.confirmedAt, automation), items: [] }
        : undefined
    case 'back_in_stock':
      return backInStock(automation, facts)
    case 'basket_reminder':
      return basketReminder(automation, facts)
  }
}

function backInStock(automation: Automation, facts: AutomationFacts): AutomationMail | undefined {
  const watch = facts.watches.find(
    ({ item, there }) => there && !facts.bought.has(item) && mayFollow(automation, facts, item),
  )
  if (watch === undefined) return undefined
  const { item, since } = watch
  return { occurrence: `stock|${item}|${since}`, dueAt: after(facts.at, automation), items: [item] }
}

function basketReminder(
  automation: Automation,
  facts: AutomationFacts,
): AutomationMail | undefined {
  const left = facts.basket.filter(
    ({ item, at }) =>
      !facts.bought.has(item) &&
      isFresh(at, automation, facts.at) &&
      mayFollow(automation, facts, item),
  )
  const latest = left.toSorted((a, b) => b.at - a.at)[0]
  // Whoever is still putting things in is not reminded of them.
  if (latest === undefined || facts.at < latest.at + automation.delayMs) return undefined
  return {
    occurrence: `basket|${latest.item}|${latest.at}`,
    dueAt: facts.at,
    items: left.map(({ item }) => item).slice(0, BASKET_ITEMS_MAX),
  }
}

/** Whether one more mail with that item is within the cap. */
export function mayFollow(
  { followCap: { times, days } }: Pick<Automation, 'followCap'>,
  { at, followed }: Pick<AutomationFacts, 'at' | 'followed'>,
  item: string,
): boolean {
  const since = at - days * DAY_MS
  return followed.filter((one) => one.item === item && one.at > since).length < times
}

function isFresh(happenedAt: Instant, { delayMs }: Automation, at: Instant): boolean {
  return happenedAt <= at && at < happenedAt + delayMs + STALE_MS
}

function after(at: Instant, { delayMs }: Automation): Instant {
  return toInstant(at + delayMs)
}
