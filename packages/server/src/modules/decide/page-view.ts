/**
 * An answer as a page gets it: what to show, in order, and of the reasons what the day's release
 * allows, and no score. Which model ranked is for the sealed record of the decision alone: on the
 * wire a new one would tell that somebody left.
 *
 * What follows the model at once, and not the release, is which items there are, in which order and
 * from which rung. Somebody who probes for it learns something of others from that, and no setting
 * here prevents it; requests are limited by person.
 */
import type { PageContribution, SupportRelease } from '@equipoise/core/recommend'
import type { CatalogueItem } from '../../store/index.ts'
import type { DecideAnswer } from './decide.ts'

export interface PageDecideAnswer extends Omit<DecideAnswer, 'outlet' | 'items'> {
  readonly outlet: 'page'
  readonly items: readonly PageItem[]
  /** The day of the release that the reasons are from, in days since 1970-01-01; null for none. */
  readonly releaseDay: number | null
}

export interface PageItem {
  readonly id: string
  readonly item: CatalogueItem | undefined
  readonly shown: readonly PageContribution[]
}

export function toPageView(
  { outlet: _, items, ...answer }: DecideAnswer,
  release: SupportRelease | undefined,
): PageDecideAnswer {
  return {
    ...answer,
    outlet: 'page',
    items: items.map(({ id, item, shown }) => ({ id, item, shown })),
    releaseDay: release?.day ?? null,
  }
}
