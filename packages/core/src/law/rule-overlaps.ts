/**
 * Rules of one pack that say the same kind of thing of the same purpose under the same condition,
 * on days that overlap: which of them the law means cannot be told, so the pack is refused.
 */
import type { Issue } from '../values/index.ts'
import type { Rule } from './rule-pack.ts'

/** Kinds of which only one can hold at a time. Duties, signals and controls add up. */
const EXCLUSIVE: ReadonlySet<string> = new Set(['model', 'validity', 'ask'])

export function overlapsIn(rules: readonly Rule[]): Issue[] {
  const exclusive = rules.filter(({ effect }) => EXCLUSIVE.has(effect.kind))
  const keyed = Map.groupBy(exclusive, ({ effect, when, unless }) =>
    JSON.stringify([effect.kind, when, unless]),
  )
  return [...keyed.values()].flatMap((alike) =>
    alike.flatMap((rule, index) =>
      alike
        .slice(index + 1)
        .filter((other) => sharesPurpose(rule, other) && sharesDay(rule, other))
        .map((other) => ({
          path: `rules.${rules.indexOf(other)}`,
          code: 'dates_overlap',
          says: `On the same days as rule "${rule.id}": end one before the other begins`,
        })),
    ),
  )
}

function sharesPurpose(a: Rule, b: Rule): boolean {
  return a.purposes.some((purpose) => b.purposes.includes(purpose))
}

/** Days compare as text. */
function sharesDay(a: Rule, b: Rule): boolean {
  return a.from < (b.until ?? '9999') && b.from < (a.until ?? '9999')
}
