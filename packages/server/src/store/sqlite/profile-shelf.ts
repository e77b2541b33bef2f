/** Profiles of one purpose in memory, as long as they hold; those used longest ago go first. */
import type { SubjectId } from '@equipoise/core/values'
import type { ProfileItem } from '../store.ts'

const PEOPLE_MAX = 10_000
/** Of all profiles together: some 60 MB. */
const ITEMS_MAX = 262_144
/** Of one: who did more is read from rows each time, and takes nobody's place. */
const ITEMS_OF_ONE_MAX = 8_192

export class ProfileShelf {
  readonly #profiles = new Map<SubjectId, readonly ProfileItem[]>()
  #items = 0

  find(subject: SubjectId): readonly ProfileItem[] | undefined {
    const profile = this.#profiles.get(subject)
    if (profile === undefined) return undefined
    this.#profiles.delete(subject)
    this.#profiles.set(subject, profile)
    return profile
  }

  put(subject: SubjectId, profile: readonly ProfileItem[]): void {
    if (profile.length > ITEMS_OF_ONE_MAX) return
    this.drop(subject)
    this.#profiles.set(subject, profile)
    this.#items += profile.length
    for (const oldest of this.#profiles.keys()) {
      if (this.#items <= ITEMS_MAX && this.#profiles.size <= PEOPLE_MAX) return
      this.drop(oldest)
    }
  }

  drop(subject: SubjectId): void {
    this.#items -= this.#profiles.get(subject)?.length ?? 0
    this.#profiles.delete(subject)
  }

  clear(): void {
    this.#profiles.clear()
    this.#items = 0
  }
}
