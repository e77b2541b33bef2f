/** What is loaded only where it is needed, and what it is handed. */
import type { Collect } from './collect.ts'
import type { Connection } from './connection.ts'
import type { Standing } from './standing.ts'
import type { Bridge, Client, Decided, DecidedItem, Options } from './types.ts'

export interface Host {
  readonly options: Options
  readonly connection: Connection
  readonly standing: Standing
}

export interface SlotsPart {
  /** Fills the slots of a part of the page that are not filled yet. */
  fill(host: Host, parts: SlotParts, root: ParentNode): Promise<void>
}

export interface SlotParts {
  readonly decide: Client['decide']
  readonly collect: Collect
  readonly load: Load
}

export interface WhyPart {
  /** Says why an item is shown, and what can be done about it. */
  explain(host: Host, shown: Shown): Promise<void>
}

/** What is to be explained, and where it stands. */
export interface Shown {
  readonly element: Element
  readonly slot: HTMLElement
  /** As the SDK was told; undefined where a server rendered it, and told it in the slot. */
  readonly item?: DecidedItem
  readonly decided?: Decided
  /** Fills every slot of the page again that can be. */
  refill(): Promise<unknown>
}

/** What we add to an item where the page has no words for it. */
export interface SlotWords {
  readonly why: string
  readonly ad: string
  readonly language: string
}

/** What the page says without a banner. */
export interface WordsPart {
  /** Says that a private session lasts, or no more that it does. */
  showPaused(host: Host, end: () => void): Promise<void>
  confirmSignal(host: Host): Promise<void>
  slotWords(host: Host): Promise<SlotWords>
}

export interface GatesPart {
  /** Opens what may be, and shuts the frames that may not be any more. */
  openGates(permits: (name: string) => boolean): void
}

export interface BridgePart {
  bridge(host: Host): void
}

/** Gives a part, by whatever way this build of the SDK has. */
export interface Load {
  (part: 'gates'): Promise<GatesPart>
  (part: 'slots'): Promise<SlotsPart>
  (part: 'why'): Promise<WhyPart>
  (part: 'words'): Promise<WordsPart>
  (part: Bridge): Promise<BridgePart>
}
