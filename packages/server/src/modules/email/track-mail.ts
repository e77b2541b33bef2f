/**
 * What somebody did with a mail, where they agreed to `email_tracking` when it was sent and still
 * do: the gate is asked again each time. A link leads on whatever it says.
 */
import { EquipoiseError } from '../../errors.ts'
import { NO_SITUATION } from '../law/index.ts'
import type { EmailParts } from './email-parts.ts'
import { openLink } from './mail-links.ts'

/** The picture of one transparent pixel that an opening is seen by. */
export const PIXEL: Buffer = Buffer.from(
  'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'base64',
)

/** Where a link leads; of an opening, whether the link is one of ours. */
export async function trackMail(
  parts: EmailParts,
  act: 'open' | 'follow',
  token: string,
): Promise<string | undefined> {
  const link = openLink(parts.root, act, token)
  if (link === undefined) return undefined
  const { about, ...key } = link
  const at = parts.now()
  const what = act === 'follow' ? { at, url: about } : { at }
  try {
    await parts.gate.act(key.subject, NO_SITUATION, async (person) => {
      const decision = person.decide('email_tracking')
      if (decision.outcome === 'refused') return
      await parts.store.transact(decision.permit, async (writer) => writer.noteTracked(key, what))
    })
  } catch (error) {
    // Not noted is no loss to whoever follows the link.
    if (!(error instanceof EquipoiseError)) throw error
  }
  return act === 'follow' ? about : 'open'
}
