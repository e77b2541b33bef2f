/**
 * An answer as a page gets it: what to show, in order, and of the reasons what the day's release
 * allows, and no score. Which model ranked is for the sealed record of the decision alone: on the
 * wire a new one would tell that somebody left.
 *
 * What follows the model at once, and not the release, is which items there are, in which order and
 * from which rung. Somebody who probes for it learns something of others from that, and no setting
 * here prevents it; requests are limited by person.
 */

import type { Specificity } from '@equipoise/core/channels'
import { type Drawn, hasChanged, type RerankStep } from '@equipoise/core/lists'
import type { PageContribution, SupportRelease } from '@equipoise/core/recommend'
import type { CatalogueItem } from '../../store/index.ts'
import type { AdView } from '../ads/index.ts'
import type { DecideAnswer, DecidedItem } from './decide.ts'

export interface PageDecideAnswer extends Omit<DecideAnswer, 'outlet' | 'items' | 'changes'> {
  readonly outlet: 'page'
  readonly items: readonly PageItem[]
  /** Which steps of re-ranking were taken, and whether they changed anything. */
  readonly changes: readonly CoarseChange[]
  /** The day of the release that the reasons are from, in days since 1970-01-01; null for none. */
  readonly releaseDay: number | null
}

export interface CoarseChange {
  readonly step: RerankStep
  readonly changed: boolean
}

export interface PageItem {
  readonly id: string
  readonly item: CatalogueItem | undefined
  readonly drawn: Drawn | undefined
  readonly shown: readonly PageContribution[]
  readonly specificity: Specificity
  readonly ad: AdView | undefined
  /** Of an ad, for its token alone: in thousandths of a minor unit. */
  readonly price: number | undefined
  readonly placed?: DecidedItem['placed']
}

export function toPageView(
  { outlet: _, items, changes, ...answer }: DecideAnswer,
  release: SupportRelease | undefined,
): PageDecideAnswer {
  return {
    ...answer,
    outlet: 'page',
    items: items.map(({ id, item, shown, drawn, specificity, ad, price, placed }) => ({
      ...{ id, item, shown, drawn, specificity, ad, price },
      ...(placed && { placed }),
    })),
    changes: changes.map((change) => ({ step: change.step, changed: hasChanged(change) })),
    releaseDay: release?.day ?? null,
  }
}
