/**
 * A data set that comes divided: train and test, perhaps a validation part, perhaps the items that
 * are to be ranked beside the held one (He et al. 2017: one item held, 99 that were not met).
 *
 * A row of test that stands in train, too, could be met by looking it up: it counts as train alone,
 * and is counted as `testInTrain`. A validation part is asked about while hyper-parameters are
 * chosen, and belongs to training when the test is asked, whether or not it stands in train.
 */

import { type Interactions, PART } from './interaction-table.ts'
import type { ItemLists } from './item-lists.ts'
import { eachEntry, LABEL, type Plan } from './split.ts'

type GivenProtocol = 'given' | 'leave-one-out'

/** Asks for the test part. */
export function givenTest(interactions: Interactions, protocol: GivenProtocol): Plan {
  const trained = PART.train | PART.validation
  let testInTrain = 0
  const labels = interactions.parts.map((parts) => {
    const isTest = (parts & PART.test) !== 0
    if (isTest && (parts & trained) !== 0) testInTrain += 1
    if ((parts & trained) !== 0) return LABEL.train
    return isTest ? LABEL.held : LABEL.out
  })
  const candidates = protocol === 'given' ? {} : { candidates: candidatesOf(interactions) }
  return { protocol, interactions, labels, ...candidates, notes: { testInTrain } }
}

/** Asks for the validation part; undefined where there is none. The test part is out. */
export function givenValidation(interactions: Interactions): Plan | undefined {
  if (!interactions.parts.some((parts) => (parts & PART.validation) !== 0)) return undefined
  const labels = interactions.parts.map((parts) => {
    if ((parts & PART.validation) !== 0) return LABEL.held
    return (parts & PART.train) !== 0 ? LABEL.train : LABEL.out
  })
  return { protocol: 'given', interactions, labels, notes: {} }
}

function candidatesOf(interactions: Interactions): ItemLists {
  const { lists, parts } = interactions
  const starts = new Uint32Array(lists.starts.length)
  const items = lists.items.filter((_, entry) => ((parts[entry] ?? 0) & PART.candidate) !== 0)
  eachEntry(interactions, (subject, entry) => {
    if (((parts[entry] ?? 0) & PART.candidate) === 0) return
    starts[subject + 1] = (starts[subject + 1] ?? 0) + 1
  })
  for (let subject = 0; subject + 1 < starts.length; subject += 1) {
    starts[subject + 1] = (starts[subject + 1] ?? 0) + (starts[subject] ?? 0)
  }
  return { itemCount: lists.itemCount, starts, items }
}
