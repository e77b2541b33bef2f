/** What no schema says of an experiment: its slot, its times, and that its arms differ by name. */
import { type Issue, parseInstant } from '@equipoise/core/values'
import type { ExperimentForm } from './ad-forms.ts'
import type { AdRecords } from './ad-records.ts'

export function experimentIssues(
  id: string,
  experiment: ExperimentForm,
  records: AdRecords,
  ownSlots: readonly string[],
): Issue[] {
  return [
    ...slotIssues(experiment, records, ownSlots),
    ...armIssues(experiment),
    ...timeIssues(id, experiment, records),
  ]
}

function slotIssues(
  { slot, arms }: ExperimentForm,
  { slots }: AdRecords,
  ownSlots: readonly string[],
): Issue[] {
  if (ownSlots.includes(slot)) return []
  if (!slots.has(slot)) {
    return [{ path: 'slot', code: 'name_unknown', says: 'Put first what is named here' }]
  }
  return arms.flatMap(({ rerank }, at) =>
    rerank === undefined
      ? []
      : [
          {
            path: `arms.${at}.rerank`,
            code: 'options_contradict',
            says: 'Ads are not re-ranked: want "ceiling"',
          },
        ],
  )
}

function armIssues({ arms }: ExperimentForm): Issue[] {
  return arms.flatMap(({ name }, at) =>
    arms.findIndex((one) => one.name === name) === at
      ? []
      : [{ path: `arms.${at}.name`, code: 'name_taken', says: 'Want a name for each arm' }],
  )
}

/** In a slot one experiment runs at a time, so that none changes what another one measures. */
function timeIssues(id: string, { slot, ...times }: ExperimentForm, records: AdRecords): Issue[] {
  const [from, until] = [parseInstant(times.startsAt), parseInstant(times.endsAt)]
  if (from === undefined || until === undefined) {
    const path = from === undefined ? 'startsAt' : 'endsAt'
    return [{ path, code: 'invalid_time', says: 'Want a time such as 2026-12-01T00:00:00Z' }]
  }
  if (until <= from) {
    return [{ path: 'endsAt', code: 'ends_before_start', says: 'Want a time after "startsAt"' }]
  }
  const isBeside = [...records.experiments.values()].some(({ id: other, form }) => {
    const [start, end] = [parseInstant(form.startsAt) ?? 0, parseInstant(form.endsAt) ?? 0]
    return other !== id && form.slot === slot && start < until && from < end
  })
  if (!isBeside) return []
  const says = 'Another experiment runs in this slot then: want another time or slot'
  return [{ path: 'slot', code: 'slot_taken', says }]
}
