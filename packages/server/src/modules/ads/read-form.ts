/** Reads one record of advertising: its form by the schema, then what that cannot say. */
import { parseConditions } from '@equipoise/core/channels'
import type { Issue } from '@equipoise/core/values'
import Value from 'typebox/value'
import { EquipoiseError } from '../../errors.ts'
import type { AdRecordKind } from '../../store/index.ts'
import { AD_FORMS, AD_ID_PATTERN, type AdForms } from './ad-forms.ts'
import type { AdRecords } from './ad-records.ts'
import { campaignIssues } from './check-campaign.ts'
import { creativeIssues } from './check-creative.ts'
import { experimentIssues } from './check-experiment.ts'

const ISSUES_MAX = 20
const AD_ID = new RegExp(AD_ID_PATTERN)
/** What a slot cannot be named, because these show the catalogue. */
export const OWN_SLOTS = ['home', 'item', 'basket', 'feed', 'playlist', 'email']

/** @throws EquipoiseError `ad_invalid`, with every issue in its details. */
export function readForm<K extends AdRecordKind>(
  kind: K,
  { id, json, path }: Given,
  records: AdRecords,
): AdForms[K] {
  const at = (issues: readonly Issue[]): Issue[] =>
    issues.map((issue) => ({ ...issue, path: `${path}${issue.path}` }))
  refuse(kind, at([...idIssues(kind, id), ...schemaIssues(kind, json)]))
  // The schema has just checked it.
  const form = json as AdForms[K]
  refuse(kind, at(meaningIssues(kind, { id, form }, records)))
  return form
}

interface Given {
  readonly id: string
  readonly json: unknown
  /** Before the paths of what is wrong: where it stands among others. */
  readonly path: string
}

function refuse(kind: AdRecordKind, issues: readonly Issue[]): void {
  const [first] = issues
  if (first === undefined) return
  const where = first.path === '' ? '' : ` at "${first.path}"`
  throw new EquipoiseError(
    'ad_invalid',
    `Cannot take it into ${kind}${where} (${first.code}): ${first.says}`,
    { details: { issues: issues.slice(0, ISSUES_MAX) } },
  )
}

function idIssues(kind: AdRecordKind, id: string): Issue[] {
  if (!AD_ID.test(id)) {
    const says = 'Want 1 to 32 of a-z, 0-9, "-" and "_", a letter or digit first'
    return [{ path: 'id', code: 'id_malformed', says }]
  }
  if (kind === 'slots' && OWN_SLOTS.includes(id)) {
    return [{ path: 'id', code: 'id_taken', says: 'This slot shows the catalogue: want another' }]
  }
  return []
}

function schemaIssues(kind: AdRecordKind, json: unknown): Issue[] {
  return Value.Errors(AD_FORMS[kind], json)
    .filter(({ keyword }) => keyword !== 'boolean')
    .map(({ keyword, instancePath, message, params }) => ({
      path: instancePath.slice(1).replaceAll('/', '.'),
      code: keyword === 'additionalProperties' ? 'unknown_field' : 'invalid_field',
      says: sayAllowed(params) ?? message,
    }))
}

function sayAllowed(params: object): string | undefined {
  const allowed = 'allowedValues' in params ? params.allowedValues : undefined
  return Array.isArray(allowed) ? `Want one of ${allowed.join(', ')}` : undefined
}

function meaningIssues<K extends AdRecordKind>(
  kind: K,
  { id, form }: { readonly id: string; readonly form: AdForms[K] },
  records: AdRecords,
): Issue[] {
  // The kind says which form it is; the compiler does not follow.
  const one = { kind, form } as { [L in AdRecordKind]: { kind: L; form: AdForms[L] } }[AdRecordKind]
  if (one.kind === 'campaigns') return campaignIssues(id, one.form, records)
  if (one.kind === 'audiences') return conditionIssues(one.form.conditions)
  if (one.kind === 'experiments') return experimentIssues(id, one.form, records, OWN_SLOTS)
  if (one.kind !== 'creatives') return []
  const isKnown = records.advertisers.has(one.form.advertiser)
  const says = 'Put first the advertiser that is named here'
  const unknown = isKnown ? [] : [{ path: 'advertiser', code: 'name_unknown', says }]
  return [...unknown, ...creativeIssues(one.form)]
}

function conditionIssues(conditions: unknown): Issue[] {
  const read = parseConditions(conditions)
  return read.ok ? [] : [...read.issues]
}
