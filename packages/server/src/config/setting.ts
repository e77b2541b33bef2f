/** One setting of the environment, and how its text is read. */
import { isIP } from 'node:net'
import type { Variable } from './environment.ts'

export interface Setting<T> {
  readonly variable: Variable
  readonly fallback: string
  readonly accepts: string
  readonly says: string
  readonly parse: (text: string) => T | undefined
}

export function setting<T>(
  variable: Variable,
  fallback: string,
  accepts: string,
  says: string,
  parse: (text: string) => T | undefined,
): Setting<T> {
  return { variable, fallback, accepts, says, parse }
}

/** Null for none: undefined would say that it cannot be read. */
export function optionalText(text: string): string | null {
  return text === '' ? null : text
}

export function integer(min: number, max: number): (text: string) => number | undefined {
  return (text) => (/^\d+$/.test(text) ? number(min, max)(text) : undefined)
}

export function number(min: number, max: number): (text: string) => number | undefined {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    return value >= min && value <= max ? value : undefined
  }
}

/** Null for no limit. */
export function rate(text: string): number | null | undefined {
  return text === 'none' ? null : integer(1, 1_000_000)(text)
}

/** Scheme, host and port alone; only this machine may go without TLS. */
export function isOrigin(text: unknown): text is string {
  const url = URL.canParse(String(text)) ? new URL(String(text)) : undefined
  if (url === undefined || url.origin !== text) return false
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)
}

/** An address, or one with the length of its network: 10.0.0.0/8. */
export function isNetwork(text: unknown): text is string {
  const [address = '', bits, ...more] = String(text).split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return bits === undefined || integer(0, family === 4 ? 32 : 128)(bits) !== undefined
}

export function flag(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined
}

export function oneOf(values: readonly string[]): (text: string) => string | undefined {
  return (text) => (values.includes(text) ? text : undefined)
}

export function listOf<T extends string>(
  isOne: (text: unknown) => text is T,
): (text: string) => readonly T[] | undefined {
  return (text) => {
    const parts = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
    return parts.every(isOne) ? parts : undefined
  }
}

export function hexKey(text: string): Uint8Array | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : undefined
}
