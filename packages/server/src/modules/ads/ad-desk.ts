/**
 * The desk of advertising: what operators put there, written through to the store and held in
 * memory, the index that decisions choose from, and what was spent. A change counts in the next
 * decision.
 *
 * The index is made again after a change, and every minute, so that it holds what runs within that
 * minute; whether a campaign runs at this very moment is asked at each decision.
 */
import {
  type AdIndex,
  type AdSlot,
  indexCampaigns,
  type LiveCampaign,
  type Spent,
} from '@equipoise/core/channels'
import { isRunning } from '@equipoise/core/measure'
import { type Instant, toInstant, type Verb } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import {
  AD_RECORD_KINDS,
  type AdRecord,
  type AdRecordKind,
  type CampaignSpend,
  type CountedShowing,
  type RepositoryAd,
  type ShowingFate,
  type Store,
} from '../../store/index.ts'
import type { AdForms, Review } from './ad-forms.ts'
import {
  type AdRecords,
  AdRecordTable,
  type KeptForm,
  RECORDS_MAX,
  toRecord,
} from './ad-records.ts'
import { conversionVerbsOf, type KnownExperiment, listExperiments } from './experiments.ts'
import { namesUsing } from './names-using.ts'
import { readForm } from './read-form.ts'
import { liveCampaigns, toSlot } from './to-core.ts'

const INDEXED_MS = 60_000
const HOUR_MS = 3_600_000
const NOTHING_SPENT: Spent = { total: 0, thisHour: 0 }

export interface AdChange {
  readonly kind: AdRecordKind
  readonly id: string
  readonly form: unknown
}

interface Indexed {
  readonly until: Instant
  /** Of the campaigns in it. */
  readonly names: string
  readonly slots: ReadonlyMap<string, AdSlot>
  readonly index: AdIndex
}

export class AdDesk {
  readonly #store: Store
  readonly #now: () => Instant
  #table: AdRecordTable
  readonly #spend: Map<string, CampaignSpend>
  #indexed: Indexed | undefined
  #experiments: readonly KnownExperiment[] | undefined
  #holdouts: ReadonlyMap<string, KnownExperiment> | undefined
  #convertingVerbs: ReadonlySet<Verb> | undefined
  #revision = 0

  private constructor(
    parts: { readonly store: Store; readonly now: () => Instant },
    records: readonly AdRecord[],
    spend: readonly CampaignSpend[],
  ) {
    this.#store = parts.store
    this.#now = parts.now
    this.#table = new AdRecordTable(records)
    this.#spend = new Map(spend.map((one) => [one.campaign, one]))
  }

  static open(parts: { readonly store: Store; readonly now: () => Instant }): Promise<AdDesk> {
    return parts.store.read(
      'system',
      async (reader) => new AdDesk(parts, await reader.listAdRecords(), await reader.listSpend()),
    )
  }

  get records(): AdRecords {
    return this.#table.all
  }

  /** Another number after every change of what is held here. */
  get revision(): number {
    return this.#revision
  }

  /** @throws EquipoiseError `not_found`. */
  get<K extends AdRecordKind>(kind: K, id: string): KeptForm<AdForms[K]> {
    const found = this.records[kind].get(id)
    if (found === undefined) throw new EquipoiseError('not_found', `Cannot find it in ${kind}`)
    // The map of a kind holds that kind alone.
    return found as KeptForm<AdForms[K]>
  }

  findSlot(id: string): AdSlot | undefined {
    return this.#index().slots.get(id)
  }

  get index(): AdIndex {
    return this.#index().index
  }

  /** Everything that is tried, whether it runs now or not. */
  get experiments(): readonly KnownExperiment[] {
    this.#experiments ??= listExperiments(this.records)
    return this.#experiments
  }

