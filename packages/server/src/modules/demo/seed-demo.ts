/**
 * Seeds the demo retailer through the product's own door: its households choose first, then what
 * they bought passes the gate, and those who changed their minds withdraw. What the gate refuses
 * never reaches the store.
 */
import type { ConsentAction } from '@equipoise/core/consent'
import { DAY_MS, type Instant, PURPOSES, type Purpose, toInstant } from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { Catalogue } from '../catalogue/index.ts'
import { type CollectParts, keepInteractions, opaqueId } from '../collect/index.ts'
import { type ConsentParts, recordConsent } from '../consent/index.ts'
import { NO_SITUATION } from '../law/index.ts'
import { findSubject } from '../subjects/index.ts'
import type { Demo, DemoCase, DemoInteraction, DemoItem, DemoSubject } from './demo-data.ts'

/** The setting that marks a directory whose people are invented or published, and not customers. */
export const DEMO_SETTING = 'demo'

const EVIDENCE = 'Invented for the demo: these households never chose anything'
const BATCH_SUBJECTS = 200

export interface SeedParts extends CollectParts, ConsentParts {
  readonly catalogue: Catalogue
  readonly root: RootKeys
}

export interface SeedOutcome {
  readonly items: number
  readonly subjects: number
  readonly interactions: number
  readonly refused: number
}

const EVERYTHING_BUT_SENSITIVE: readonly Purpose[] = PURPOSES.filter(
  (purpose) => purpose !== 'sensitive_profiling' && purpose !== 'political_advertising',
)

/** What each case says first. Those who were never asked say nothing. */
const FIRST_CHOICE: Readonly<Record<DemoCase, Choice | undefined>> = {
  all_given: { action: 'give', purposes: EVERYTHING_BUT_SENSITIVE },
  personalization_only: { action: 'give', purposes: ['site_personalization'] },
  refused: { action: 'refuse', purposes: EVERYTHING_BUT_SENSITIVE },
  withdrawn: { action: 'give', purposes: EVERYTHING_BUT_SENSITIVE },
  never_asked: undefined,
  under_16: { action: 'give', purposes: EVERYTHING_BUT_SENSITIVE },
}

interface Choice {
  readonly action: ConsentAction
  readonly purposes: readonly Purpose[]
}

/** @param onProgress called with the ratio done, 0 to 1. */
export async function seedDemo(
  parts: SeedParts,
  demo: Demo,
  onProgress: (ratio: number) => void,
): Promise<SeedOutcome> {
  await parts.catalogue.putAll(demo.items.map(toCatalogueItem))
  const bought = Map.groupBy(recent(demo.interactions, parts.now()), ({ externalId }) => externalId)
  let [interactions, refused] = [0, 0]
  for (let start = 0; start < demo.subjects.length; start += BATCH_SUBJECTS) {
    const subjects = demo.subjects.slice(start, start + BATCH_SUBJECTS)
    const kept = await Promise.all(
      subjects.map((subject) => seedSubject(parts, subject, bought.get(subject.externalId) ?? [])),
    )
    interactions += kept.reduce((sum, { accepted }) => sum + accepted, 0)
    refused += kept.reduce((sum, one) => sum + one.refused.length, 0)
    onProgress((start + subjects.length) / demo.subjects.length)
  }
  await parts.store.transact('system', async (writer) => writer.putSetting(DEMO_SETTING, 'true'))
  return { items: demo.items.length, subjects: demo.subjects.length, interactions, refused }
}

/**
 * The same purchases, moved by whole days so that the last of them was yesterday: what is done next
 * then counts beside them, and not for all of them.
 */
function recent(interactions: Iterable<DemoInteraction>, now: Instant): DemoInteraction[] {
  const all = [...interactions]
  const latest = all.reduce((most, { at }) => Math.max(most, at), 0)
  const shift = Math.max(0, Math.floor((now - latest) / DAY_MS) - 1) * DAY_MS
  return all.map((one) => ({ ...one, at: one.at + shift }))
}

async function seedSubject(
  parts: SeedParts,
  person: DemoSubject,
  bought: readonly DemoInteraction[],
): ReturnType<typeof keepInteractions> {
  const choice = FIRST_CHOICE[person.case]
  if (choice) await choose(parts, person, choice)
  const subject = await findSubject(parts.store, person)
  const indexed = bought.map(({ id, item, verb, at }, index) => ({
    index,
    interaction: { id: opaqueId(parts.root, id), item, verb, at: toInstant(at) },
  }))
  const kept = await parts.gate.act(subject, NO_SITUATION, (gate) =>
    keepInteractions(parts, gate, indexed),
  )
  if (person.case === 'withdrawn') {
    await choose(parts, person, { action: 'withdraw', purposes: EVERYTHING_BUT_SENSITIVE })
  }
  return kept
}

async function choose(parts: SeedParts, person: DemoSubject, choice: Choice): Promise<void> {
  const { externalId, region, ageBand } = person
  const how = { evidence: EVIDENCE, by: 'subject', explicit: false, vouched: true } as const
  await recordConsent(parts, { externalId }, { ...choice, ...how, region, ageBand })
}

function toCatalogueItem({ price, ...item }: DemoItem): Parameters<Catalogue['put']>[0] {
  return {
    ...item,
    priceMinor: price?.amountMinor,
    currency: price?.currency,
    available: true,
  }
}
