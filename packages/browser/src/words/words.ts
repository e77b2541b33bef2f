/** The few words that the page says without a banner, in the person's language. */
import type { Host, WordsPart } from '../sdk/parts.ts'
import { languagesOf } from '../sdk/standing.ts'
import { drawPrivateBar, ENGLISH } from './private-bar.ts'

const SIGNAL = '[data-equipoise-signal]'
const TIMEOUT_MS = 3_000
/** After this it is said in English, until the person's language is there. */
const PATIENCE_MS = 300

/** Nothing about anybody is asked: a file that is the same for all, and kept by the browser. */
async function readWords({ options, connection }: Host) {
  const path = `/sdk/words?languages=${languagesOf(options)}`
  const response = await fetch(connection.server + path, {
    credentials: 'omit',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const json: Readonly<Record<string, unknown>> = await response.json()
  return json
}

export const showPaused: WordsPart['showPaused'] = async (host, end) => {
  const draw = (words = ENGLISH): void =>
    drawPrivateBar(host.standing.state().paused ? words : undefined, end)
  if (!host.standing.state().paused) return draw()
  const late = setTimeout(draw, PATIENCE_MS)
  try {
    const { paused, resume, language, direction } = await readWords(host)
    draw({
      says: String(paused),
      end: String(resume),
      language: String(language),
      direction: String(direction),
    })
  } catch {
    draw()
  } finally {
    clearTimeout(late)
  }
}

/** @throws where they do not come. */
export const slotWords: WordsPart['slotWords'] = async (host) => {
  const { why, ad, language } = await readWords(host)
  if (typeof why !== 'string' || typeof ad !== 'string') throw new Error('Cannot read the words')
  return { why, ad, language: String(language) }
}

/**
 * Says visibly that the browser's opt-out signal was honoured (11 CCR 7025(c)(6)): where the page
 * has a place for it, or else at its end.
 */
export const confirmSignal: WordsPart['confirmSignal'] = async (host) => {
  const { signal, language, direction } = await readWords(host)
  if (typeof signal !== 'string') return
  const places = [...document.querySelectorAll<HTMLElement>(SIGNAL)]
  if (places.length === 0) {
    const place = document.createElement('p')
    place.dataset['equipoiseSignal'] = ''
    document.body.append(place)
    places.push(place)
  }
  for (const place of places) {
    place.textContent = signal
    place.lang = String(language)
    place.dir = String(direction)
    place.setAttribute('role', 'status')
  }
}
