/** What a thing costs, in words: of its smallest units; nothing where nobody said. */

export function formatPrice(
  minor: number | null | undefined,
  currency: string | null | undefined,
): string {
  if (minor == null || currency == null) return ''
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(minor / 10 ** digits)
}
