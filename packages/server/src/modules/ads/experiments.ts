/**
 * What is being tried: the holdouts of campaigns and the experiments of slots, as one list; and who
 * is in which arm. Where anything is changed that makes an arm what it is, it is another
 * experiment: people are drawn anew, and its counts begin anew.
 */
import { createHash } from 'node:crypto'
import { armOf, type Experiment, fractionOf, HELD_OUT, SHOWN } from '@equipoise/core/measure'
import {
  type Instant,
  parseInstant,
  type SubjectId,
  toInstant,
  type Verb,
} from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { ArmForm, CampaignForm, ExperimentForm } from './ad-forms.ts'
import type { AdRecords, KeptForm } from './ad-records.ts'

const DEFAULT_CONVERSION: readonly Verb[] = ['purchase']

export interface KnownExperiment extends Experiment {
  /** What it is called in reports: the campaign's id, or its own. */
  readonly name: string
  readonly kind: 'holdout' | 'slot'
  /** Of a slot's, what each arm sets. */
  readonly settings: ReadonlyMap<string, ArmForm>
}

export function conversionVerbsOf({ conversion }: CampaignForm): readonly Verb[] {
  return conversion?.verbs ?? DEFAULT_CONVERSION
}

export function listExperiments(records: AdRecords): readonly KnownExperiment[] {
  return [
    ...[...records.campaigns.values()].flatMap((kept) => toHoldout(kept, records)),
    ...[...records.experiments.values()].map(toSlotExperiment),
  ]
}

function toHoldout(
  { id, form, createdAt }: KeptForm<CampaignForm>,
  { creatives }: AdRecords,
): KnownExperiment[] {
  const { holdoutRatio = 0, conversion } = form
  if (holdoutRatio === 0) return []
  const named = [...form.creatives, ...(form.contextualCreatives ?? [])]
  const items = named.flatMap((one) => creatives.get(one)?.form.items ?? [])
  return [
    {
      id: versionOf(`campaign:${id}`, { holdoutRatio, createdAt }),
      name: id,
      kind: 'holdout',
      arms: [
        { name: SHOWN, share: 1 - holdoutRatio },
        { name: HELD_OUT, share: holdoutRatio },
      ],
      ...timesOf(form),
      conversion: { verbs: conversionVerbsOf(form) },
      items: conversion?.of === 'anything' ? undefined : new Set(items),
      slot: undefined,
      settings: new Map(),
    },
  ]
}

function toSlotExperiment({ id, form, createdAt }: KeptForm<ExperimentForm>): KnownExperiment {
  const { arms, slot, conversionVerbs: verbs = DEFAULT_CONVERSION } = form
  const total = arms.reduce((sum, { weight = 1 }) => sum + weight, 0)
  return {
    id: versionOf(`slot:${id}`, { arms, slot, verbs, createdAt }),
    name: id,
    kind: 'slot',
    arms: arms.map(({ name, weight = 1 }) => ({ name, share: weight / total })),
    ...timesOf(form),
    conversion: { verbs },
    items: undefined,
    slot,
    settings: new Map(arms.map((arm) => [arm.name, arm])),
  }
}

function versionOf(name: string, parts: object): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `${name}@${digest.slice(0, 12)}`
}

function timesOf({ startsAt, endsAt }: { readonly startsAt: string; readonly endsAt: string }) {
  // Checked when it was put.
  const timeIn = (text: string): Instant => parseInstant(text) ?? toInstant(0)
  return { startsAt: timeIn(startsAt), endsAt: timeIn(endsAt) }
}

/** What arms are drawn with. */
export type Hashing = Pick<RootKeys, 'keyedHash'>

/** Always the same for a person and an experiment, and for no other one telling. */
export function armFor(root: Hashing, { id, arms }: Experiment, subject: SubjectId): string {
  return armOf(arms, root.keyedHash(`arm|${id}`, subject))
}

/** Of many experiments those that a person is counted in: as many as their week has units for. */
export function countedIn<E extends Experiment>(
  root: Hashing,
  experiments: readonly E[],
  subject: SubjectId,
  most: number,
): readonly E[] {
  if (experiments.length <= most) return experiments
  const placeOf = ({ id }: Experiment): number => fractionOf(root.keyedHash(`part|${id}`, subject))
  return experiments.toSorted((a, b) => placeOf(a) - placeOf(b)).slice(0, most)
}
