/** The parts of a rule in words, for the reference pages of laws. */
import type { Rule, RuleCondition, RuleEffect, RulePack } from '@equipoise/core/law'

export function sayEffect(effect: RuleEffect): string {
  switch (effect.kind) {
    case 'model':
      return [
        effect.model.replaceAll('_', ' '),
        ...(effect.graceBusinessDays
          ? [`${effect.graceBusinessDays} business days after a no`]
          : []),
      ].join('; ')
    case 'refuse':
      return 'refuses'
    case 'guardian':
      return 'a parent or guardian consents'
    case 'validity':
      return `a yes lapses after ${effect.period}`
    case 'control':
      return `must be offered: ${effect.anyOf.join(' or ')}`
    case 'quiet':
      return [
        `quiet ${sayTime(effect.fromMinute)} to ${sayTime(effect.toMinute)}`,
        ...(effect.days ?? []),
      ].join(' ')
    case 'ask':
      return effect.after === 'never'
        ? 'no new question, ever'
        : effect.after === 'next_year_over'
          ? 'no new question before the next calendar year is over'
          : `no new question for ${effect.after}`
    case 'duty':
      return `duty: ${effect.code.replaceAll('_', ' ')}`
  }
}

function sayTime(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60]
  return `${hours}:${String(minutes).padStart(2, '0')}`
}

export function sayWhen({ when, unless }: Pick<Rule, 'when' | 'unless'>): string {
  const lifted = (unless ?? []).map((one) => `not where ${sayCondition(one).join(', ')}`)
  return [...sayCondition(when), ...lifted].join('; ')
}

function sayCondition(when: RuleCondition): readonly string[] {
  const said: (string | false | undefined)[] = [
    sayAge(when),
    when.knowledge && `age known: ${when.knowledge.replaceAll('_', ' ')}`,
    when.signal && 'Global Privacy Control is sent',
    when.directedToMinors && 'directed to minors',
    when.platform !== undefined && (when.platform ? 'online platform' : 'no online platform'),
    when.gatekeeper && 'gatekeeper',
    when.sizes && `size: ${when.sizes.join(', ')}`,
    when.data && `data: ${when.data.join(', ')}`,
    when.inferred !== undefined && (when.inferred ? 'concluded from other data' : 'told'),
    when.campaign && `campaign: ${when.campaign.join(', ')}`,
    when.channels && `channel: ${when.channels.join(', ')}`,
    when.storage && `storage: ${when.storage.join(', ')}`,
    when.solePurpose && 'for that alone',
    when.places && `in ${when.places.join(', ')}`,
    when.partUnknown && 'only the country is known',
    when.recipientIn && `recipient in ${when.recipientIn.join(', ')}`,
    when.recipientOutside && 'recipient abroad',
    when.recipient && 'somebody else receives it',
    when.recipientMatches && 'the recipient can tell whose it is',
    when.broker && 'by a broker',
    when.context && `context: ${when.context.join(', ')}`,
  ]
  return said.flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : []))
}

function sayAge({ ageBelow, ageFrom }: RuleCondition): string | undefined {
  const from = ageFrom === undefined ? '' : `from ${ageFrom} `
  if (ageBelow === undefined) return ageFrom === undefined ? undefined : `${from}years on`
  const { default: fallback, ...by } = ageBelow
  const others = Object.entries(by).map(([place, age]) => `${place} ${age}`)
  return `${from}below ${fallback}${others.length === 0 ? '' : ` (${others.join(', ')})`}`
}

export function sayScope({ scope }: RulePack): string {
  if (scope.kind === 'house') return 'everywhere: our own rules, under the law'
  if (scope.kind === 'elsewhere') return 'places without a verified rule, and unknown ones'
  const parts = [
    scope.regions.join(', '),
    ...(scope.except ? [`not ${scope.except.join(', ')}`] : []),
    ...(scope.followsEstablishment ? ['follows a business that is established there'] : []),
  ]
  return parts.join('; ')
}

export function sayThresholds({ scope }: RulePack): readonly string[] {
  if (scope.kind !== 'regions') return []
  return (scope.thresholds ?? []).map(
    ({ consumers, sizes, either, orPurposes, orPurposesFrom, orData, from, until, citation }) => {
      const below = [
        ...(consumers === undefined ? [] : [`fewer than ${consumers.toLocaleString('en')} people`]),
        ...(sizes.length === 0 ? [] : [`a business of size ${sizes.join(' or ')}`]),
      ].join(either ? ' or ' : ' and ')
      const many = orPurposesFrom ? ` from ${orPurposesFrom.toLocaleString('en')} people` : ''
      const limbs = [
        ...(orPurposes.length === 0 ? [] : [`for ${orPurposes.join(', ')}${many}`]),
        ...(orData.length === 0 ? [] : [`for data: ${orData.join(', ')}`]),
      ]
      const days = `${from > '1970-01-01' ? ` from ${from}` : ''}${until ? ` until ${until}` : ''}`
      const still = limbs.length === 0 ? '' : `; it binds all the same ${limbs.join(', and ')}`
      return `Does not bind${days} below: ${below}${still} (${citation}).`
    },
  )
}
