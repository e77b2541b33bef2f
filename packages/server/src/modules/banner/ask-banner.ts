/**
 * What a banner asks somebody, if anything: those of the configured purposes for which it is their
 * own word that is missing. What the law prohibits, what a signal refuses, what needs no consent
 * here and what was answered already is not asked. The words are registered as a notice first, so
 * that a record names the very text that was shown.
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
import type { ReasonCode } from '@equipoise/core/law'
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

const UNANSWERED: readonly ReasonCode[] = ['consent_absent', 'consent_expired']
const THEIR_WORD: readonly ReasonCode[] = [
  ...UNANSWERED,
  'consent_given',
  'consent_refused',
  'consent_withdrawn',
]

/** Without storage nobody unknown can say yes, so it is asked along, and never for itself. */
function purposesToAsk(
  configured: readonly BannerPurpose[],
  { person, choice, again }: BannerRequest,
): readonly BannerPurpose[] {
  const codes = again ? THEIR_WORD : UNANSWERED
  const isAnswered = (purpose: BannerPurpose): boolean =>
    !again && [...(choice?.given ?? []), ...(choice?.refused ?? [])].includes(purpose)
  const asked = configured.filter(
    (purpose) =>
      purpose !== 'device_storage' &&
      !isAnswered(purpose) &&
      (again || person.askingOf(purpose).may) &&
      person.decide(purpose).reasons.some(({ code }) => codes.includes(code)),
  )
  return asked.length === 0 ? [] : ['device_storage', ...asked]
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
