/**
 * What was made for a history of a model or a release, kept with both: all are replaced, never
 * changed, so that it holds for as long as the same ones are asked about. It goes when either goes,
 * so that nothing here outlives the people whom a model was made of.
 */

import { Memo } from '../values/memo.ts'
import type { HistoryItem } from './interaction-value.ts'

type History = readonly HistoryItem[]

interface Kept<T> {
  readonly madeWith: readonly unknown[]
  readonly made: T
}

/** One history keeps one thing of a kind for each model. */
export class KeptWithHistory<T> {
  readonly #kept = new Memo<History, WeakMap<object, Kept<T>>>()

  /**
   * @param madeWith what else it follows from, compared by identity; it must not hold the model.
   * @returns undefined where nothing was kept that was made with just that.
   */
  find(history: History, model: object, madeWith: readonly unknown[]): T | undefined {
    const kept = this.#kept.find(history)?.get(model)
    const holds = kept?.madeWith.every((one, place) => one === madeWith[place])
    return holds ? kept?.made : undefined
  }

  keep(history: History, model: object, madeWith: readonly unknown[], made: T): T {
    const models = this.#kept.find(history) ?? this.#kept.keep(history, new WeakMap())
    models.set(model, { madeWith, made })
    return made
  }
}

/** Of one history: three lists of a page, and some to spare. */
const ANSWERS_MAX = 32
/** Those opened longest ago are emptied: some 50 MB, exact and released, of five parts each. */
const HISTORIES_MAX = 2_000

/** Answers about single targets, of which those given longest ago go first. */
export class KeptAnswers<T> {
  readonly #kept = new KeptWithHistory<Map<string, T>>()
  /** By age, and weakly: here, too, nothing outlives its history. */
  readonly #recent: WeakRef<Map<string, T>>[] = []

  /** @returns what answers as `answer` does, and asks it once a target. */
  of(
    history: History,
    model: object,
    madeWith: readonly unknown[],
    answer: (targetId: string) => T,
  ): (targetId: string) => T {
    const answers =
      this.#kept.find(history, model, madeWith) ??
      this.#kept.keep(history, model, madeWith, this.#open())
    return (targetId) => {
      const known = answers.get(targetId)
      if (known !== undefined) return known
      const given = answer(targetId)
      answers.set(targetId, given)
      const oldest = answers.keys().next().value
      if (answers.size > ANSWERS_MAX && oldest !== undefined) answers.delete(oldest)
      return given
    }
  }

  #open(): Map<string, T> {
    const answers = new Map<string, T>()
    this.#recent.push(new WeakRef(answers))
    if (this.#recent.length > HISTORIES_MAX) this.#recent.shift()?.deref()?.clear()
    return answers
  }
}
