/** Money as OpenRTB writes it, whole units for a thousand showings, and as it is counted here. */

/** How many minor units a unit of the currency has: 100 of most, 1 of the yen. */
function minorUnitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2)
}

/** The least whole number of minor units that is not below it. */
export function toMinor(amount: number, currency: string): number {
  const units = minorUnitsOf(currency)
  // A product such as 1.15 × 100 may come out a hair too high.
  const minor = Math.round(amount * units)
  return minor / units >= amount ? minor : minor + 1
}

export function fromMinor(minor: number, currency: string): number {
  return minor / minorUnitsOf(currency)
}
