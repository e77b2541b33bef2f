/**
 * The part of our packs that Cedar's language says as well, as Cedar policies, for one day: places
 * and their parts, ages, platforms, the signal, and what a person said. Which of several grounds is
 * the strictest, duties, thresholds, hours and relationships are ours alone, and the facts that are
 * put to both have none of them.
 */

import {
  preparsePolicySet,
  type StatefulAuthorizationCall,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs'
import {
  isInForce,
  isInScope,
  type Rule,
  type RuleCondition,
  type RulePack,
} from '@equipoise/core/law'
import type { Instant, Purpose, Region } from '@equipoise/core/values'

/** What both are asked about: one place, a known age, one purpose that is no message. */
export interface PlainFacts {
  readonly place: string
  readonly age: number
  readonly purpose: Purpose
  readonly platform: boolean
  readonly gpc: boolean
  readonly status: 'unknown' | 'given' | 'refused' | 'withdrawn'
  readonly explicit: boolean
  readonly separate: boolean
  readonly guardian: boolean
}

const WHOLE = 'law'

/**
 * Parses the policies once, as a server would: all of them in one set, and beside it a set for each
 * place and purpose, as somebody would who sorts them beforehand.
 *
 * @returns how many policies there are.
 */
export function loadCedar(
  packs: readonly RulePack[],
  { purposes, places, at }: CedarScope,
): number {
  const policies = packs.flatMap((pack) =>
    pack.rules
      .filter((rule) => isInForce(rule, at, pack.zone) && isPlain(rule.when))
      .flatMap((rule) =>
        rule.purposes
          .filter((purpose) => purposes.includes(purpose))
          .flatMap((purpose) =>
            policiesOf(pack, rule, purpose).map((text) => ({ purpose, pack, text })),
          ),
      ),
  )
  parse(WHOLE, policies)
  for (const place of places) {
    const near = policies.filter(({ pack }) => isNear(pack, place))
    for (const purpose of purposes) {
      parse(
        sliceOf(place, purpose),
        near.filter((one) => one.purpose === purpose),
      )
    }
  }
  return policies.length
}

interface CedarScope {
  readonly purposes: readonly Purpose[]
  readonly places: readonly string[]
  readonly at: Instant
}

function parse(set: string, policies: readonly { readonly text: string }[]): void {
  const staticPolicies = policies.map(({ text }) => text).join('\n')
  const answer = preparsePolicySet(set, { staticPolicies })
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors.slice(0, 2)))
}

function isNear({ scope }: RulePack, place: string): boolean {
  // A place of the packs.
  return scope.kind === 'regions' && isInScope(scope, place as Region)
}

function sliceOf(place: string, purpose: string): string {
  return `${purpose} ${place}`
}

/** What is put to Cedar, made before the clock starts. */
export function toCedar(facts: PlainFacts, isSliced: boolean): StatefulAuthorizationCall {
  const { place, status, age, platform, gpc, explicit, separate, guardian, purpose } = facts
  const country = place.slice(0, 2)
  const parents = place === country ? [] : [{ type: 'Place', id: country }]
  return {
    principal: { type: 'Person', id: 'somebody' },
    action: { type: 'Action', id: purpose },
    resource: { type: 'Place', id: place },
    context: {
      age,
      platform,
      gpc,
      given: status === 'given',
      objected: status === 'refused' || status === 'withdrawn',
      explicit,
      separate,
      guardian,
    },
    preparsedPolicySetId: isSliced ? sliceOf(place, purpose) : WHOLE,
    entities: [{ uid: { type: 'Place', id: place }, attrs: {}, parents }],
  }
}

export function isPermittedByCedar(call: StatefulAuthorizationCall): boolean {
  const answer = statefulIsAuthorized(call)
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors))
  if (answer.response.diagnostics.errors.length > 0) throw new Error('A policy failed')
  return answer.response.decision === 'allow'
}

/** Whether the condition asks for nothing beyond what the plain facts say. */
function isPlain({ ageBelow: _, ageFrom: __, knowledge: ___, ...when }: RuleCondition): boolean {
  const { signal: _s, platform: _p, places: _l, sizes, ...others } = when
  const isOfSize = sizes === undefined || sizes.includes('large')
  return isOfSize && Object.values(others).every((part) => part === undefined)
}

function policiesOf(pack: RulePack, rule: Rule, purpose: Purpose): readonly string[] {
  const about = `principal, action == Action::"${purpose}", resource`
  const when = [...placesOf(pack), ...conditionsOf(rule.when)].join(' && ')
  const forbid = (unless?: string): string =>
    `forbid(${about}) when { ${when} }${unless === undefined ? '' : ` unless { ${unless} }`};`
  const { effect } = rule
  switch (effect.kind) {
    case 'refuse':
      return [forbid()]
    case 'guardian':
      return [forbid('context.given && context.guardian')]
    case 'model': {
      const refusal = refusalUnder(effect.model, forbid, `forbid(${about}) when { ${when}`)
      const ground = rule.advisory ? [] : [`permit(${about}) when { ${when} };`]
      return [...refusal, ...ground]
    }
    default:
      return []
  }
}

function refusalUnder(
  model: string,
  forbid: (unless?: string) => string,
  open: string,
): readonly string[] {
  switch (model) {
    case 'prohibited':
    case 'strictly_necessary':
      return [forbid()]
    case 'explicit_separate_opt_in':
      return [forbid('context.given && context.explicit && context.separate')]
    case 'explicit_opt_in':
      return [forbid('context.given && context.explicit')]
    case 'opt_in':
    case 'soft_opt_in':
      return [forbid('context.given')]
    case 'opt_out':
    case 'limit':
    case 'legitimate_interest_with_objection':
      return [`${open} && context.objected };`]
    default:
      return []
  }
}

function placesOf({ scope }: RulePack): readonly string[] {
  if (scope.kind !== 'regions') return ['false']
  const within = `resource in [${scope.regions.map(placeName).join(', ')}]`
  const except = (scope.except ?? []).map((one) => `!(resource in ${placeName(one)})`)
  return [within, ...except]
}

function placeName(place: string): string {
  return `Place::"${place}"`
}

function conditionsOf(when: RuleCondition): readonly string[] {
  const { ageBelow, ageFrom, platform, signal, places } = when
  return [
    ...(ageBelow === undefined ? [] : [ageOf(ageBelow)]),
    ...(ageFrom === undefined ? [] : [`context.age >= ${ageFrom}`]),
    ...(platform === undefined ? [] : [`context.platform == ${platform}`]),
    ...(signal === undefined ? [] : ['context.gpc']),
    ...(places === undefined ? [] : [`resource in [${places.map(placeName).join(', ')}]`]),
  ]
}

function ageOf({ default: fallback = 0, ...ages }: Readonly<Record<string, number>>): string {
  const own = Object.entries(ages).map(
    ([place, age]) => `(resource in ${placeName(place)} && context.age < ${age})`,
  )
  const named = Object.keys(ages).map(placeName)
  const others =
    named.length === 0
      ? `context.age < ${fallback}`
      : `(!(resource in [${named.join(', ')}]) && context.age < ${fallback})`
  return `(${[...own, others].join(' || ')})`
}
