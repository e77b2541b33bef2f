/**
 * What a banner asks somebody, if anything: those of the configured purposes about which the gate
 * lets us ask them now. What the law prohibits, what a signal refuses, what needs no consent here,
 * what was answered already and what has to wait after a no is not asked. The words are registered
 * as a notice first, so that a record names the very text that was shown.
 */
import { createHash } from 'node:crypto'
import {
  type BannerPurpose,
  type BannerTexts,
  type BannerView,
  composeGroups,
  composeNotice,
  composeWords,
  directionOf,
  explainPurpose,
  type Parties,
  textsFor,
} from '@equipoise/browser/banner'
import type { Choice } from '@equipoise/core/consent'
import type { AskCode, Asking } from '@equipoise/core/law'
import { EquipoiseError } from '../../errors.ts'
import { type Asked, issueNonce, type NonceParts, registerNotice } from '../consent/index.ts'
import type { PersonGate } from '../law/index.ts'

/** What a business asks on its pages, and who it is. */
export interface BannerConfig {
  readonly purposes: readonly BannerPurpose[]
  /** Who stands behind the pages; undefined for the host's name. */
  readonly controller: string | undefined
  /** Who else gets data; empty for nobody. */
  readonly recipients: string
  readonly privacyUrl: string | undefined
}

export interface BannerRequest {
  readonly person: PersonGate
  /** What the browser keeps of an earlier choice. */
  readonly choice: Choice | undefined
  /** The person wants to see their choices: whatever they said before is shown. */
  readonly again: boolean
  readonly gpc: boolean
  /** BCP 47, best first. */
  readonly languages: readonly string[]
  readonly asked: Asked
}

/** Undefined where there is nothing to ask. */
export async function askBanner(
  parts: NonceParts,
  config: BannerConfig,
  request: BannerRequest,
): Promise<BannerView | undefined> {
  const purposes = purposesToAsk(config.purposes, request)
  if (purposes.length === 0) return undefined
  const texts = textsFor(request.languages)
  const parties = partiesOf(config, request.asked.origin)
  const notice = await registerTexts(parts, config.purposes, texts, parties)
  const nonce = await nonceFor(parts, { ...notice, purposes }, request.asked)
  if (nonce === undefined) return undefined
  const { person, gpc } = request
  const given = purposes.filter((purpose) => person.consentOf(purpose).status === 'given')
  return {
    notice,
    nonce,
    direction: directionOf(texts.language),
    purposes,
    words: composeWords(texts),
    groups: composeGroups(texts, purposes, parties, given),
    storage: explainPurpose(texts, 'device_storage', parties),
    signal: gpc ? texts.signal : null,
    privacyUrl: config.privacyUrl ?? null,
  }
}

/** Where their word decides: whoever comes by themselves is shown what they said of it. */
const THEIRS: readonly AskCode[] = [
  'may_ask',
  'may_renew',
  'consent_stands',
  'cooldown',
  'never_again',
]

/** Without storage nobody unknown can say yes, so it is asked along, and never for itself. */
function purposesToAsk(
  configured: readonly BannerPurpose[],
  { person, choice, again }: BannerRequest,
): readonly BannerPurpose[] {
  const isAnswered = (purpose: BannerPurpose): boolean =>
    !again && [...(choice?.given ?? []), ...(choice?.refused ?? [])].includes(purpose)
  const asked = configured.filter(
    (purpose) =>
      purpose !== 'device_storage' &&
      !isAnswered(purpose) &&
      isTheirs(person.askingOf(purpose), again),
  )
  return asked.length === 0 ? [] : ['device_storage', ...asked]
}

/** By itself a page asks once, not in a cooldown, and not whom only a guardian can speak for. */
function isTheirs({ code, of }: Asking, again: boolean): boolean {
  return of === 'subject' && (again ? THEIRS.includes(code) : code === 'may_ask')
}

function partiesOf({ controller, recipients }: BannerConfig, origin: string): Parties {
  const host = URL.canParse(origin) ? new URL(origin).hostname : origin
  return { controller: controller ?? host, recipients }
}

const RENDERING = {
  answers: 'accept, refuse and choose side by side, of one size, colour and type',
  switches: 'at most four, none of them on',
}

/** Named after its words: others are another version. Registering the same again is nothing. */
async function registerTexts(
  parts: NonceParts,
  purposes: readonly BannerPurpose[],
  texts: BannerTexts,
  parties: Parties,
): Promise<BannerView['notice']> {
  const { language } = texts
  const composed = composeNotice(texts, purposes, parties)
  const all = [...new Set([...purposes, 'device_storage' as const])]
  const content = { purposes: all, texts: { [language]: composed }, rendering: RENDERING }
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  const named = { id: `banner-${language.toLowerCase()}`, version: `w${digest.slice(0, 16)}` }
  await registerNotice(parts, { ...named, ...content, explicit: false })
  return { ...named, language }
}

/** Undefined where the notice was retired: then nobody is asked with it. */
async function nonceFor(
  parts: NonceParts,
  named: Parameters<typeof issueNonce>[1],
  asked: Asked,
): Promise<string | undefined> {
  try {
    return (await issueNonce(parts, named, asked)).nonce
  } catch (error) {
    if (error instanceof EquipoiseError && error.code === 'notice_retired') return undefined
    throw error
  }
}
