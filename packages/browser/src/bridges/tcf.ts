/**
 * `__tcfapi`, as vendors of IAB Europe's framework ask for it (CMP API v2). Only a registered
 * platform may write its strings: without `Options.platform` there is no API at all.
 */
import { hasId, parseTcString, type TcString, writeTcString } from '@equipoise/core/signals'
import { toInstant } from '@equipoise/core/values'
import type { BridgePart } from '../sdk/parts.ts'
import type { ConsentState, Options } from '../sdk/types.ts'
import { choicesOf } from './choices.ts'
import { displayStatus } from './display-status.ts'
import { answerFrames } from './frames.ts'
import { platformIn } from './platform.ts'

type Answer = (value: unknown, isDone: boolean) => void
type TcfApi = (
  command?: unknown,
  version?: unknown,
  answer?: Answer,
  parameter?: unknown,
) => unknown

declare global {
  var __tcfapi: TcfApi | undefined
}

const PURPOSES_MAX = 11

export const bridge: BridgePart['bridge'] = ({ standing, options }) => {
  if (platformIn(options) === undefined) return
  const listeners = new Map<number, Answer>()
  let state = standing.state()
  let last = 0

  const data = (listenerId?: number) => toTcData(state, options, listenerId)
  const api: TcfApi = (command, _version, answer = () => {}, parameter = undefined) => {
    if (command === 'ping') answer(pingOf(options), true)
    else if (command === 'getTCData') answer(data(), true)
    else if (command === 'addEventListener') {
      last += 1
      listeners.set(last, answer)
      answer(data(last), true)
    } else if (command === 'removeEventListener') answer(listeners.delete(Number(parameter)), true)
    else answer(null, false)
    return undefined
  }

  const queued = askedBefore()
  globalThis.__tcfapi = api
  for (const asked of queued) api(...asked)
  answerFrames('__tcfapi', (command, parameter, version, answer) =>
    api(command, version, answer, parameter),
  )
  standing.onChange((changed) => {
    state = changed
    for (const [id, tell] of listeners) tell(data(id), true)
  })
}

/** A stub of the standard keeps what was asked before, and hands it over when asked nothing. */
function askedBefore(): readonly Parameters<TcfApi>[] {
  const asked = globalThis.__tcfapi?.()
  return Array.isArray(asked) ? asked : []
}

function gdprApplies({ location }: Options): boolean {
  return location?.startsWith('US') !== true
}

function pingOf(options: Options) {
  const platform = platformIn(options)
  return {
    gdprApplies: gdprApplies(options),
    cmpLoaded: true,
    cmpStatus: 'loaded',
    displayStatus: displayStatus(),
    apiVersion: '2.3',
    cmpVersion: platform?.cmpVersion,
    cmpId: platform?.cmpId,
    gvlVersion: platform?.vendorListVersion,
    tcfPolicyVersion: 5,
  }
}

function toTcData(state: ConsentState, options: Options, listenerId: number | undefined) {
  const platform = platformIn(options)
  if (platform === undefined) return null
  const choices = choicesOf(state)
  const agreed = { ...platform, vendorsConsent: platform.vendorsDisclosed }
  const written = writeTcString(choices, agreed, toInstant(Date.now()))
  const read = written.ok ? parseTcString(written.value) : written
  if (!written.ok || !read.ok) return null
  return {
    ...pingOf(options),
    tcString: written.value,
    listenerId,
    eventStatus: choices.noticeShown ? 'useractioncomplete' : 'cmpuishown',
    isServiceSpecific: true,
    useNonStandardTexts: read.value.nonStandardTexts,
    publisherCC: read.value.publisherCountry,
    purposeOneTreatment: read.value.purposeOneUndisclosed,
    ...answersIn(read.value, platform.vendorsDisclosed),
  }
}

/** Read out of the string itself, so that the two cannot differ. */
function answersIn(string: TcString, vendors: readonly number[]) {
  const numbers = Array.from({ length: PURPOSES_MAX }, (_, place) => place + 1)
  const toFlags = (ids: readonly number[], isSet: (id: number) => boolean) =>
    Object.fromEntries(ids.map((id) => [id, isSet(id)]))
  const has = (list: readonly number[] | undefined) => (id: number) => list?.includes(id) ?? false
  return {
    specialFeatureOptins: {},
    purpose: {
      consents: toFlags(numbers, has(string.purposesConsent)),
      legitimateInterests: toFlags(numbers, has(string.purposesLegitimateInterest)),
    },
    vendor: {
      consents: toFlags(vendors, (id) => hasId(string.vendorsConsent, id)),
      legitimateInterests: toFlags(vendors, (id) => hasId(string.vendorsLegitimateInterest, id)),
      disclosedVendors: toFlags(vendors, (id) => hasId(string.vendorsDisclosed ?? [], id)),
    },
    publisher: {
      consents: toFlags(numbers, has(string.publisher?.purposesConsent)),
      legitimateInterests: toFlags(numbers, has(string.publisher?.purposesLegitimateInterest)),
      customPurpose: { consents: {}, legitimateInterests: {} },
      restrictions: {},
    },
  }
}
