/**
 * How often each item was shown in each slot, so that none is shown too often. It needs no
 * identifier and leaves this browser never: it is counted in memory, and in the browser's storage
 * only where the person agreed to that.
 */
import { CAPS_KEY } from '../sdk/choice-cookie.ts'

const ITEMS_MAX = 500

export interface Caps {
  isReached(slot: string, item: string): boolean
  count(slot: string, item: string): void
  /**
   * Writes down what was counted, or takes that away: as the person said.
   *
   * @param paused a private session: then nothing is written, and what was stays.
   */
  keep(mayStore: boolean, paused: boolean): void
}

export function openCaps(cap: number): Caps {
  let counts = new Map<string, number>()
  let stores = false
  const write = (): void => {
    if (stores) withStorage((storage) => storage.setItem(CAPS_KEY, JSON.stringify([...counts])))
  }
  return {
    isReached: (slot, item) => (counts.get(`${slot} ${item}`) ?? 0) >= cap,
    count(slot, item) {
      const name = `${slot} ${item}`
      const times = (counts.get(name) ?? 0) + 1
      counts.delete(name)
      counts.set(name, times)
      // The first is the oldest.
      if (counts.size > ITEMS_MAX) counts.delete(counts.keys().next().value ?? name)
      write()
    },
    keep(mayStore, paused) {
      if (cap === Number.POSITIVE_INFINITY) return
      if (mayStore && !stores) counts = new Map([...readCounts(), ...counts])
      if (!mayStore && !paused) withStorage((storage) => storage.removeItem(CAPS_KEY))
      stores = mayStore
      write()
    },
  }
}

function readCounts(): readonly (readonly [string, number])[] {
  let read: unknown
  withStorage((storage) => {
    read = JSON.parse(String(storage.getItem(CAPS_KEY)))
  })
  if (!Array.isArray(read)) return []
  return read.filter((one) => Array.isArray(one) && typeof one[1] === 'number').slice(0, ITEMS_MAX)
}

/** Storage may be blocked, full, or hold what is not ours. */
function withStorage(act: (storage: Storage) => void): void {
  try {
    act(localStorage)
  } catch {
    // Then it is counted in memory alone.
  }
}
