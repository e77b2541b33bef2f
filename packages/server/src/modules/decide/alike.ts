/** Whether two items of the catalogue are alike; what each is like is read once. */
import { areAlike } from '@equipoise/core/channels'
import type { Catalogue } from '../catalogue/index.ts'

export function areAlikeIn(
  catalogue: Catalogue,
  featuresOf: (catalogue: Catalogue, item: string) => readonly string[],
): (a: string, b: string) => boolean {
  const known = new Map<string, readonly string[]>()
  const read = (item: string): readonly string[] => {
    const features = known.get(item) ?? featuresOf(catalogue, item)
    known.set(item, features)
    return features
  }
  return (a, b) => areAlike(read(a), read(b))
}
