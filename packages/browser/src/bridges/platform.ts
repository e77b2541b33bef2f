import type { Platform } from '@equipoise/core/signals'
import type { Options } from '../sdk/types.ts'

/** What cannot be read is no registration: then no string of theirs is written. */
export function platformIn({ platform }: Options): Platform | undefined {
  try {
    const read: unknown = typeof platform === 'string' ? JSON.parse(platform) : platform
    return isPlatform(read) ? read : undefined
  } catch {
    return undefined
  }
}

const NUMBERS = ['cmpId', 'cmpVersion', 'consentScreen', 'vendorListVersion'] as const
const LETTERS = ['consentLanguage', 'publisherCountry'] as const
const VENDORS = ['vendorsDisclosed', 'vendorsConsent'] as const

function isPlatform(read: unknown): read is Platform {
  if (typeof read !== 'object' || read === null) return false
  const isWhole = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0
  return (
    NUMBERS.every((name) => isWhole(Reflect.get(read, name))) &&
    LETTERS.every((name) => /^[A-Z]{2}$/.test(String(Reflect.get(read, name)))) &&
    VENDORS.every((name) => {
      const ids = Reflect.get(read, name)
      return Array.isArray(ids) && ids.every(isWhole)
    })
  )
}
