/** The fewest people who may share anything that is told about them. */
export const SUPPORT_FLOOR = 50

/** 1, 2, 5, 10, 20, 50 … up to what no count of people exceeds. */
const BANDS: readonly number[] = Array.from(
  { length: 30 },
  (_, n) => (n % 3 === 0 ? 1 : n % 3 === 1 ? 2 : 5) * 10 ** Math.floor(n / 3),
)

/**
 * How many people share something, told coarsely enough that one person more or less seldom shows:
 * the largest of 50, 100, 200, 500, 1,000 … that they reach. Null below the floor.
 */
export function supportBand(people: number, floor: number = SUPPORT_FLOOR): number | null {
  if (people < floor || people < 1) return null
  let place = BANDS.length - 1
  while ((BANDS[place] ?? 0) > people) place -= 1
  return BANDS[place] ?? null
}

/** A band as a number of one byte: its place among all bands, from 1; 0 for none. */
export function bandPlace(band: number | null): number {
  return band === null ? 0 : BANDS.indexOf(band) + 1
}

/** The band at a place; null for a place where there is none. */
export function bandAt(place: number): number | null {
  return BANDS[place - 1] ?? null
}
