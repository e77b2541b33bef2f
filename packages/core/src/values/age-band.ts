/**
 * How old a subject is, as coarsely as the law allows: we keep the band, never the birthday.
 * A rule for people under an age binds every band that begins below it.
 */
export const AGE_BANDS = ['under_13', '13_15', '16_17', 'adult'] as const

export type AgeBand = (typeof AGE_BANDS)[number]

export function isAgeBand(value: unknown): value is AgeBand {
  return AGE_BANDS.some((band) => band === value)
}

const YEARS_FROM: Readonly<Record<AgeBand, number>> = {
  under_13: 0,
  '13_15': 13,
  '16_17': 16,
  adult: 18,
}

/** Whether somebody of that band may be younger than `years`. */
export function mayBeYoungerThan(band: AgeBand, years: number): boolean {
  return YEARS_FROM[band] < years
}
