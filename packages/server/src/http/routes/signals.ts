import type { IncomingHttpHeaders } from 'node:http'

/** Global Privacy Control: exactly `1`; of several header lines one is enough (W3C GPC). */
export function gpcOf(headers: IncomingHttpHeaders): boolean {
  const value = headers['sec-gpc']
  const lines = Array.isArray(value) ? value : (value ?? '').split(',')
  return lines.some((line) => line.trim() === '1')
}
