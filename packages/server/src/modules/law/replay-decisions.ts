/**
 * Decisions of a person that acts rest on, taken again: under the rulebook of their time, and under
 * the packs of today, with the difference. What was permitted then and would not be now is what a
 * privacy officer looks for after a law has changed.
 */
import type { ConsentFold } from '@equipoise/core/consent'
import {
  type Basis,
  type Decision,
  type DecisionRecord,
  type Deployment,
  decide,
  decideRights,
  type Outcome,
  type RulePack,
} from '@equipoise/core/law'
import { formatInstant, type Instant, type Purpose, type SubjectId } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'
import { readRulebook } from './read-rulebook.ts'
import { factsOf, permittedOf, type Replayed } from './replay-reasons.ts'

export interface ReplayParts {
  readonly store: Store
  readonly packs: readonly RulePack[]
  readonly deployment: Deployment
  readonly now: () => Instant
}

export interface ReplayedOutcome {
  readonly outcome: Outcome
  readonly lawOutcome: Outcome
  readonly basis: Basis | null
  /** Each as `code pack rule (citation)`. */
  readonly reasons: readonly string[]
  readonly packs: readonly string[]
}

export interface ReplayedDecision {
  readonly decidedAt: string
  readonly purpose: Purpose
  /** How many acts that are kept rest on it. */
  readonly acts: number
  readonly rulebook: string
  /** Whether the decision of then comes out as it was recorded. */
  readonly holds: boolean
  /** Null where its rulebook is not kept. */
  readonly before: ReplayedOutcome | null
  readonly now: ReplayedOutcome
  /** What differs between then and now; empty where nothing does. */
  readonly difference: readonly string[]
}

export interface Replay {
  readonly replayed: number
  /** How many did not come out as they were recorded. */
  readonly broken: number
  readonly differing: number
  readonly decisions: readonly ReplayedDecision[]
}

export const REPLAYED_MAX = 1_000

/**
 * @param at when today's packs are asked; the instant of each decision where undefined.
 * @param count at most so many acts of each kind, the latest.
 */
export async function replayDecisions(
  { store, packs, deployment, now }: ReplayParts,
  subject: SubjectId,
  { at, count }: { readonly at: Instant | undefined; readonly count: number },
): Promise<Replay> {
  const records = await readRecords(store, subject, { now: now(), count })
  const decisions: ReplayedDecision[] = []
  for (const { record, acts, consent } of records) {
    const replayed = { subject, consent, record }
    const rulebook = await readRulebook(store, record.rulebook)
    for (const purpose of permittedOf(record)) {
      const facts = factsOf(replayed, purpose)
      const then =
        rulebook === undefined
          ? undefined
          : decide({ ...facts, deployment: rulebook.deployment }, rulebook.packs)
      const today = decide({ ...facts, at: at ?? record.at, deployment }, packs)
      decisions.push(toReplayed(replayed, { purpose, acts, then, today }))
    }
  }
  return {
    replayed: decisions.length,
    broken: decisions.filter(({ holds, before }) => before !== null && !holds).length,
    differing: decisions.filter(({ difference }) => difference.length > 0).length,
    decisions,
  }
}

interface KeptRecord {
  readonly record: DecisionRecord
  readonly acts: number
  /** What stood then of what the person had said. */
  readonly consent: ConsentFold
}

/** The records that acts rest on, each once, latest first. */
async function readRecords(
  store: Store,
  subject: SubjectId,
  { now, count }: { readonly now: Instant; readonly count: number },
): Promise<readonly KeptRecord[]> {
  const page = { before: undefined, count }
  return store.read(decideRights('access', subject, now), async (reader) => {
    const interactions = await reader.pageInteractions(page)
    const impressions = await reader.pageImpressions(page)
    const bases = [...interactions.entries, ...impressions.entries].flatMap(({ basis }) =>
      basis === undefined ? [] : [basis],
    )
    const alike = Map.groupBy(bases, (basis) => JSON.stringify(basis))
    const stood = await reader.readConsentAt(bases.map(({ consentRevision }) => consentRevision))
    const records = [...alike.values()].flatMap(([record, ...others]) => {
      if (record === undefined) return []
      const consent = stood.get(record.consentRevision)
      return consent === undefined ? [] : [{ record, acts: others.length + 1, consent }]
    })
    return records.toSorted((a, b) => b.record.at - a.record.at)
  })
}

interface Taken {
  readonly purpose: Purpose
  readonly acts: number
  readonly then: Decision | undefined
  readonly today: Decision
}

function toReplayed({ record }: Replayed, { purpose, acts, then, today }: Taken): ReplayedDecision {
  const before = then === undefined ? null : viewDecision(then)
  const now = viewDecision(today)
  return {
    decidedAt: formatInstant(record.at),
    purpose,
    acts,
    rulebook: record.rulebook,
    holds: before?.outcome === 'permitted' && before.basis === record.bases[purpose],
    before,
    now,
    difference: before === null ? ['rulebook_missing'] : differ(before, now),
  }
}

function viewDecision(decision: Decision): ReplayedOutcome {
  const { outcome, lawOutcome, reasons, packs } = decision
  return {
    outcome,
    lawOutcome,
    basis: decision.outcome === 'permitted' ? decision.basis : null,
    reasons: reasons.map(
      ({ code, pack, rule, citation }) => `${code} ${pack} ${rule} (${citation})`,
    ),
    packs,
  }
}

/** What changed, in words that a script can read: `outcome: permitted -> refused`. */
function differ(then: ReplayedOutcome, now: ReplayedOutcome): readonly string[] {
  const plain = (['outcome', 'lawOutcome', 'basis'] as const).flatMap((name) =>
    then[name] === now[name] ? [] : [`${name}: ${then[name]} -> ${now[name]}`],
  )
  const lists = (['reasons', 'packs'] as const).flatMap((name) => [
    ...now[name].filter((one) => !then[name].includes(one)).map((one) => `${name}: + ${one}`),
    ...then[name].filter((one) => !now[name].includes(one)).map((one) => `${name}: - ${one}`),
  ])
  return [...plain, ...lists]
}
