/** What a subject did with an item. The list is closed: a verb that no rule knows is refused. */
export const VERBS = [
  'view',
  'click',
  'add',
  'purchase',
  'like',
  'dislike',
  'play',
  'skip',
] as const

export type Verb = (typeof VERBS)[number]

export function isVerb(value: unknown): value is Verb {
  return VERBS.some((verb) => verb === value)
}
