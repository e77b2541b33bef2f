/**
 * A native ad (OpenRTB Dynamic Native Ads 1.2): the parts that the page asked for, which it draws
 * itself. It is bid only where the page asks for the sponsor too, so that it is told as an ad.
 */
import type { CreativeForm } from '../ads/index.ts'
import type { NativeAsset } from './bid-request-form.ts'

/** Native 1.2, 7.3 and 7.4: who sponsors it, what it says; the main picture. */
const SPONSORED = 1
const DESCRIPTION = 2
const MAIN_PICTURE = 3

export interface OnBehalf {
  readonly behalf: string
  readonly payer: string
}

interface FilledAsset {
  readonly id: number
  readonly title?: { readonly text: string }
  readonly img?: { readonly type: number; readonly url: string }
  readonly data?: { readonly type: number; readonly value: string }
}

/** Undefined where a part that is needed cannot be given. */
export function nativeAssets(
  assets: readonly NativeAsset[],
  creative: CreativeForm,
  who: OnBehalf,
): readonly FilledAsset[] | undefined {
  const filled = assets.map((asset) => [asset, fill(asset, creative, who)] as const)
  if (filled.some(([{ required }, one]) => required === 1 && one === undefined)) return undefined
  const given = filled.flatMap(([, one]) => one ?? [])
  const isTold = given.some(({ data }) => data?.type === SPONSORED)
  return isTold && given.some(({ title }) => title) ? given : undefined
}

function fill(
  { id, title, img, data }: NativeAsset,
  creative: CreativeForm,
  { behalf, payer }: OnBehalf,
): FilledAsset | undefined {
  if (title !== undefined) {
    return fits(creative.title, title.len) ? { id, title: { text: creative.title } } : undefined
  }
  if (img !== undefined) {
    const type = img.type ?? MAIN_PICTURE
    const url = creative.image?.url
    return url !== undefined && type === MAIN_PICTURE ? { id, img: { type, url } } : undefined
  }
  const sponsor = behalf === payer ? behalf : `${behalf}, paid by ${payer}`
  const values = new Map([
    [SPONSORED, sponsor],
    [DESCRIPTION, creative.text],
  ])
  const value = data && values.get(data.type)
  if (data === undefined || value === undefined || !fits(value, data.len)) return undefined
  return { id, data: { type: data.type, value } }
}

function fits(text: string, length: number | undefined): boolean {
  return length === undefined || text.length <= length
}

/** As `adm` has it; undefined where it cannot be given. */
export function nativeMarkup(
  assets: readonly NativeAsset[],
  creative: CreativeForm,
  who: OnBehalf,
): string | undefined {
  const given = nativeAssets(assets, creative, who)
  if (given === undefined) return undefined
  return JSON.stringify({ native: { ver: '1.2', assets: given, link: { url: creative.link } } })
}
