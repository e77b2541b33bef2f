/**
 * Google's Consent Mode v2: everything is denied before any tag of theirs runs, and updated as the
 * person answers.
 */
import { type ConsentMode, consentModeOf, REFUSAL } from '@equipoise/core/signals'
import type { BridgePart } from '../sdk/parts.ts'
import { choicesOf } from './choices.ts'

declare global {
  var dataLayer: unknown[] | undefined
}

export const bridge: BridgePart['bridge'] = ({ standing }) => {
  tell('default', consentModeOf(REFUSAL))
  standing.onChange((state) => tell('update', consentModeOf(choicesOf(state))))
}

function tell(command: 'default' | 'update', mode: ConsentMode): void {
  globalThis.dataLayer ??= []
  push('consent', command, mode)
}

function push(..._said: readonly unknown[]): void {
  // biome-ignore lint/complexity/noArguments: their tags tell this object from a list
  globalThis.dataLayer?.push(arguments)
}
