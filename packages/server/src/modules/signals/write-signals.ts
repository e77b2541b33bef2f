/** A person's choices, or choices about nobody, in every format that others read. */
import {
  type Choices,
  type ConsentMode,
  consentModeOf,
  type Platform,
  type UsSection,
  writeGppString,
  writeTcString,
  writeUsPrivacy,
} from '@equipoise/core/signals'
import { type Instant, PURPOSES, type Purpose, type SubjectId } from '@equipoise/core/values'
import { EquipoiseError } from '../../errors.ts'
import type { Store } from '../../store/index.ts'
import type { Gate } from '../law/index.ts'

export interface WrittenSignals {
  readonly granted: readonly Purpose[]
  /** Null without the operator's own registration as a platform. */
  readonly tcf: string | null
  readonly gpp: string
  readonly usp: string
  readonly consentMode: ConsentMode
}

export interface Wanted {
  readonly sections: readonly UsSection[]
  readonly platform: Platform | undefined
}

/** @throws EquipoiseError `signal_unwritable` */
export function writeSignals(choices: Choices, wanted: Wanted, at: Instant): WrittenSignals {
  const { sections, platform } = wanted
  const gpp = writeGppString(choices, { sections, usPrivacy: false, platform }, at)
  const tcf = platform === undefined ? undefined : writeTcString(choices, platform, at)
  if (!gpp.ok || (tcf !== undefined && !tcf.ok)) {
    const issues = [...(gpp.ok ? [] : gpp.issues), ...(tcf?.ok === false ? tcf.issues : [])]
    throw new EquipoiseError('signal_unwritable', `Cannot write: ${issues[0]?.says}`)
  }
  return {
    granted: choices.granted,
    tcf: tcf?.value ?? null,
    gpp: gpp.value,
    usp: writeUsPrivacy(choices),
    consentMode: consentModeOf(choices),
  }
}

/**
 * What the gate permits of what the person said: a yes that no law lets count is written as no.
 * Somebody who never said anything was shown nothing.
 */
export async function choicesOf(
  { gate, store }: { readonly gate: Gate; readonly store: Store },
  subject: SubjectId,
  gpc: boolean,
): Promise<Choices> {
  const person = await gate.open(subject, { location: undefined, signals: { gpc } })
  const facts = await store.read('gate', async (reader) => reader.findFacts(subject))
  const granted = PURPOSES.filter(
    (purpose) =>
      person.consentOf(purpose).status === 'given' &&
      person.decide(purpose).outcome === 'permitted',
  )
  const noticeShown = PURPOSES.some((purpose) => person.consentOf(purpose).status !== 'unknown')
  const { ageBand } = facts ?? {}
  return { granted, noticeShown, gpc, minor: ageBand !== undefined && ageBand !== 'adult' }
}
