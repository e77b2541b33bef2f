/**
 * Risks to people that this kind of processing carries, each with the measures of this server that
 * meet it and with what they leave. How likely and how grave a risk is for a business’s own people,
 * the product cannot know: that stands open until somebody says it.
 */
export interface AssessedRisk {
  readonly id: string
  readonly says: string
  /** Ids of `measures.ts`. */
  readonly measures: readonly string[]
  /** What no measure here takes away. */
  readonly remains: string
}

export const RISKS: readonly AssessedRisk[] = [
  {
    id: 'disclosure',
    says: 'Somebody reads what is kept about people: a thief of the disk, an intruder, somebody of the business.',
    measures: ['encryption', 'pseudonyms', 'roles', 'silence', 'transport'],
    remains:
      'Whoever holds the memory of the running server, or its disk with the keys, can read everything.',
  },
  {
    id: 'other_use',
    says: 'Data is used for something that the person did not agree to.',
    measures: ['gate', 'proof'],
    remains: 'Whoever runs the server is trusted to run this program unchanged.',
  },
  {
    id: 'inference',
    says: 'Suggestions tell others what somebody did.',
    measures: ['crowd', 'gate'],
    remains:
      'The order of suggestions follows the model at once; what a patient prober with many accounts learns from it is not bounded.',
  },
  {
    id: 'sensitive',
    says: 'Something sensitive is concluded from what somebody viewed or bought.',
    measures: ['gate', 'crowd'],
    remains:
      'An item counts as sensitive where the catalogue marks it so: what nobody marked is not known to be.',
  },
  {
    id: 'minors',
    says: 'Children are profiled.',
    measures: ['gate'],
    remains: 'An unknown age counts as an adult’s unless the deployment is directed to minors.',
  },
  {
    id: 'influence',
    says: 'People are steered, or see ever more of the same.',
    measures: ['gate'],
    remains:
      'Diversity, long tail and caps are there to be asked for; whether they are, each slot decides.',
  },
  {
    id: 'not_forgotten',
    says: 'Somebody asked to be forgotten and is not.',
    measures: ['erasure', 'proof'],
    remains:
      'Old backups hold ciphertext whose key is destroyed; banded counts follow within a day.',
  },
  {
    id: 'loss',
    says: 'Data, or the proof of what people said, is lost or altered.',
    measures: ['proof', 'encryption'],
    remains: 'Backups are the business’s own; a restored database without its keys opens nobody.',
  },
]
