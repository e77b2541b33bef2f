/** Who one can shop as: invented people, each with a choice of another kind. */

export interface Person {
  /** The shop's own id of the person. */
  readonly externalId: string
  readonly name: string
  readonly place: string
  readonly story: string
  readonly region: string
  readonly choice: Choice
  readonly under16?: true
  /** Index of the theme that they buy by; footwear/shoppers.ts has them. */
  readonly theme: number
}

export type Choice = 'everything' | 'suggestions' | 'refused' | 'withdrawn' | 'silent'

export const PEOPLE: readonly Person[] = [
  {
    externalId: 'shopper-nadia',
    name: 'Nadia',
    place: 'Berlin',
    story: 'Runs trails. Agreed to everything.',
    region: 'DE',
    choice: 'everything',
    theme: 0,
  },
  {
    externalId: 'shopper-tomas',
    name: 'Tomás',
    place: 'Seville',
    story: 'Wants suggestions, and trains nobody’s model.',
    region: 'ES',
    choice: 'suggestions',
    theme: 1,
  },
  {
    externalId: 'shopper-greta',
    name: 'Greta',
    place: 'Lyon',
    story: 'Said no. Nothing of her is kept.',
    region: 'FR',
    choice: 'refused',
    theme: 2,
  },
  {
    externalId: 'shopper-amir',
    name: 'Amir',
    place: 'Leeds',
    story: 'Said yes once, and changed his mind.',
    region: 'GB',
    choice: 'withdrawn',
    theme: 3,
  },
  {
    externalId: 'shopper-noor',
    name: 'Noor',
    place: 'Bremen',
    story: 'Is 14. Her own yes does not count there.',
    region: 'DE',
    choice: 'everything',
    under16: true,
    theme: 0,
  },
]

export function findPerson(externalId: string | undefined): Person | undefined {
  return PEOPLE.find((person) => person.externalId === externalId)
}
