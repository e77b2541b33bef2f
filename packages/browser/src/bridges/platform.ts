import type { Platform } from '@equipoise/core/signals'
import type { Options } from '../sdk/types.ts'

/** What cannot be read is no registration: then no string of theirs is written. */
export function platformIn({ platform }: Options): Platform | undefined {
  try {
    return typeof platform === 'string' ? JSON.parse(platform) : platform
  } catch {
    return undefined
  }
}
