/** Why this, on an item or an ad: loaded when somebody asks. */

import { WHY_ENGLISH } from '../languages/english.ts'
import { speakEnglish, speakFor } from '../languages/say.ts'
import type { WhyPart } from '../sdk/parts.ts'
import { languagesOf } from '../sdk/standing.ts'
import { actsOf } from './acts.ts'
import { openWhy } from './dialog.ts'

export type { WhyActs, Wrong } from './acts.ts'
export { openWhy } from './dialog.ts'

speakEnglish(WHY_ENGLISH)

export const explain: WhyPart['explain'] = async (host, shown) => {
  await speakFor(host.connection.server, 'why', languagesOf(host.options))
  openWhy(shown.item, shown.decided, actsOf(host, shown), () => {
    // What was pressed went with the list; its place is where one goes on.
    const next = shown.slot.querySelector<HTMLElement>('[data-equipoise-why]') ?? shown.slot
    if (next === shown.slot) next.tabIndex = -1
    next.focus()
  })
}
