/**
 * Signals that browsers send as headers. The value is exactly `1`; of several lines one is enough,
 * and anything else is no signal (W3C, Global Privacy Control, "The Sec-GPC header field").
 */

/** @param lines the value of each line of the header, or of all that were joined by commas. */
export function isSignalled(lines: string | readonly string[] | undefined): boolean {
  if (lines === undefined) return false
  const values = typeof lines === 'string' ? lines.split(',') : lines
  return values.some((value) => value.trim() === '1')
}
