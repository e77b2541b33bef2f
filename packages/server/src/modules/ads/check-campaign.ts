/** What no schema says of a campaign: its times, its money, and that what it names is there. */
import { isSensitiveCategory } from '@equipoise/core/channels'
import { DAY_MS, type Issue, parseInstant } from '@equipoise/core/values'
import type { CampaignForm } from './ad-forms.ts'
import { type AdRecords, HOLDOUTS_MAX } from './ad-records.ts'

const DAYS_MAX = 3_660

export function campaignIssues(id: string, campaign: CampaignForm, records: AdRecords): Issue[] {
  return [
    ...scheduleIssues(campaign),
    ...moneyIssues(campaign, records),
    ...nameIssues(campaign, records),
    ...targetingIssues(campaign),
    ...holdoutIssues(id, campaign, records),
  ]
}

function holdoutIssues(
  id: string,
  { holdoutRatio = 0 }: CampaignForm,
  { campaigns }: AdRecords,
): Issue[] {
  if (holdoutRatio === 0) return []
  const others = [...campaigns.values()].filter(
    (one) => one.id !== id && (one.form.holdoutRatio ?? 0) > 0,
  )
  if (others.length < HOLDOUTS_MAX) return []
  const says = `Want a holdout in at most ${HOLDOUTS_MAX} campaigns`
  return [{ path: 'holdoutRatio', code: 'too_many_holdouts', says }]
}

function scheduleIssues({ startsAt, endsAt, hours }: CampaignForm): Issue[] {
  const [from, until] = [parseInstant(startsAt), parseInstant(endsAt)]
  if (from === undefined || until === undefined) {
    const path = from === undefined ? 'startsAt' : 'endsAt'
    return [{ path, code: 'invalid_time', says: 'Want a time such as 2026-12-01T00:00:00Z' }]
  }
  const issues: Issue[] = []
  if (until <= from) {
    issues.push({ path: 'endsAt', code: 'ends_before_start', says: 'Want a time after "startsAt"' })
  }
  if (until - from > DAYS_MAX * DAY_MS) {
    issues.push({ path: 'endsAt', code: 'too_long', says: 'Want ten years at most' })
  }
  if (hours !== undefined && hours.from === hours.until % 24) {
    issues.push({ path: 'hours', code: 'hours_empty', says: 'Want different hours' })
  }
  return issues
}

function moneyIssues(campaign: CampaignForm, { slots }: AdRecords): Issue[] {
  const { bidMinor, spendLimitMinor, currency } = campaign
  const issues: Issue[] = []
  if (bidMinor > 1_000 * spendLimitMinor) {
    const says = 'Want a limit that suffices for one showing'
    issues.push({ path: 'spendLimitMinor', code: 'limit_below_bid', says })
  }
  for (const [at, id] of campaign.slots.entries()) {
    const slot = slots.get(id)?.form
    if (slot !== undefined && slot.currency !== currency) {
      const says = 'Want the currency that the slot is sold in'
      issues.push({ path: `slots.${at}`, code: 'currency_differs', says })
    }
  }
  return issues
}

function nameIssues(campaign: CampaignForm, records: AdRecords): Issue[] {
  const { advertiser, audience, slots, creatives, contextualCreatives = [] } = campaign
  const issues: Issue[] = []
  const unknown = (path: string): void => {
    issues.push({ path, code: 'name_unknown', says: 'Put first what is named here' })
  }
  if (!records.advertisers.has(advertiser)) unknown('advertiser')
  if (audience !== undefined && !records.audiences.has(audience)) unknown('audience')
  for (const [at, id] of slots.entries()) if (!records.slots.has(id)) unknown(`slots.${at}`)
  for (const [list, named] of Object.entries({ creatives, contextualCreatives })) {
    for (const [at, id] of named.entries()) {
      const creative = records.creatives.get(id)?.form
      if (creative === undefined) unknown(`${list}.${at}`)
      else if (creative.advertiser !== advertiser) {
        const says = 'Want a creative of this advertiser'
        issues.push({ path: `${list}.${at}`, code: 'creative_of_another', says })
      }
    }
  }
  return issues
}

function targetingIssues({ audience, byInterest = false, political, pages = [] }: CampaignForm) {
  const issues: Issue[] = []
  if (audience !== undefined && byInterest) {
    const says = 'Want either an audience or "byInterest"'
    issues.push({ path: 'byInterest', code: 'options_contradict', says })
  }
  if (political !== undefined && (audience !== undefined || byInterest)) {
    const says = 'A political ad is aimed at nobody: want neither audience nor "byInterest"'
    issues.push({ path: 'political', code: 'political_aimed', says })
  }
  for (const [at, page] of pages.entries()) {
    if (isSensitiveCategory(page)) {
      const says = 'A page about something sensitive tells who reads it: want another'
      issues.push({ path: `pages.${at}`, code: 'category_sensitive', says })
    }
  }
  return issues
}
