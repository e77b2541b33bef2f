/**
 * The CloudEvents data-classification extension: a sender's labels for what is in an event. Whoever
 * cannot honour a label, or does not know it, must reject the event and say so; so does this.
 *
 * Honoured is what holds for every interaction here anyway: sealed under the person's own key, used
 * for the purposes they said yes to, under rule packs for the laws named, shown, exported and
 * erased on request. Not honoured are labels that ask for more: `restricted` (who may look is not
 * set event by event), health and card data (no rule pack and no audit stand behind them), and
 * sensitive data (an interaction cannot carry its own sensitivity: that is the item's, in the
 * catalogue).
 */
import { failure, type Result, success } from '@equipoise/core/values'
import { type Fields, isAbsent } from './fields.ts'

export const LEVELS_HONOURED = ['public', 'internal', 'confidential'] as const
export const REGULATIONS_HONOURED = ['GDPR', 'UK-GDPR', 'CCPA', 'CPRA'] as const
export const CATEGORIES_HONOURED = [
  'non-sensitive',
  'standard',
  'non-sensitive-pii',
  'non-pii',
] as const

const LABEL_LENGTH_MAX = 256

/** Whether its labels can be honoured. Issue: `classification_unknown`. */
export function checkClassification(event: Fields): Result<true> {
  const { dataclassification, dataregulation, datacategory } = event
  const unlabelled = [dataclassification, dataregulation, datacategory].every(isAbsent)
  if (unlabelled) return success(true)
  if (!isHonoured(dataclassification, LEVELS_HONOURED)) {
    return unknown('dataclassification', LEVELS_HONOURED)
  }
  if (!isAbsent(dataregulation) && !areHonoured(dataregulation)) {
    return unknown('dataregulation', REGULATIONS_HONOURED)
  }
  if (!isAbsent(datacategory) && !isHonoured(datacategory, CATEGORIES_HONOURED)) {
    return unknown('datacategory', CATEGORIES_HONOURED)
  }
  return success(true)
}

function unknown(path: string, honoured: readonly string[]): Result<true> {
  return failure(path, 'classification_unknown', `We can honour ${honoured.join(', ')} alone`)
}

/** A list with commas: each one has to be honoured. */
function areHonoured(list: unknown): boolean {
  if (typeof list !== 'string' || list.length > LABEL_LENGTH_MAX) return false
  return list.split(',').every((entry) => isHonoured(entry.trim(), REGULATIONS_HONOURED))
}

function isHonoured(label: unknown, honoured: readonly string[]): boolean {
  return honoured.some((known) => known === label)
}
