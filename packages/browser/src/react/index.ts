/**
 * The SDK as parts of React, from version 18 on. A client is made in the browser alone, and once:
 * what React renders twice to find faults starts nothing twice. Items carry the same attributes as
 * those that a server renders, so that the slots part watches them: showings, clicks and reasons
 * are counted and told as everywhere.
 */
import {
  type Context,
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useInsertionEffect,
  useRef,
  useState,
} from 'react'
import type { Options as Settings } from '../index.ts'
import {
  type Client,
  type ConsentClient,
  type ConsentState,
  type Decided,
  type DecidedItem,
  type DecideRequest,
  init,
  type Purpose,
} from '../index.ts'

const Equipoise: Context<Client | undefined> = createContext<Client | undefined>(undefined)

/** By key: a client listens to the page, and there is no way to take that back. */
const clients = new Map<string, Client>()
/** By key, as it was rendered last: whoever signs in next must not act as the one before. */
const signedIn = new Map<string, Settings['subjectToken']>()

export interface ProviderProps {
  /** As `init` takes them; of what changes later only another `subjectToken` counts. */
  readonly options: Settings
  readonly children?: ReactNode
}

/** Makes the client, for everything below. */
export function EquipoiseProvider({ options, children }: ProviderProps): ReactElement {
  const [client, setClient] = useState<Client>()
  // Before the effects of what is below, which may ask at once.
  useInsertionEffect(() => {
    signedIn.set(options.key, options.subjectToken)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first options are those that count
  useEffect(() => {
    const subjectToken = options.subjectToken && (() => signedIn.get(options.key)?.())
    const made =
      clients.get(options.key) ?? init({ ...options, ...(subjectToken && { subjectToken }) })
    clients.set(options.key, made)
    setClient(made)
  }, [])
  return createElement(Equipoise.Provider, { value: client }, children)
}

/** Undefined on the server, and until the page has come to life. */
export function useEquipoise(): Client | undefined {
  return useContext(Equipoise)
}

export interface Consent {
  /** Undefined until it is known how things stand. */
  readonly state: ConsentState | undefined
  /** No is the default. */
  permits(purpose: Purpose): boolean
  ask: ConsentClient['ask']
  refuse: ConsentClient['refuse']
}

/** What the person said, always as it stands. */
export function useConsent(): Consent {
  const client = useEquipoise()
  const [state, setState] = useState<ConsentState>()
  useEffect(() => client?.consent.onChange(setState), [client])
  return {
    state,
    permits: (purpose) => state?.permitted.includes(purpose) === true,
    ask: async (options) => (await client?.consent.ask(options)) ?? 'unavailable',
    refuse: async (purposes) => (await client?.consent.refuse(purposes)) ?? false,
  }
}

/**
 * What is to be shown: undefined until it is known, and where nothing could be learned. It is asked
 * anew when the request or what is permitted changes.
 *
 * @param turn another number asks once more.
 */
export function useDecision(request: DecideRequest, turn: number = 0): Decided | undefined {
  const client = useEquipoise()
  const { state } = useConsent()
  const [decided, setDecided] = useState<Decided>()
  const asked = state && JSON.stringify([request, state.permitted, turn])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked says all of it
  useEffect(() => {
    let isWanted = true
    // Until it is known how things stand nothing is asked: a yes would only ask it again.
    if (asked !== undefined) {
      void client?.decide(request).then((answer) => {
        if (isWanted) setDecided(answer)
      })
    }
    return () => {
      isWanted = false
    }
  }, [client, asked])
  return decided
}

const WHY = { 'data-equipoise-why': '' }

export interface SlotProps extends DecideRequest {
  /** How an item looks; a button with `data-equipoise-why` in it opens why it is there. */
  readonly children: (item: DecidedItem) => ReactNode
  /** On the server, before an answer, and where none comes. */
  readonly fallback?: ReactNode
}

/** A row that is decided; each showing counts once. */
export function Slot({ children, fallback = null, ...request }: SlotProps): ReactElement {
  const [turn, setTurn] = useState(0)
  const decided = useDecision(request, turn)
  const client = useEquipoise()
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = root
    if (!current || !decided) return
    void client?.fill(current)
    const renew = (event: Event): void => {
      event.preventDefault()
      setTurn((last) => last + 1)
    }
    current.addEventListener('equipoise:stale', renew)
    return () => current.removeEventListener('equipoise:stale', renew)
  }, [client, decided])
  const items = decided?.items.slice(0, request.count)
  return createElement('div', { ref: root }, items?.length ? row() : fallback)

  function row(): ReactElement {
    const text = JSON.stringify(decided)
    // Another answer is another slot: what was watched of the last one goes with it.
    const attributes = {
      key: text,
      'data-equipoise-slot': request.slot,
      'data-equipoise-decided': text,
    }
    return createElement(
      'div',
      attributes,
      items?.map((item) =>
        createElement(
          'div',
          {
            key: item.id,
            'data-equipoise-item': item.id,
            'data-equipoise-token': item.token,
          },
          children(item),
          // An ad says that it is one, whatever it is drawn as.
          item.ad && createElement('button', { type: 'button', ...WHY }, 'Ad'),
        ),
      ),
    )
  }
}
