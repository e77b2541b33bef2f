/**
 * How things stand with the person in front of the page: what they chose here, what the server
 * knows, and what the gate permits. Nothing is permitted that the server has not confirmed to this
 * page, and a no that the browser keeps outdoes whatever the server says.
 */
import type { Choice, ConsentStatus } from '@equipoise/core/consent'
import { PURPOSES, type Purpose } from '@equipoise/core/values'
import { BANNER_ID } from '../banner/view.ts'
import { keepAnswered, keepRefusal, readChoice } from './choice-cookie.ts'
import type { Answer, Connection } from './connection.ts'
import { isPaused, setPaused } from './private-session.ts'
import type { ConsentState, Options, Stop } from './types.ts'

export interface Standing {
  /** False for a name that is no purpose. */
  permits(name: string): boolean
  /** Whether the server knows who is in front of the page: of nobody else is anything kept. */
  isKnown(): boolean
  state(): ConsentState
  /** Asks the server anew, where it can know more than the browser. */
  refresh(): Promise<void>
  /** Takes what an answer says of the person; one that did not come shuts everything. */
  take(answer: Answer): void
  say(said: Said): Promise<boolean>
  /** Begins a private session or ends it, here and in other tabs. */
  pause(paused: boolean): void
  /** Looks again at what the browser keeps, and tells whoever listens. */
  update(): void
  onChange(listener: (state: ConsentState) => void): Stop
  /** How far the server's clock is from this one, in ms. */
  clockOffsetMs(): number
}

export interface Said {
  readonly give: readonly Purpose[]
  readonly refuse: readonly Purpose[]
  readonly nonce?: string
}

/** What GPC speaks of for everybody, everywhere; the server adds what the law adds. */
const SIGNALLED: readonly Purpose[] = ['cross_context_advertising', 'sale_or_sharing']

interface Known {
  readonly isSomebody: boolean
  readonly isCookie: boolean
  readonly permitted: readonly Purpose[]
  readonly state: Readonly<Partial<Record<Purpose, ConsentStatus>>>
}

const NOBODY: Known = { isSomebody: false, isCookie: false, permitted: [], state: {} }
const CHANNEL = 'equipoise'

export function openStanding(connection: Connection, options: Options): Standing {
  const listeners = new Set<(state: ConsentState) => void>()
  let others: BroadcastChannel | undefined
  try {
    others = new BroadcastChannel(CHANNEL)
  } catch {
    // Where cookies are blocked some browsers refuse it: then each tab is by itself.
  }
  let known = NOBODY
  let offsetMs = 0
  let last = ''

  const standing: Standing = {
    permits(name) {
      const names: readonly string[] = permitted(readChoice())
      return names.includes(name)
    },
    isKnown: () => known.isSomebody,
    state() {
      const choice = readChoice()
      const statusOf = (purpose: Purpose): ConsentStatus =>
        choice?.refused.includes(purpose) ? 'refused' : (known.state[purpose] ?? 'unknown')
      const entries = PURPOSES.map((purpose) => [purpose, statusOf(purpose)])
      return {
        // Every purpose is a key, because the list is the type's own.
        purposes: Object.fromEntries(entries) as ConsentState['purposes'],
        permitted: permitted(choice),
        gpc: hasGpc(),
        paused: isPaused(),
      }
    },
    async refresh() {
      const said = readChoice()
      // Whoever said only no is nobody to the server: there is nothing to ask it.
      const isNobody = said && !said.given[0] && !said.untold[0]
      if (isNobody && !options.subjectToken) {
        known = NOBODY
        standing.update()
        return
      }
      const { saying } = connection
      await saying
      const answer = await connection.send(`/v1/session${locationQuery(options)}`)
      // What was said meanwhile is newer.
      if (saying === connection.saying) standing.take(answer)
      await repeatRefusal()
    },
    take({ status, json }) {
      known = status === 200 ? knownIn(json) : NOBODY
      if (status === 200) {
        // The server's schema says what it is.
        connection.csrfToken = json['csrfToken'] as string | null
        offsetMs = Date.parse(String(json['at'])) - Date.now() || 0
      }
      standing.update()
    },
    say(said) {
      if (said.refuse[0]) keepRefusal(said.refuse)
      standing.update()
      others?.postMessage('')
      const saying = tell(said, connection.saying)
      connection.saying = saying
      return saying
    },
    pause(paused) {
      setPaused(paused)
      standing.update()
      others?.postMessage(paused)
    },
    update() {
      const state = standing.state()
      const text = JSON.stringify(state)
      if (text === last) return
      last = text
      for (const listener of listeners) call(listener, state)
    },
    onChange(listener) {
      listeners.add(listener)
      if (last !== '') call(listener, standing.state())
      return () => listeners.delete(listener)
    },
    clockOffsetMs: () => offsetMs,
  }

  function permitted(choice: Choice | undefined): readonly Purpose[] {
    if (isPaused()) return []
    return PURPOSES.filter(
      (one) =>
        known.permitted.includes(one) &&
        !choice?.refused.includes(one) &&
        !(hasGpc() && SIGNALLED.includes(one)),
    )
  }

  /** One after the other: a yes brings the session that the next one needs. */
  async function tell(said: Said, before: Promise<unknown> | undefined): Promise<boolean> {
    await before
    if (said.give[0]) await connection.reporting
    const { location } = options
    const answer = await connection.send('/v1/choice', { ...said, location })
    if (answer.status !== 200) return false
    keepAnswered(String(answer.json['choice']))
    standing.take(answer)
    others?.postMessage('')
    return true
  }

  /** A no that the server did not hear at the time is told again. */
  async function repeatRefusal(): Promise<void> {
    const refused = readChoice()?.refused ?? []
    const late = refused.filter((purpose) => known.state[purpose] === 'given')
    if (known.isCookie && late[0]) await standing.say({ give: [], refuse: late })
  }

  others?.addEventListener('message', ({ data }) => {
    if (data !== '') setPaused(data)
    // It was answered elsewhere.
    if (readChoice()) document.getElementById(BANNER_ID)?.remove()
    standing.update()
    void standing.refresh()
  })
  return standing
}

export function hasGpc(): boolean {
  return Reflect.get(navigator, 'globalPrivacyControl') === true
}

const LANGUAGES_MAX = 5

export function languagesOf({ languages }: Options): readonly string[] {
  const own = document.documentElement.lang
  return [...(languages ?? [own, ...navigator.languages])].filter(Boolean).slice(0, LANGUAGES_MAX)
}

export function locationQuery({ location }: Options): string {
  return location === undefined ? '' : `?location=${encodeURIComponent(location)}`
}

function knownIn({ known, via, permitted, state }: Answer['json']): Known {
  return {
    isSomebody: known === true,
    isCookie: via === 'cookie',
    permitted: Array.isArray(permitted) ? permitted : [],
    state: Object(state),
  }
}

/** A listener's mistake is the page's to see, and costs no other listener. */
function call(listener: (state: ConsentState) => void, state: ConsentState): void {
  try {
    listener(state)
  } catch (error) {
    reportError(error)
  }
}
