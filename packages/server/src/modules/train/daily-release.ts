/**
 * The release that answers for pages tell from: taken once a UTC day, at the first decision of the
 * day for which there is a model, and the same until the day is over, whoever comes or leaves
 * meanwhile and whether or not the model is withdrawn. It lies sealed on disk, so that a restart
 * changes nothing either.
 *
 * One exception: while no item has k people a release is empty and not kept, so that a new shop
 * need not wait for tomorrow. And an operator who changes k gets another one at once.
 */
import {
  decodeRelease,
  encodeRelease,
  type SupportRelease,
  takeRelease,
} from '@equipoise/core/recommend'
import { DAY_MS, type Instant } from '@equipoise/core/values'
import type { RootKeys } from '../../keys/root-keys.ts'
import type { PublishedModel } from './model-file.ts'
import { SealedFile } from './sealed-file.ts'
import type { Trainer } from './trainer.ts'

export interface ReleaseParts {
  readonly root: RootKeys
  readonly supportPeopleMin: number
  readonly now: () => Instant
  readonly onError: (error: unknown) => void
}

/** The model as it stands, and whether it is still to follow a removal. */
export type Followed = Pick<Trainer, 'published' | 'isFollowing'>

export class DailyRelease {
  readonly #parts: ReleaseParts
  readonly #file: SealedFile<null>
  #release: SupportRelease | undefined
  /** The model of which nothing could be told, so that it is not looked through again. */
  #untold: string | undefined

  constructor(directory: string, parts: ReleaseParts) {
    this.#parts = parts
    this.#file = new SealedFile(directory, 'release', parts.root)
    const kept = this.#file.load()
    const release = kept && decodeRelease(kept.bytes)
    this.#release = release?.ok ? release.value : undefined
  }

  /**
   * Today's release; undefined where there is none yet and nothing to take one from. While the
   * model still holds somebody who left, none is taken from it: yesterday's stands until it is
   * rebuilt.
   */
  current({ published, isFollowing }: Followed): SupportRelease | undefined {
    const today = Math.floor(this.#parts.now() / DAY_MS)
    if (!isFollowing && !this.#stands(today)) this.#replace(published, today)
    return this.#release
  }

  /** A clock that was set back a day takes no second release; one that was years ahead does. */
  #stands(today: number): boolean {
    if (this.#release === undefined || this.#release.k !== this.#parts.supportPeopleMin)
      return false
    return this.#release.day === today || this.#release.day === today + 1
  }

  #replace(published: PublishedModel | undefined, day: number): void {
    const before = this.#release
    if (published === undefined) {
      this.#release = undefined
      if (before !== undefined) this.#keep(undefined)
      return
    }
    const { model, manifest } = published
    if (before === undefined && this.#untold === manifest.model) return
    const taken = takeRelease(model, { day, k: this.#parts.supportPeopleMin })
    this.#untold = taken.ids.length === 0 ? manifest.model : undefined
    if (before === undefined && taken.ids.length === 0) return
    this.#release = taken
    this.#keep(taken)
  }

  /** One that could not be kept counts all the same, until the process ends. */
  #keep(release: SupportRelease | undefined): void {
    try {
      if (release === undefined) this.#file.withdraw()
      else this.#file.replace(nameOf(release), { manifest: null, bytes: encodeRelease(release) })
    } catch (error) {
      this.#parts.onError(error)
    }
  }
}

function nameOf({ day, k }: SupportRelease): string {
  return `release-${day}-${k}`
}
