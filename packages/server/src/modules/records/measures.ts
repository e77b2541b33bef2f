/**
 * What protects the data (GDPR Art. 32), as it is set just now; where a setting weakens it, it says
 * so. What stands around the server, only those who run it can tell (`statements.ts`).
 */
import { OPERATOR_ROLES } from '../../store/index.ts'
import type { Terms } from './terms.ts'

export interface Measure {
  readonly id: string
  readonly says: string
  /** What the setting leaves to be desired; null where nothing. */
  readonly weak: string | null
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost'])

export function listMeasures(terms: Terms): readonly Measure[] {
  const { config, supportPeopleMin, keys, statements } = terms
  const isKeyBeside = config.secrets.rootKey === undefined
  const isOpen = !LOOPBACK.has(config.host) && config.http.trustedProxies.length === 0
  const roles = OPERATOR_ROLES.filter((role) => keys.some((key) => key.role === role))
  return [
    {
      id: 'gate',
      says: 'Personal data is read and written only with a permit of the gate, which weighs consent, law, signals and age anew each time. What it does not know it refuses.',
      weak: null,
    },
    {
      id: 'encryption',
      says: 'Each person’s data is sealed with a key of their own (AES-256-GCM), which hangs on a key outside of every backup.',
      weak: isKeyBeside
        ? 'The root key lies in the data directory: whoever takes the disk takes it too. Set EQUIPOISE_ROOT_KEY from elsewhere.'
        : null,
    },
    {
      id: 'pseudonyms',
      says: 'People are found by keyed hashes; no identifier of theirs is readable without the keys.',
      weak: null,
    },
    {
      id: 'crowd',
      says: `A reason is named only where ${supportPeopleMin} people share it; counts come in bands that change once a day.`,
      weak: null,
    },
    {
      id: 'erasure',
      says: `Erasing a person destroys their key at once, and the model follows within ${config.recommend.modelClearanceSeconds} seconds.`,
      weak: null,
    },
    {
      id: 'proof',
      says: 'Each choice and request is a leaf of a signed log; a receipt proves it to anybody.',
      weak: null,
    },
    {
      id: 'roles',
      says: `The shop’s people come in with keys of a role (${sayRoles(roles)}), say why they act for a person, and it is logged.`,
      weak:
        roles.length === 1 && roles[0] === 'administrator'
          ? 'All of them are administrators: give each the least role that will do.'
          : null,
    },
    {
      id: 'transport',
      says: 'The server speaks plain HTTP behind something that speaks TLS.',
      weak: isOpen
        ? `It listens on ${config.host} and no proxy is trusted: TLS in front is not seen from here.`
        : null,
    },
    {
      id: 'silence',
      says: 'No log, metric, address or error message holds personal data; addresses are counted as hashes in memory alone.',
      weak: null,
    },
    ...(statements.measures ?? []).map((says) => ({ id: 'own', says, weak: null })),
  ]
}

function sayRoles(roles: readonly string[]): string {
  return roles.length === 0 ? 'none yet' : roles.join(', ').replaceAll('_', ' ')
}
