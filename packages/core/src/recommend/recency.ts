/**
 * How far back in somebody's own history an item lies, counted in items and not in days: half of
 * what it says is left after every so many items that were met later. For shops and sessions, where
 * a person comes back after a month and goes on with what they did last.
 */

/**
 * For each item how many were met later; of two met at the same time neither is. What is undated
 * fades as little as what was met last.
 *
 * @param times when each was met last, in milliseconds; NaN where nobody knows.
 */
export function placesBack(times: Float64Array): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(times.length)
  const dated = Uint32Array.from(times.keys()).filter((at) => !Number.isNaN(times[at]))
  dated.sort((a, b) => (times[b] ?? 0) - (times[a] ?? 0))
  for (const [rank, at] of dated.entries()) {
    const before = dated[rank - 1]
    const isTied = before !== undefined && times[before] === times[at]
    places[at] = isTied ? (places[before] ?? 0) : rank
  }
  return places
}

/**
 * 2^(−place / half-life): 1 for what was met last, above 0 to 1.
 *
 * @param halfLifeItems after how many items half is left, above 0; 0 where nothing fades.
 */
export function recencyOf(place: number, halfLifeItems: number): number {
  return halfLifeItems === 0 ? 1 : 2 ** -(place / halfLifeItems)
}
