/**
 * Puts the parts together and keeps them in step with what the person says. Nothing in here throws
 * at the page, and nothing waits for us: the page is whole without an answer.
 */
import { BANNER_ID } from '../banner/view.ts'
import { mayKeep, openCollect } from './collect.ts'
import { connect } from './connection.ts'
import { hasAnswered, openConsent } from './consent.ts'
import { decideWith } from './decide.ts'
import type { GatesPart, Host, Load, WordsPart } from './parts.ts'
import { isPaused } from './private-session.ts'
import { openQueue } from './queue.ts'
import { hasGpc, openStanding } from './standing.ts'
import type { Client, Options } from './types.ts'

export function start(options: Options, load: Load): Client {
  const connection = connect(options)
  const standing = openStanding(connection, options)
  const host: Host = { options, connection, standing }
  const queue = openQueue(connection, () => mayKeep(standing))
  const collect = openCollect(queue, standing)
  const consent = openConsent(host)
  const decide = decideWith(connection, options)

  const client: Client = {
    consent,
    decide,
    record: collect.record,
    track: collect.track,
    page: collect.page,
    outcome: collect.outcome,
    flush: queue.flush,
    async fill(root = document) {
      if (root.querySelector('[data-equipoise-slot]') === null) return
      await quietly(async () => (await load('slots')).fill(host, { decide, collect, load }, root))
    },
    async identify() {
      // The token that proves the page to be of the cookie's site.
      await standing.refresh()
      const { status } = await connection.send('/v1/subjects/identify', {})
      await standing.refresh()
      return status === 200
    },
    async pause() {
      standing.pause(true)
    },
    async resume() {
      standing.pause(false)
    },
  }
  const words = (act: (part: WordsPart) => unknown): Promise<void> =>
    quietly(async () => act(await load('words')))

  let gates: Promise<GatesPart> | undefined
  let wasPaused = false
  standing.onChange(({ permitted, paused }) => {
    if (!mayKeep(standing)) queue.drop()
    if (paused !== wasPaused) void words(({ showPaused }) => showPaused(host, client.resume))
    if (wasPaused && !paused) open()
    wasPaused = paused
    // What was never opened need not be shut.
    if (permitted.length > 0 && document.querySelector('[data-purpose]')) gates ??= load('gates')
    void quietly(async () => (await gates)?.openGates(standing.permits))
  })
  const open = (): unknown => {
    if (isPaused()) return standing.update()
    void client.fill()
    return begin(host, client).then((outcome) => {
      collect.settle()
      if (hasGpc() && outcome !== 'shown') void words(({ confirmSignal }) => confirmSignal(host))
    })
  }
  listenTo(client)
  whenActive(() => {
    open()
    for (const name of options.bridges ?? []) {
      void quietly(async () => (await load(name)).bridge(host))
    }
  })
  // A page that comes back from the browser's memory may have been away for a day.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void standing.refresh()
  })
  document.addEventListener('visibilitychange', () => {
    standing.update()
    // Phones end what is in the background without another word.
    if (document.visibilityState === 'hidden') void queue.flush()
  })
  return client
}

/** Asks where nobody has been asked here, else learns how things stand. */
async function begin({ options, standing }: Host, { consent }: Client) {
  // A banner that the server put into the page asks already.
  const isThere = document.getElementById(BANNER_ID) !== null
  const asks = options.banner !== false && !isThere && !hasAnswered(options)
  return asks ? consent.ask() : standing.refresh()
}

/** A part that cannot be loaded is one that is not there. */
async function quietly(act: () => unknown): Promise<void> {
  try {
    await act()
  } catch {
    // The page is whole without it.
  }
}

/** After the page was drawn, and not while it is only being prepared. */
function whenActive(act: () => void): void {
  const idle = (): unknown =>
    globalThis.requestIdleCallback?.(act, { timeout: 500 }) ?? setTimeout(act, 1)
  const ready = (): void => {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', idle)
    else idle()
  }
  if (Reflect.get(document, 'prerendering') === true) {
    document.addEventListener('prerenderingchange', ready)
  } else ready()
}

/** Links and buttons of the page itself: nothing to script for whoever writes it. */
function listenTo({ consent, pause }: Client): void {
  document.addEventListener('click', (event) => {
    const acts: Readonly<Record<string, () => unknown>> = {
      choices: () => consent.ask({ again: true }),
      withdraw: () => consent.withdraw(),
      pause,
    }
    for (const name in acts) {
      // What is no element has no such method.
      if (!(event.target as Element).closest?.(`[data-equipoise-${name}]`)) continue
      event.preventDefault()
      acts[name]?.()
    }
  })
}
