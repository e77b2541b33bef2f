/**
 * The items of a mail: chosen by the same pipeline as on any page, when the mail is sent, as far as
 * the person permits it. Of somebody who permits nothing they are popular items.
 */
import type { SubjectId } from '@equipoise/core/values'
import type { CatalogueItem } from '../../store/index.ts'
import { decideSlot, NO_FILTERS, type PageItem } from '../decide/index.ts'
import { NO_SITUATION } from '../law/index.ts'
import type { EmailParts } from './email-parts.ts'
import type { MailList } from './mail-documents.ts'
import { reasonFor, wordsOfList } from './mail-words.ts'

export interface ChosenItems {
  readonly rung: string
  readonly ids: readonly string[]
  readonly values: Readonly<Record<string, string>>
}

export const NO_ITEMS: ChosenItems = { rung: 'none', ids: [], values: {} }

export async function chooseItems(
  parts: EmailParts,
  subject: SubjectId | undefined,
  {
    items,
    categories,
    list,
  }: {
    readonly items: number
    readonly categories: readonly string[]
    readonly list: MailList
  },
): Promise<ChosenItems> {
  if (items === 0) return NO_ITEMS
  const answer = await decideSlot(
    parts,
    {
      outlet: 'page',
      who: subject === undefined ? undefined : { subject },
      slot: 'email',
      count: items,
      page: { item: undefined, categories: [] },
      filters: { ...NO_FILTERS, categories },
      exclude: [],
    },
    NO_SITUATION,
  )
  const shown = answer.items.map(({ id, item, shown: reasons }) => ({
    id,
    item,
    why: whyOf(parts, reasons, list),
  }))
  return { rung: answer.rung, ids: shown.map(({ id }) => id), values: toValues(parts, shown, list) }
}

/** Items that were chosen before: by what the person left, or asked to be told of. */
export function namedItems(
  parts: EmailParts,
  ids: readonly string[],
  { list, why }: { readonly list: MailList; readonly why: string },
): ChosenItems {
  const shown = ids.map((id) => ({ id, item: parts.catalogue.find(id), why }))
  return { rung: 'named', ids, values: toValues(parts, shown, list) }
}

interface Shown {
  readonly id: string
  readonly item: CatalogueItem | undefined
  readonly why: string
}

function toValues(
  { mail }: EmailParts,
  shown: readonly Shown[],
  list: MailList,
): Record<string, string> {
  const { language } = wordsOfList(list)
  const values: Record<string, string> = {}
  shown.forEach(({ id, item, why }, index) => {
    const page = mail.itemUrl?.replaceAll('{id}', encodeURIComponent(id))
    const at = `items.${index}.`
    values[`${at}id`] = id
    values[`${at}title`] = item?.title ?? id
    values[`${at}url`] = page ?? mail.linkOrigin ?? '#'
    values[`${at}image`] = item?.attributes['image'] ?? `${mail.linkOrigin}/page/mark.svg`
    values[`${at}price`] = priceOf(item, language)
    values[`${at}why`] = why
  })
  return values
}

function priceOf(item: CatalogueItem | undefined, language: string): string {
  if (item?.priceMinor === undefined || item.currency === undefined) return '–'
  const format = new Intl.NumberFormat(language, { style: 'currency', currency: item.currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(item.priceMinor / 10 ** digits)
}

function whyOf({ catalogue }: EmailParts, shown: PageItem['shown'], list: MailList): string {
  const { words } = wordsOfList(list)
  const named = shown.find(
    ({ id, kind }) => id !== null && (kind === 'item' || kind === 'category'),
  )
  if (named === undefined || named.id === null) return reasonFor(words, undefined)
  const title = named.kind === 'item' ? catalogue.find(named.id)?.title : undefined
  return reasonFor(words, title ?? named.id)
}
