/** People of MovieLens 1M whose histories are of about one length, counted in its own file. */
import { readFileSync } from 'node:fs'
import { MOVIE_LENS } from './loaded-directory.ts'

/** @returns external ids of those with that many ratings, both ends included. */
export function peopleWithHistories(min: number, max: number): readonly string[] {
  const lines = readFileSync(`${MOVIE_LENS}/ratings.tsv`, 'utf8').split('\n').slice(1)
  const counts = new Map<string, number>()
  for (const line of lines) {
    const [person = ''] = line.split('\t', 1)
    if (person !== '') counts.set(person, (counts.get(person) ?? 0) + 1)
  }
  return [...counts].filter(([, n]) => n >= min && n <= max).map(([person]) => person)
}
