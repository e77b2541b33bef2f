/** Who gets what: out of the keys that are live, the statements, and where the server connects. */
import type { Region } from '@equipoise/core/values'
import { OPERATOR_ROLES } from '../../store/index.ts'
import { type OpenPoint, openPoints } from './open-points.ts'
import { controllerOf, type MadeOf, madeOf, type Terms } from './terms.ts'

/** In the sense of GDPR Art. 4(7)-(10). */
export type LegalRole = 'subject' | 'controller' | 'processor' | 'recipient' | 'public'

export interface Recipient {
  readonly name: string
  readonly role: LegalRole
  /** What they get, and what not. */
  readonly gets: string
  /** Where they are, where it is known. */
  readonly country: Region | null
  readonly safeguards: string | null
  /** How many live keys open that door; null where no key does. */
  readonly keys: number | null
}

export interface RecipientList extends MadeOf {
  readonly recipients: readonly Recipient[]
  readonly open: readonly OpenPoint[]
}

export function recipientList(terms: Terms): RecipientList {
  return { ...madeOf(terms), recipients: listRecipients(terms), open: openRecipients(terms) }
}

export function listRecipients(terms: Terms): readonly Recipient[] {
  const { statements, connections } = terms
  const processors = (statements.processors ?? []).map(
    ({ name, does, country, safeguards = null }): Recipient => ({
      ...NOBODY,
      name,
      role: 'processor',
      gets: does,
      // Checked when the file was read.
      country: country as Region,
      safeguards,
    }),
  )
  const reached = connections.map(
    ({ to, says, sends }): Recipient => ({
      ...NOBODY,
      name: to,
      role: 'recipient',
      gets: `${says}${sends.length === 0 ? '' : `: ${sends.join(', ')}`}`,
    }),
  )
  return [YOU, ...ownPeople(terms), ...processors, ...named(terms), ...reached, LOG]
}

/** Whom the banner names before anything is passed on. */
function named({ config }: Terms): readonly Recipient[] {
  const { recipients: name } = config.banner
  if (name === '') return []
  const gets = 'What people agreed to have passed on, as the banner tells them'
  return [{ ...NOBODY, name, role: 'recipient', gets }]
}

const NOBODY = { country: null, safeguards: null, keys: null }

const YOU: Recipient = {
  ...NOBODY,
  name: 'The person',
  role: 'subject',
  gets: 'Everything that is kept about them, with receipts',
}

const LOG: Recipient = {
  ...NOBODY,
  name: 'Anybody, through the open log',
  role: 'public',
  gets: 'Fingerprints that speak of nobody',
}

/** Through which doors the business itself comes in. */
function ownPeople(terms: Terms): readonly Recipient[] {
  const { keys } = terms
  const controller = controllerOf(terms)?.name ?? 'The business'
  const count = (kind: string): number => keys.filter((key) => key.kind === kind).length
  const roles = OPERATOR_ROLES.map(
    (role) => [role, keys.filter((key) => key.role === role)] as const,
  )
    .filter(([, live]) => live.length > 0)
    .map(([role, live]) => `${role.replaceAll('_', ' ')} ${live.length}`)
  const origins = [...new Set(keys.flatMap((key) => key.origins))]
  const own = { role: 'controller', country: null, safeguards: null } as const
  return [
    {
      ...own,
      name: `${controller}: its people`,
      gets: `What their role opens (${roles.join(', ') || 'nobody yet'}); what they do for a person is logged with its reason`,
      keys: count('operator'),
    },
    {
      ...own,
      name: `${controller}: its servers`,
      gets: 'What is kept about the people whom they ask for',
      keys: count('secret'),
    },
    {
      ...own,
      name: `${controller}: its pages`,
      gets: `Suggestions and their guarded reasons, for the person in front of them (${origins.join(', ') || 'no origin yet'})`,
      keys: count('publishable'),
    },
  ]
}

export function openRecipients({ statements }: Terms): readonly OpenPoint[] {
  return openPoints([
    {
      field: 'processors',
      says: 'Who hosts this server and works for you on its data, in which country, under which contract',
      citation: 'GDPR Art. 30(1)(d)-(e), Art. 28, Art. 44-46',
      answer: statements.processors,
    },
  ])
}
