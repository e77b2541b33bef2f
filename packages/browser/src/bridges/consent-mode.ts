/**
 * Google's Consent Mode v2: everything is denied before any tag of theirs runs, and updated as the
 * person answers. A signal is granted only where every purpose behind it is permitted.
 */
import { PURPOSE_TERMS, PURPOSES } from '@equipoise/core/values'
import type { BridgePart } from '../sdk/parts.ts'
import type { ConsentState } from '../sdk/types.ts'

const SIGNALS = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
] as const

declare global {
  var dataLayer: unknown[] | undefined
}

export const bridge: BridgePart['bridge'] = ({ standing }) => {
  tell('default', signalsOf([]))
  standing.onChange(({ permitted }) => tell('update', signalsOf(permitted)))
}

export function signalsOf(permitted: ConsentState['permitted']): Record<string, string> {
  return Object.fromEntries(
    SIGNALS.map((signal) => {
      const behind = PURPOSES.filter((one) => PURPOSE_TERMS[one].consentMode.includes(signal))
      return [signal, behind.every((one) => permitted.includes(one)) ? 'granted' : 'denied']
    }),
  )
}

/** Google's tags read the arguments of a call, not a list. */
function tell(..._said: readonly [command: 'default' | 'update', signals: object]): void {
  globalThis.dataLayer ??= []
  push('consent', ..._said)
}

function push(..._said: readonly unknown[]): void {
  // biome-ignore lint/complexity/noArguments: their tags tell this object from a list
  globalThis.dataLayer?.push(arguments)
}
