/** The fewest people who may share anything that is told about them. */
export const SUPPORT_FLOOR = 50

/**
 * How many people share something, told coarsely enough that one person more or less seldom shows:
 * the largest of 50, 100, 200, 500, 1,000 … that they reach. Null below the floor.
 */
export function supportBand(people: number, floor: number = SUPPORT_FLOOR): number | null {
  if (people < floor || people < 1) return null
  let decade = 1
  while (decade * 10 <= people) decade *= 10
  if (people >= 5 * decade) return 5 * decade
  return people >= 2 * decade ? 2 * decade : decade
}
