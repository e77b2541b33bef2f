/**
 * What the page knows, in one place. Views watch the parts that they show; changes of one moment
 * are drawn once.
 */
import type {
  Answer,
  Clearance,
  ConsentRecord,
  Erasure,
  Interaction,
  Item,
  Persona,
  PurposeStanding,
  Standing,
  Training,
} from './types.ts'

export type Step = 'person' | 'why' | 'consent' | 'remove' | 'erase'

/** Something that was asked after an erasure, and what came back. */
export interface Proof {
  readonly asked: string
  readonly found: string
  readonly gone: boolean
}

export interface Forgotten extends Erasure {
  readonly name: string
  readonly proofs: readonly Proof[]
}

/** What came of pressing one of a product's buttons. */
export interface Recorded {
  readonly kept: boolean
  readonly says: string
}

export interface State {
  readonly personas: readonly Persona[]
  readonly chosen: Persona | undefined
  readonly purposes: readonly PurposeStanding[]
  readonly records: readonly ConsentRecord[]
  readonly interactions: readonly Interaction[]
  readonly answer: Answer | undefined
  /** The answer before the last act, to compare. */
  readonly before: Answer | undefined
  /** What the reader did between the two, as in "since you …". */
  readonly since: string
  readonly gpc: boolean
  /** The product whose page is open; undefined on the home page. */
  readonly product: Item | undefined
  readonly recorded: Recorded | undefined
  /** Removals and withdrawals that the model follows, latest first. */
  readonly clearances: readonly Clearance[]
  readonly forgotten: ReadonlyMap<string, Forgotten>
  readonly standing: Standing | undefined
  readonly training: Training
  readonly done: ReadonlySet<Step>
  /** Suggestions whose smaller reasons are shown too. */
  readonly unfolded: ReadonlySet<string>
  readonly allHistory: boolean
  /** Whether a change is on its way: controls wait. */
  readonly busy: boolean
}

export let state: State = {
  personas: [],
  chosen: undefined,
  purposes: [],
  records: [],
  interactions: [],
  answer: undefined,
  before: undefined,
  since: '',
  gpc: false,
  product: undefined,
  recorded: undefined,
  clearances: [],
  forgotten: new Map(),
  standing: undefined,
  training: { state: 'idle', stage: null, ratio: 0 },
  done: new Set(),
  unfolded: new Set(),
  allHistory: false,
  busy: false,
}

interface View {
  readonly parts: readonly (keyof State)[]
  readonly draw: () => void
}

const views: View[] = []
const changed = new Set<keyof State>()

export function change(patch: Partial<State>): void {
  state = { ...state, ...patch }
  if (changed.size === 0) queueMicrotask(drawChanged)
  // The keys of a part of the state are keys of the state.
  for (const part of Object.keys(patch) as (keyof State)[]) changed.add(part)
}

export function watch(parts: readonly (keyof State)[], draw: () => void): void {
  views.push({ parts, draw })
}

export function finish(step: Step): void {
  if (!state.done.has(step)) change({ done: new Set([...state.done, step]) })
}

function drawChanged(): void {
  const parts = new Set(changed)
  changed.clear()
  for (const view of views) if (view.parts.some((part) => parts.has(part))) view.draw()
}
