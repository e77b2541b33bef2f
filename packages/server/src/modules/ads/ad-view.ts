/**
 * An ad as it is answered: that it is one, on whose behalf, who paid, how it was aimed, and how to
 * change that (Regulation (EU) 2022/2065, Art. 26(1) and (2)); and what is to be shown.
 */
import { createHash } from 'node:crypto'
import type { AdMode } from '@equipoise/core/channels'
import { canonicalJson } from '@equipoise/core/ledger'
import type { ShownAd } from '../../store/index.ts'
import type { AudienceForm, CampaignForm, CreativeForm } from './ad-forms.ts'
import type { AdRecords } from './ad-records.ts'

export interface AdView {
  readonly isAd: true
  readonly campaign: string
  readonly creative: string
  readonly behalf: string
  readonly payer: string
  readonly parameters: readonly AdParameter[]
  readonly content: AdContent
  readonly labels: readonly string[]
  readonly synthetic: boolean
  readonly political: { readonly sponsor: string; readonly about: string } | null
}

/** One of the main parameters by which an ad was aimed, to the person who sees it. */
export interface AdParameter {
  readonly kind: 'page' | 'place' | 'hours' | 'interest' | 'audience' | 'anybody'
  readonly says: string
}

export interface AdContent {
  readonly kind: CreativeForm['kind']
  readonly title: string
  readonly text: string | null
  readonly link: string
  readonly image: { readonly url: string; readonly alt: string } | null
  readonly video: {
    readonly url: string
    readonly captionsUrl: string | null
    readonly alt: string
  } | null
  /** Where its frame is, for one of HTML. */
  readonly frame: string | null
}

interface Named {
  readonly campaign: CampaignForm
  readonly creative: CreativeForm
  readonly behalf: string
  readonly payer: string
  readonly audience: AudienceForm | undefined
}

function find(records: AdRecords, campaignId: string, creativeId: string): Named | undefined {
  const campaign = records.campaigns.get(campaignId)?.form
  const creative = records.creatives.get(creativeId)?.form
  const advertiser = campaign && records.advertisers.get(campaign.advertiser)?.form
  if (campaign === undefined || creative === undefined || advertiser === undefined) return undefined
  const { name: behalf, payer = behalf } = advertiser
  const audience = records.audiences.get(campaign.audience ?? '')?.form
  return { campaign, creative, behalf, payer, audience }
}

export interface NamedAd {
  readonly campaign: string
  readonly creative: string
}

/** Undefined where it is listed no more. */
export function viewAd(
  records: AdRecords,
  { campaign: campaignId, creative: creativeId }: NamedAd,
  mode: AdMode,
): AdView | undefined {
  const named = find(records, campaignId, creativeId)
  if (named === undefined) return undefined
  const { campaign, creative, behalf, payer } = named
  return {
    isAd: true,
    campaign: campaignId,
    creative: creativeId,
    behalf,
    payer,
    parameters: parametersOf(named, mode),
    content: contentOf(creativeId, creative),
    labels: creative.labels ?? [],
    synthetic: creative.synthetic ?? false,
    political: campaign.political ?? null,
  }
}

function parametersOf({ campaign, audience }: Named, mode: AdMode): readonly AdParameter[] {
  const { pages = [], places = [], hours, byInterest = false } = campaign
  const parameters: AdParameter[] = []
  const add = (kind: AdParameter['kind'], says: string): void => {
    parameters.push({ kind, says })
  }
  if (pages.length > 0) add('page', `Pages about ${pages.join(', ')}`)
  if (places.length > 0) add('place', `People who are in ${places.join(', ')}`)
  if (hours !== undefined) add('hours', `From ${hours.from} to ${hours.until} o'clock, UTC`)
  if (mode === 'personal' && byInterest) add('interest', 'What you did here')
  if (mode === 'personal' && audience !== undefined) add('audience', audience.says)
  if (parameters.length === 0) add('anybody', 'Anybody who comes here')
  return parameters
}

function contentOf(id: string, creative: CreativeForm): AdContent {
  const { kind, title, text, link, image, video, html } = creative
  return {
    kind,
    title,
    text: text ?? null,
    link,
    image: image ?? null,
    video:
      video === undefined
        ? null
        : { url: video.url, captionsUrl: video.captionsUrl ?? null, alt: video.alt },
    frame: html === undefined ? null : `/ads/creatives/${id}/frame`,
  }
}

/** As it is kept with a person's impression. */
export function shownAd(records: AdRecords, ad: NamedAd): ShownAd | undefined {
  const named = find(records, ad.campaign, ad.creative)
  if (named === undefined) return undefined
  const { behalf: _, payer, campaign, creative } = named
  return { ...ad, advertiser: campaign.advertiser, payer, items: creative.items ?? [] }
}

/** As the public repository keeps it (Art. 39(2)), under the digest of what it says. */
export function repositoryAd(
  records: AdRecords,
  ad: NamedAd,
): { readonly digest: string; readonly body: string } | undefined {
  const named = find(records, ad.campaign, ad.creative)
  if (named === undefined) return undefined
  const { behalf, payer, campaign, creative, audience } = named
  const { html, categories = [], labels = [], synthetic = false } = creative
  const aim = { kind: 'audience', says: audience?.says ?? '' } as const
  const parameters = [
    ...parametersOf({ ...named, audience: undefined }, 'personal'),
    ...(audience === undefined ? [] : [aim]),
  ]
  const content = { ...contentOf(ad.creative, creative), html: html ?? null }
  const political = campaign.political ?? null
  const body = canonicalJson({
    ...{ behalf, payer, content, categories, labels, synthetic, political },
    parameters: parameters.map(({ kind, says }) => ({ kind, says })),
  })
  return { digest: createHash('sha256').update(body).digest('hex'), body }
}
