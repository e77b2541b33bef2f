/**
 * What somebody chose on a page, as a browser keeps it: which purposes they said yes and no to, and
 * on which day. It says nothing about who they are, and so it may be kept after a refusal too.
 *
 * Its text is `1.YES.NO.DAY`: two sets of purposes as hexadecimal numbers (see `purposeMask`) and a
 * count of days since 1970 in UTC. A purpose in both is a no that the server has yet to hear of: it
 * was a yes when they last spoke.
 */
import { PURPOSES, type Purpose, purposeMask, purposesIn } from '../values/index.ts'

export interface Choice {
  readonly given: readonly Purpose[]
  readonly refused: readonly Purpose[]
  /** Those of `refused` that the server still takes for a yes. */
  readonly untold: readonly Purpose[]
  /** Days since 1970, in UTC. */
  readonly day: number
}

/** The cookie that holds it: readable by the page, and no identifier. */
export const CHOICE_COOKIE = '__Host-equipoise-choice'
/** The cookie whose presence is a private session: its text is the same for everybody. */
export const PRIVATE_COOKIE = '__Host-equipoise-private'
/** Browsers keep none for longer; a law that lets one ask but once gets that. */
export const CHOICE_LIFETIME_DAYS_MAX = 400

const FORM = /^1\.([0-9a-f]{1,8})\.([0-9a-f]{1,8})\.(\d{1,6})$/

export function formatChoice({ given, refused, untold, day }: Choice): string {
  const yes = purposeMask(given) | (purposeMask(untold) & purposeMask(refused))
  return `1.${yes.toString(16)}.${purposeMask(refused).toString(16)}.${day}`
}

/** Undefined for anything but the text of a choice. */
export function parseChoice(text: string | undefined): Choice | undefined {
  const [, yes, no, day] = FORM.exec(text ?? '') ?? []
  if (!yes) return undefined
  const [given, refused] = [Number(`0x${yes}`), Number(`0x${no}`)]
  if ((given | refused) >>> PURPOSES.length !== 0) return undefined
  return {
    given: purposesIn(given & ~refused),
    refused: purposesIn(refused),
    untold: purposesIn(given & refused),
    day: Number(day),
  }
}

/** What stands once the server has heard more: the latest counts, purpose by purpose. */
export function addToChoice(
  before: Choice | undefined,
  said: { readonly give: readonly Purpose[]; readonly refuse: readonly Purpose[] },
  day: number,
): Choice {
  const refused = purposeMask(said.refuse)
  const given = purposeMask(said.give) & ~refused
  const yes = (purposeMask(before?.given ?? []) & ~refused) | given
  const no = (purposeMask(before?.refused ?? []) & ~given) | refused
  return { given: purposesIn(yes), refused: purposesIn(no), untold: [], day }
}

/** What stands once somebody has said no, before the server has heard of it. */
export function refuseUntold(
  before: Choice | undefined,
  refuse: readonly Purpose[],
  day: number,
): Choice {
  const given = purposeMask(before?.given ?? [])
  const heard = given | purposeMask(before?.untold ?? [])
  const no = purposeMask([...(before?.refused ?? []), ...refuse])
  return {
    given: purposesIn(given & ~no),
    refused: purposesIn(no),
    untold: purposesIn(heard & no),
    day,
  }
}