  /** What any campaign counts as a conversion. */
  get convertingVerbs(): ReadonlySet<Verb> {
    this.#convertingVerbs ??= new Set(
      [...this.records.campaigns.values()].flatMap(({ form }) => conversionVerbsOf(form)),
    )
    return this.#convertingVerbs
  }

  /** What is tried in a slot just then. */
  experimentIn(slot: string, at: Instant): KnownExperiment | undefined {
    return this.experiments.find((one) => one.slot === slot && isRunning(one, at))
  }

  /** What tells who a campaign is not aimed at just then; undefined where it is aimed at all. */
  holdoutOf(campaign: string, at: Instant): KnownExperiment | undefined {
    this.#holdouts ??= new Map(
      this.experiments.flatMap((one) => (one.kind === 'holdout' ? [[one.name, one] as const] : [])),
    )
    const holdout = this.#holdouts.get(campaign)
    return holdout !== undefined && isRunning(holdout, at) ? holdout : undefined
  }

  /** A creative waits for its review again once anything of it was changed. */
  async put<K extends AdRecordKind>(
    kind: K,
    id: string,
    form: unknown,
  ): Promise<KeptForm<AdForms[K]>> {
    await this.putAll([{ kind, id, form }])
    return this.get(kind, id)
  }

  /**
   * Takes many, each in the light of those before it, or none.
   *
   * @throws EquipoiseError `ad_invalid`, `too_many_ads`.
   */
  async putAll(changes: readonly AdChange[]): Promise<void> {
    const tried = this.#table.copy()
    const records: AdRecord[] = []
    for (const [at, { kind, id, form }] of changes.entries()) {
      const path = changes.length > 1 ? `ads.${at}.` : ''
      const read = readForm(kind, { id, json: form, path }, tried.all)
      const before = tried.all[kind].get(id)
      if (before === undefined && tried.all[kind].size >= RECORDS_MAX[kind]) {
        const says = `Cannot hold more than ${RECORDS_MAX[kind]} ${kind}`
        throw new EquipoiseError('too_many_ads', says)
      }
      const createdAt = before?.createdAt ?? this.#now()
      const review = kind === 'creatives' ? { review: reviewAfter(before, read) } : {}
      const record = toRecord(kind, { id, form: read, createdAt, ...review })
      records.push(record)
      tried.take(record)
    }
    await this.#write(records)
  }

  /** @throws EquipoiseError `not_found`; `ad_in_use` where something names it. */
  async remove(kind: AdRecordKind, id: string): Promise<void> {
    this.get(kind, id)
    const [first] = namesUsing(kind, id, this.records)
    if (first !== undefined) {
      throw new EquipoiseError('ad_in_use', `Cannot remove it: ${first} names it`)
    }
    await this.#store.transact('system', async (writer) => writer.deleteAdRecord(kind, id))
    this.#table.drop(kind, id)
    this.#changed()
  }

  /** @throws EquipoiseError `not_found`; `ad_invalid` where it is rejected without a note. */
  async review(
    id: string,
    { decision, note }: { readonly decision: 'approved' | 'rejected'; readonly note?: string },
  ): Promise<KeptForm<AdForms['creatives']>> {
    const creative = this.get('creatives', id)
    if (decision === 'rejected' && note === undefined) {
      throw new EquipoiseError('ad_invalid', 'Cannot reject without a note: say why')
    }
    const review = { state: decision, note: note ?? null }
    await this.#write([toRecord('creatives', { ...creative, review })])
    return this.get('creatives', id)
  }

  spentOf(campaign: string): Spent {
    const spend = this.#spend.get(campaign)
    if (spend === undefined) return NOTHING_SPENT
    const isNow = spend.hour === Math.floor(this.#now() / HOUR_MS)
    return { total: spend.total, thisHour: isNow ? spend.thisHour : 0 }
  }

  /** Counts a showing once, and charges it as far as its campaign's limit goes. */
  async countShowing(
    showing: Omit<CountedShowing, 'limit'>,
    once: { readonly text: string; readonly until: Instant },
    ad: Pick<RepositoryAd, 'digest' | 'body'>,
  ): Promise<ShowingFate> {
    const limit = 1_000 * this.get('campaigns', showing.campaign).form.spendLimitMinor
    const fate = await this.#store.transact('system', async (writer) =>
      writer.countShowing({ ...showing, limit }, once, ad),
    )
    if (fate === 'charged') this.#addSpend(showing)
    return fate
  }

  /** Counts a click once; false where it was counted before. */
  countClick(
    click: Omit<CountedShowing, 'price' | 'limit' | 'country'>,
    once: { readonly text: string; readonly until: Instant },
  ): Promise<boolean> {
    return this.#store.transact('system', async (writer) => writer.countClick(click, once))
  }

  #addSpend({ campaign, price, at }: Pick<CountedShowing, 'campaign' | 'price' | 'at'>): void {
    const hour = Math.floor(at / HOUR_MS)
    const before = this.#spend.get(campaign)
    const thisHour = (before?.hour === hour ? before.thisHour : 0) + price
    this.#spend.set(campaign, { campaign, total: (before?.total ?? 0) + price, hour, thisHour })
  }

  async #write(records: readonly AdRecord[]): Promise<void> {
    await this.#store.transact('system', async (writer) => writer.putAdRecords(records))
    for (const record of records) this.#table.take(record)
    this.#changed()
  }

  #changed(): void {
    this.#indexed = undefined
    this.#experiments = undefined
    this.#holdouts = undefined
    this.#convertingVerbs = undefined
    this.#revision += 1
  }

  #index(): Indexed {
    const from = this.#now()
    if (this.#indexed !== undefined && from < this.#indexed.until) return this.#indexed
    const until = toInstant(from + INDEXED_MS)
    const live = liveCampaigns(this.records, { from, until })
    const names = live.map(({ campaign }) => campaign.id).join()
    // After a change there is none; after a minute mostly the same campaigns run.
    if (this.#indexed?.names === names) this.#indexed = { ...this.#indexed, until }
    else this.#indexed = this.#indexOf(live, { names, until })
    return this.#indexed
  }

  #indexOf(live: readonly LiveCampaign[], stands: Pick<Indexed, 'names' | 'until'>): Indexed {
    const slots = new Map([...this.records.slots].map(([id, kept]) => [id, toSlot(kept)]))
    return { ...stands, slots, index: indexCampaigns(live, slots) }
  }
}

/** What was judged is judged, as long as nothing of it changes. */
function reviewAfter(before: KeptForm<unknown> | undefined, form: unknown): Review {
  const isSame = JSON.stringify(before?.form) === JSON.stringify(form)
  return (isSame ? before?.review : undefined) ?? { state: 'pending', note: null }
}

/** Everything, in an order in which it can be taken in again. */
export function exportAds(records: AdRecords): readonly AdChange[] {
  return AD_RECORD_KINDS.flatMap((kind) =>
    [...records[kind].values()].map(({ id, form }) => ({ kind, id, form })),
  )
}
