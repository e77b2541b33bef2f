/**
 * A draft of a data protection impact assessment, in the parts of GDPR Art. 35(7). What the server
 * can tell of itself is filled in; what only people can judge stands open, by name. It stays a
 * draft until somebody has judged every risk and decided.
 */
import { isInForce, isInScope, packName } from '@equipoise/core/law'
import type { Purpose, Region } from '@equipoise/core/values'
import { type AssessedRisk, RISKS } from './assessed-risks.ts'
import type { Measure } from './measures.ts'
import { type OpenPoint, openPoints } from './open-points.ts'
import { type ProcessingActivity, processingRecord } from './processing-record.ts'
import type { Judgement } from './statements.ts'
import { type MadeOf, madeOf, type Terms } from './terms.ts'

export interface ImpactAssessment extends MadeOf {
  /** Not before nothing stands open. */
  readonly status: 'draft' | 'complete'
  /** The laws that ask for one, in the markets. */
  readonly asked: readonly AskingRule[]
  /** Art. 35(7)(a). */
  readonly description: {
    readonly says: readonly string[]
    readonly context: string | null
    readonly activities: readonly Pick<ProcessingActivity, 'id' | 'title' | 'says' | 'basis'>[]
  }
  /** Art. 35(7)(b). */
  readonly necessity: {
    readonly says: readonly string[]
    readonly judged: string | null
    readonly legitimateInterest: string | null
  }
  /** Art. 35(7)(c). */
  readonly risks: readonly (AssessedRisk & { readonly judged: Judgement | null })[]
  /** Art. 35(7)(d). */
  readonly measures: readonly Measure[]
  /** Art. 35(2), 35(9), 36, 35(11). */
  readonly officerAdvice: string | null
  readonly viewsOfPeople: string | null
  readonly residualRisk: string | null
  readonly decision: string | null
  readonly reviewOn: string | null
  readonly open: readonly OpenPoint[]
}

export interface AskingRule {
  readonly place: Region
  readonly rule: string
  readonly purposes: readonly Purpose[]
  readonly citation: string
  readonly says: string
  readonly advisory: boolean
}

export function impactAssessment(terms: Terms): ImpactAssessment {
  const { assessment = {} } = terms.statements
  const { activities, measures, open: inRecord } = processingRecord(terms)
  const open = [...openInAssessment(terms), ...inRecord]
  return {
    ...madeOf(terms),
    status: open.length === 0 ? 'complete' : 'draft',
    asked: rulesThatAsk(terms),
    description: {
      says: describe(terms),
      context: assessment.context ?? null,
      activities: activities.map(({ id, title, says, basis }) => ({ id, title, says, basis })),
    },
    necessity: {
      says: NECESSITY,
      judged: assessment.necessity ?? null,
      legitimateInterest: assessment.legitimateInterest ?? null,
    },
    risks: RISKS.map((risk) => ({ ...risk, judged: assessment.risks?.[risk.id] ?? null })),
    measures,
    officerAdvice: assessment.officerAdvice ?? null,
    viewsOfPeople: assessment.viewsOfPeople ?? null,
    residualRisk: assessment.residualRisk ?? null,
    decision: assessment.decision ?? null,
    reviewOn: assessment.reviewOn ?? null,
    open,
  }
}

const NECESSITY = [
  'Each purpose keeps only the kinds of acts that it needs, and an act that no permitted purpose needs is never stored.',
  'Whoever says no gets suggestions all the same, from the page that they see or from what is popular: no purpose is a condition of the service.',
  'Of a visit no address and no kind of browser is kept.',
  'The model is made of counts of who met what, and of nothing else about people.',
]

function describe({ deployment, connections, keys, untold }: Terms): readonly string[] {
  const isCalled = (kind: string): boolean => keys.some((key) => key.kind === kind)
  return [
    'One server of the business’s own keeps what people did on its site, learns what goes with what, and suggests items, each with its reasons.',
    deployment.platform
      ? 'It counts as an online platform (DSA Art. 3(i)), as long as nobody says otherwise.'
      : 'It is said to be no online platform (DSA Art. 3(i)).',
    deployment.directedToMinors
      ? 'It is directed to minors: people of unknown age are taken for minors.'
      : 'It is not directed to minors: people of unknown age are taken for adults.',
    `It is fed by ${isCalled('secret') ? 'the business’s servers' : 'no server yet'} and ${isCalled('publishable') ? 'its pages' : 'no page yet'}.`,
    connections.length === 0
      ? 'It connects to nobody by itself.'
      : `It connects to ${connections.map(({ to }) => to).join(', ')}.`,
    ...(untold.length === 0 ? [] : [`It holds what no record tells of: ${untold.join(', ')}.`]),
  ]
}

/** Of the packs of the markets, those rules in force that ask for an assessment. */
function rulesThatAsk({ packs, markets, at }: Terms): readonly AskingRule[] {
  return markets.flatMap((place) =>
    packs.flatMap((pack) => {
      const { scope, rules, zone } = pack
      if (scope.kind !== 'regions' || !isInScope(scope, place)) return []
      return rules
        .filter((rule) => rule.effect.kind === 'duty' && rule.effect.code === 'impact_assessment')
        .filter((rule) => isInForce(rule, at, zone))
        .map(({ id, purposes, citation, says, advisory }) => {
          const rule = `${packName(pack)} ${id}`
          return { place, rule, purposes, citation, says, advisory }
        })
    }),
  )
}

function openInAssessment({ statements, relaxations }: Terms): readonly OpenPoint[] {
  const { assessment = {} } = statements
  const risks = RISKS.map(({ id, says }) => ({
    field: `assessment.risks.${id}`,
    says: `How likely, and how grave for people: ${says}`,
    citation: 'GDPR Art. 35(7)(c)',
    answer: assessment.risks?.[id],
  }))
  const balancing = {
    field: 'assessment.legitimateInterest',
    says: 'The interest that is pursued where our opt-in default was relaxed, and why it outweighs',
    citation: 'GDPR Art. 35(7)(a), Art. 6(1)(f)',
    answer: assessment.legitimateInterest,
  }
  return openPoints([
    {
      field: 'assessment.context',
      says: 'Who the people are, how many, what they expect, what is sold or shown to them',
      citation: 'GDPR Art. 35(7)(a), Recital 90',
      answer: assessment.context,
    },
    {
      field: 'assessment.necessity',
      says: 'Why the business needs each purpose, and why less would not do',
      citation: 'GDPR Art. 35(7)(b)',
      answer: assessment.necessity,
    },
    ...(relaxations.length === 0 ? [] : [balancing]),
    ...risks,
    {
      field: 'assessment.officerAdvice',
      says: 'What the data protection officer advises',
      citation: 'GDPR Art. 35(2)',
      answer: assessment.officerAdvice,
    },
    {
      field: 'assessment.viewsOfPeople',
      says: 'What those whose data it is, or who speaks for them, think of it, or why they were not asked',
      citation: 'GDPR Art. 35(9)',
      answer: assessment.viewsOfPeople,
    },
    {
      field: 'assessment.residualRisk',
      says: 'The risk that is left, and whether the authority has to be asked before',
      citation: 'GDPR Art. 35(7)(d), Art. 36(1)',
      answer: assessment.residualRisk,
    },
    {
      field: 'assessment.decision',
      says: 'Who decided what, and when',
      citation: 'GDPR Art. 5(2), Art. 35(1)',
      answer: assessment.decision,
    },
    {
      field: 'assessment.reviewOn',
      says: 'The day on which it is looked at again',
      citation: 'GDPR Art. 35(11)',
      answer: assessment.reviewOn,
    },
  ])
}
