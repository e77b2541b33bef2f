/**
 * Follows removals, withdrawals and erasures until the model is clear of them, and has it drawn
 * how long that takes.
 */
import { call } from './api.ts'
import { decide, readStanding } from './ask.ts'
import { change, state } from './state.ts'
import type { Clearance } from './types.ts'

const POLL_MS = 1_000

/** Shows a clearance and follows it until the model is clear. */
export function follow(clearance: Clearance): void {
  change({ clearances: [clearance, ...state.clearances].slice(0, 3) })
  if (clearance.modelClearedAt === null) void followClearance(clearance.id)
}

async function followClearance(id: string): Promise<void> {
  const cleared = await untilCleared(id, () => change({ clearances: state.clearances }))
  if (!cleared) return
  const clearances = state.clearances.map((one) => (one.id === id ? { ...one, ...cleared } : one))
  change({ clearances })
  await readStanding()
  await compareQuietly()
}

export async function followErasure(externalId: string, id: string): Promise<void> {
  const cleared = await untilCleared(id, () => change({ forgotten: state.forgotten }))
  const erasure = state.forgotten.get(externalId)
  if (!cleared || !erasure) return
  const { modelClearedAt } = cleared
  change({ forgotten: new Map(state.forgotten).set(externalId, { ...erasure, modelClearedAt }) })
  await readStanding()
}

/** Undefined where the server is gone. */
async function untilCleared(id: string, onWait: () => void): Promise<Clearance | undefined> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    try {
      const path = `/v1/erasures/${id}`
      const clearance = await call<Clearance>('GET', path, undefined, { quiet: true })
      if (clearance.modelClearedAt !== null) return clearance
      onWait()
    } catch {
      return undefined
    }
  }
}

/** The model is new: the answer may be, without anybody having done anything. */
async function compareQuietly(): Promise<void> {
  const { chosen } = state
  if (!chosen || state.busy) return
  const answer = await decide(chosen).catch(() => undefined)
  if (answer && state.chosen === chosen) change({ answer })
}
