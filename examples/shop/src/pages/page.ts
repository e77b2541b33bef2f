/** What every page is made from: what it shows, and who is in front of it. */
import type { Person } from '../people.ts'
import type { Html } from './html.ts'

/** Something that the person did, for the page's script to record where that is permitted. */
export interface Deed {
  readonly item: string
  readonly verb: 'view' | 'add' | 'purchase'
  /** The list that it was opened from. */
  readonly list?: string
}

export interface Item {
  readonly id: string
  readonly title?: string | undefined
  readonly categories: readonly string[]
  readonly attributes?: Readonly<Record<string, string>>
  readonly priceMinor?: number | undefined
  readonly currency?: string | undefined
}

export interface Page {
  readonly title: string
  readonly main: Html
  readonly deeds?: readonly Deed[]
  readonly status?: number
}

/** What the frame around a page says. */
export interface Frame {
  readonly key: string
  readonly person: Person | undefined
  /** Ids of those whom nobody knows any more. */
  readonly erased: ReadonlySet<string>
  readonly basketCount: number
  readonly path: string
  readonly search: string
  /** Digest of the assets, so that browsers keep them until they change. */
  readonly version: string
}
