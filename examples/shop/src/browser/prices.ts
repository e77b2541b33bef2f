/** What a thing costs, as this page writes it; nothing where nobody said. */
import type { DecidedItem } from '@equipoise/browser'

export function priceOf({
  priceMinor,
  currency,
}: Pick<DecidedItem, 'priceMinor' | 'currency'>): string {
  if (priceMinor === null || currency === null) return ''
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(priceMinor / 10 ** digits)
}
