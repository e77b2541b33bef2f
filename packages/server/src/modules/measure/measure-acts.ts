/**
 * Counts what people do, in a transaction of their own and under their permit for `measurement`: it
 * is charged to their week, which is sealed with them, and added to counts of nobody. Attribution
 * happens here, from what is kept of the person anyway; what it found is kept nowhere.
 */

import {
  attribute,
  type ConversionRule,
  type Counted,
  countClick,
  countConversion,
  countConverted,
  countPerson,
  countShowing,
  type Deed,
  isRunning,
  type MeasuredCount,
  type MeasuredShowing,
  type MeasuredWeek,
  openWeek,
  WEEK_UNITS,
} from '@equipoise/core/measure'
import {
  DAY_MS,
  type ImpressionId,
  type Instant,
  type SubjectId,
  toInstant,
} from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { MeasurementWriter, ShownAd } from '../../store/index.ts'
import { armFor, conversionVerbsOf, countedIn, type KnownExperiment } from '../ads/index.ts'
import type { PersonGate } from '../law/index.ts'
import { type MeasureParts, permitToMeasure } from './measure-parts.ts'

/** What is reported later than this after it happened is no conversion any more. */
const LATE_MS = 2 * DAY_MS
/** For so long a conversion that is reported again is known again. */
const ONCE_MS = 60 * DAY_MS

/** An interaction that may be counted. */
export interface MeasuredDeed {
  readonly id: string
  readonly item: string
  readonly verb: Deed['verb']
  readonly at: Instant | undefined
}

/** A showing that was kept, in the transaction that kept it. */
export async function measureShowing(
  parts: MeasureParts,
  person: PersonGate,
  writer: MeasurementWriter,
  showing: MeasuredShowing,
): Promise<void> {
  const at = parts.now()
  const { subject } = person
  if (subject === undefined || permitToMeasure(person, at) === undefined) return
  const tally = await Tally.open(writer, at)
  tally.take((week) => countShowing(week, showing))
  const isAd = showing.ad !== undefined
  for (const one of experimentsOf(parts, subject, at)) {
    // An ad that somebody is held out of must not decide whether they are counted.
    if (one.slot === undefined ? isAd : one.slot !== showing.slot) continue
    tally.take((week) => countPerson(week, one.id, armFor(parts.root, one, subject)))
  }
  await tally.write(writer)
}

/** A click on an ad that was kept, likewise: one for each showing. */
export async function measureClick(
  parts: MeasureParts,
  person: PersonGate,
  writer: MeasurementWriter,
  { ad: { campaign, creative }, showing: { impression, slot } }: ClickedAd,
): Promise<void> {
  const at = parts.now()
  if (permitToMeasure(person, at) === undefined) return
  if (!(await writer.measureOnce(`click ${impression}`, toInstant(at + ONCE_MS)))) return
  const tally = await Tally.open(writer, at)
  tally.take((week) => countClick(week, { campaign, creative, slot }))
  await tally.write(writer)
}

export interface ClickedAd {
  readonly ad: ShownAd
  readonly showing: { readonly impression: ImpressionId; readonly slot: string }
}

/** Whether anything that somebody does could be counted for anything. */
export function isMeasured({ convertingVerbs, experiments }: MeasureParts['desk']): boolean {
  return convertingVerbs.size > 0 || experiments.length > 0
}

/** Interactions: conversions, and who takes part in experiments. */
export async function measureDeeds(
  parts: MeasureParts,
  person: PersonGate,
  deeds: readonly MeasuredDeed[],
): Promise<void> {
  const at = parts.now()
  const { subject } = person
  if (subject === undefined || deeds.length === 0) return
  const experiments = experimentsOf(parts, subject, at)
  const converting = deeds.filter((one) => mayConvert(parts, experiments, one, at))
  if (experiments.every(({ slot }) => slot !== undefined) && converting.length === 0) return
  const permit = permitToMeasure(person, at)
  if (permit === undefined) return
  try {
    await parts.store.transact([permit], (writer) =>
      countDeeds(parts, writer, { subject, experiments, converting, at }),
    )
  } catch (error) {
    // Whose consent changed meanwhile is not counted: what they did is kept or not all the same.
    if (!(error instanceof EquipoiseError && error.code === 'consent_changed')) throw error
  }
}

interface Converting {
  readonly subject: SubjectId
  readonly experiments: readonly KnownExperiment[]
  readonly converting: readonly MeasuredDeed[]
  readonly at: Instant
}

async function countDeeds(
  { root, desk, attribution }: MeasureParts,
  writer: MeasurementWriter,
  { subject, experiments, converting, at }: Converting,
): Promise<void> {
  const tally = await Tally.open(writer, at)
  for (const one of experiments) {
    if (one.slot !== undefined) continue
    tally.take((week) => countPerson(week, one.id, armFor(root, one, subject)))
  }
  const ads = converting.length === 0 ? [] : await writer.listTouchedAds()
  const until = toInstant(at + ONCE_MS)
  for (const { id, item, verb, at: done = at } of converting) {
    if (!(await writer.measureOnce(`conversion ${id}`, until))) continue
    const deed = { item, verb, at: done }
    const touch = attribute(ads, deed, attribution, (campaign) => ruleOf(desk, campaign))
    if (touch !== undefined) tally.take((week) => countConversion(week, touch))
    for (const one of experiments.filter((each) => converts(each, deed))) {
      tally.take((week) => countConverted(week, one.id, armFor(root, one, subject)))
    }
  }
  await tally.write(writer)
}

/** Of what is tried now, what the person is counted in. */
function experimentsOf(
  { desk, root }: MeasureParts,
  subject: SubjectId,
  at: Instant,
): readonly KnownExperiment[] {
  const running = desk.experiments.filter((one) => isRunning(one, at))
  return countedIn(root, running, subject, WEEK_UNITS.people)
}

function mayConvert(
  { desk }: MeasureParts,
  experiments: readonly KnownExperiment[],
  deed: MeasuredDeed,
  now: Instant,
): boolean {
  if (deed.at !== undefined && now - deed.at > LATE_MS) return false
  return desk.convertingVerbs.has(deed.verb) || experiments.some((one) => converts(one, deed))
}

function converts(
  { conversion, items }: KnownExperiment,
  { item, verb }: Omit<Deed, 'at'>,
): boolean {
  return conversion.verbs.includes(verb) && (items === undefined || items.has(item))
}

function ruleOf(desk: MeasureParts['desk'], campaign: string): ConversionRule | undefined {
  const form = desk.records.campaigns.get(campaign)?.form
  return form && { verbs: conversionVerbsOf(form), isOfAd: form.conversion?.of !== 'anything' }
}

/** Counts that are to be added, and the week that they are charged to. */
class Tally {
  #week: MeasuredWeek
  readonly #counts: MeasuredCount[] = []

  private constructor(week: MeasuredWeek) {
    this.#week = week
  }

  static async open(writer: MeasurementWriter, at: Instant): Promise<Tally> {
    return new Tally(openWeek(await writer.readMeasuredWeek(), at))
  }

  take(count: (week: MeasuredWeek) => Counted): void {
    const { week, counts } = count(this.#week)
    this.#week = week
    this.#counts.push(...counts)
  }

  async write(writer: MeasurementWriter): Promise<void> {
    if (this.#counts.length > 0) await writer.putMeasured(this.#week, this.#counts)
  }
}
