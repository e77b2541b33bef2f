/** A thread that opens people's parts, as whoever gives them out holds it. */
import { Worker } from 'node:worker_threads'
import type { Wrapping } from '../../keys/subject-keys.ts'
import {
  type OpenedParts,
  type PersonPart,
  packParts,
  readOpened,
  type SealedPart,
} from './sealed-parts.ts'

/** One that is opened, and one that waits, so that the thread does not. */
const GIVEN_MAX = 2

type Answer = readonly (PersonPart | undefined)[] | undefined

export class OpeningThread {
  readonly #worker: Worker
  readonly #given: ((answer: Answer) => void)[] = []
  /** Of what this thread answered so far, by number. */
  readonly #names: string[] = []
  #isReady = false

  /** @param onIdle called whenever there is room. */
  constructor({ tenant, epochKeys }: Wrapping, onIdle: () => void) {
    const workerData: Wrapping = { tenant, epochKeys }
    this.#worker = new Worker(new URL('./opening-thread.ts', import.meta.url), { workerData })
    this.#worker.unref()
    this.#worker.on('message', (message: 'ready' | OpenedParts) => {
      if (message === 'ready') this.#isReady = true
      else this.#given.shift()?.(readOpened(message, this.#names))
      onIdle()
    })
    // What it was given is opened by whoever gave it.
    this.#worker.on('error', () => this.#giveBack())
    this.#worker.on('exit', () => this.#giveBack())
  }

  get hasRoom(): boolean {
    return this.#isReady && this.#given.length < GIVEN_MAX
  }

  /** In the order of the parts; undefined where the thread died. */
  open(parts: readonly SealedPart[]): Promise<Answer> {
    const packed = packParts(parts)
    this.#worker.postMessage(packed, [packed.bytes.buffer, packed.numbers.buffer])
    return new Promise((resolve) => this.#given.push(resolve))
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #giveBack(): void {
    this.#isReady = false
    for (const resolve of this.#given.splice(0)) resolve(undefined)
  }
}
