/**
 * The US privacy string ("USP", IAB 2020): four characters, version, notice, opt-out of sale,
 * whether an agreement covers it. It was given up on 31 January 2024 and is still sent around.
 */
import type { Result } from '../values/index.ts'
import { success } from '../values/index.ts'
import { faultResult, SIGNAL_LENGTH_MAX } from './signal-issue.ts'

/** `-` does not apply. */
export type UspAnswer = 'Y' | 'N' | '-'

export interface UsPrivacy {
  readonly notice: UspAnswer
  readonly optOutSale: UspAnswer
  readonly covered: UspAnswer
}

const LENGTH = 4

/**
 * Issues: `signal_empty`, `signal_too_long`, `signal_version`, `signal_truncated`,
 * `signal_padding`, `signal_value`.
 */
export function parseUsPrivacy(text: string): Result<UsPrivacy> {
  if (text === '') return faultResult('signal_empty')
  if (text.length > SIGNAL_LENGTH_MAX) return faultResult('signal_too_long')
  if (!text.startsWith('1')) return faultResult('signal_version')
  if (text.length < LENGTH) return faultResult('signal_truncated')
  if (text.length > LENGTH) return faultResult('signal_padding')
  const [, notice, optOutSale, covered] = [...text.toUpperCase()].map(answerOf)
  if (notice === undefined || optOutSale === undefined || covered === undefined) {
    return faultResult('signal_value')
  }
  return success({ notice, optOutSale, covered })
}

function answerOf(character: string): UspAnswer | undefined {
  return character === 'Y' || character === 'N' || character === '-' ? character : undefined
}

export function formatUsPrivacy({ notice, optOutSale, covered }: UsPrivacy): string {
  return `1${notice}${optOutSale}${covered}`
}
