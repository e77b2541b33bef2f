/**
 * `__gpp`, the client-side API of IAB Tech Lab's Global Privacy Platform, version 1.1: the section
 * of the state where the person is, or that of the whole country; a TC string as a section only
 * for a registered platform.
 */
import {
  type GppParts,
  nameOfSection,
  parseGppString,
  US_SECTIONS,
  type UsSection,
  writeGppString,
} from '@equipoise/core/signals'
import { toInstant } from '@equipoise/core/values'
import type { BridgePart } from '../sdk/parts.ts'
import type { ConsentState, Options } from '../sdk/types.ts'
import { choicesOf } from './choices.ts'
import { displayStatus } from './display-status.ts'
import { answerFrames } from './frames.ts'
import { platformIn } from './platform.ts'

type Answer = (value: unknown, isDone: boolean) => void
type GppApi = (command: unknown, answer?: Answer, parameter?: unknown, version?: unknown) => void

declare global {
  var __gpp: (GppApi & { readonly queue?: readonly Parameters<GppApi>[] }) | undefined
}

export const bridge: BridgePart['bridge'] = ({ standing, options }) => {
  const listeners = new Map<number, Answer>()
  let state = standing.state()
  let last = 0
  const event = (eventName: string, listenerId: number, data: unknown) => {
    return { eventName, listenerId, data, pingData: pingOf(state, options) }
  }
  const api: GppApi = (command, answer = () => {}, parameter = undefined) => {
    const read = () => sectionOf(state, options, String(parameter).split('.')[0] ?? '')
    if (command === 'ping') answer(pingOf(state, options), true)
    else if (command === 'addEventListener') {
      last += 1
      listeners.set(last, answer)
      answer(event('listenerRegistered', last, true), true)
    } else if (command === 'removeEventListener') {
      answer(listeners.delete(Number(parameter)), true)
    } else if (command === 'hasSection') answer(read() !== null, true)
    else if (command === 'getSection') answer(read(), read() !== null)
    else if (command === 'getField') {
      const field = read()?.[String(parameter).split('.')[1] ?? '']
      answer(field ?? null, field !== undefined)
    } else answer(null, false)
  }

  const queued = globalThis.__gpp?.queue ?? []
  globalThis.__gpp = api
  for (const asked of queued) api(...asked)
  answerFrames('__gpp', (command, parameter, version, answer) =>
    api(command, answer, parameter, version),
  )
  standing.onChange((changed) => {
    state = changed
    for (const [id, tell] of listeners) {
      tell(event('sectionChange', id, sectionsFor(options)[0]?.name), true)
      tell(event('signalStatus', id, 'ready'), true)
    }
  })
}

function sectionsFor({ location = '' }: Options): readonly UsSection[] {
  const own = US_SECTIONS.filter(({ region }) => region === location)
  if (own.length > 0) return own
  return US_SECTIONS.filter(({ name }) => name === 'usnat' && location.startsWith('US'))
}

function stringOf(state: ConsentState, options: Options): string {
  const platform = platformIn(options)
  const isUs = options.location?.startsWith('US') === true
  const parts: GppParts = {
    sections: sectionsFor(options),
    usPrivacy: false,
    platform:
      isUs || platform === undefined
        ? undefined
        : { ...platform, vendorsConsent: platform.vendorsDisclosed },
  }
  const written = writeGppString(choicesOf(state), parts, toInstant(Date.now()))
  return written.ok ? written.value : ''
}

function pingOf(state: ConsentState, options: Options) {
  const gppString = stringOf(state, options)
  const read = parseGppString(gppString)
  const ids = read.ok ? read.value.sectionIds : []
  const supported = ids.map((id) => `${id}:${nameOfSection(id)}`)
  return {
    gppVersion: '1.1',
    cmpStatus: 'loaded',
    cmpDisplayStatus: displayStatus(),
    signalStatus: 'ready',
    supportedAPIs: supported,
    // 1 is for sections of the United States without a registration.
    cmpId: platformIn(options)?.cmpId ?? 1,
    sectionList: ids,
    applicableSections: ids.length > 0 ? ids : [-1],
    gppString,
    parsedSections: Object.fromEntries(
      sectionsFor(options).map(({ name }) => [name, [sectionOf(state, options, name)]]),
    ),
  }
}

type SectionFields = Readonly<Record<string, unknown>>

/** Read out of the string itself, so that the two cannot differ. */
function sectionOf(state: ConsentState, options: Options, name: string): SectionFields | null {
  const read = parseGppString(stringOf(state, options))
  const found = read.ok ? read.value.us.find(({ section }) => section.name === name) : undefined
  if (found === undefined) return null
  const { version, fields, gpc } = found
  const single = Object.entries(fields).map(([field, values]) => {
    return [field, values.length > 1 ? values : values[0]]
  })
  const more = gpc === undefined ? {} : { GpcSegmentType: 1, Gpc: gpc }
  return { Version: version, ...Object.fromEntries(single), ...more }
}
