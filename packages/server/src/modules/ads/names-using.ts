/** What names a record, so that it cannot be removed under it. */
import type { AdRecordKind } from '../../store/index.ts'
import type { AdRecords } from './ad-records.ts'

/** Such as `campaigns "tea"`. */
export function namesUsing(kind: AdRecordKind, id: string, records: AdRecords): readonly string[] {
  const campaigns = [...records.campaigns.values()].filter(({ form }) => {
    const { advertiser, slots, audience, creatives, contextualCreatives = [] } = form
    if (kind === 'advertisers') return advertiser === id
    if (kind === 'slots') return slots.includes(id)
    if (kind === 'audiences') return audience === id
    return kind === 'creatives' && [...creatives, ...contextualCreatives].includes(id)
  })
  const creatives = [...records.creatives.values()].filter(
    ({ form }) => kind === 'advertisers' && form.advertiser === id,
  )
  const experiments = [...records.experiments.values()].filter(
    ({ form }) => kind === 'slots' && form.slot === id,
  )
  return [
    ...experiments.map((one) => `experiments "${one.id}"`),
    ...campaigns.map((one) => `campaigns "${one.id}"`),
    ...creatives.map((one) => `creatives "${one.id}"`),
  ]
}
