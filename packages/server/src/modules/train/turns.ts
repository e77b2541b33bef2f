/** Gives the event loop a turn wherever long work has held it for some milliseconds. */
import { setImmediate } from 'node:timers/promises'

const TURN_MS = 3

export class Turns {
  #endsAt = performance.now() + TURN_MS

  async giveWay(): Promise<void> {
    if (performance.now() < this.#endsAt) return
    await setImmediate()
    this.#endsAt = performance.now() + TURN_MS
  }
}
