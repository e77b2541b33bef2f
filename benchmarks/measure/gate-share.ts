/**
 * What part of deciding a slot the gate is, on the demo retailer, in this process: the time of the
 * whole, of the gate's decisions in it, and of the gate with its reading of what a person said.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApp } from '@equipoise/server/app'
import { parseConfig } from '@equipoise/server/config'
import { type DecideParts, decideSlot, NO_FILTERS } from '@equipoise/server/modules/decide'
import { type Gate, NO_SITUATION, type PersonGate } from '@equipoise/server/modules/law'
import { startOurs } from './our-server.ts'
import { scratchFolder } from './scratch-folder.ts'
import { median, round } from './statistics.ts'

const ROOT = join(import.meta.dirname, '../..')
const ROUNDS = 5
const SLOTS = 400

export interface GateShare {
  readonly slotMicroseconds: number
  readonly decisionsMicroseconds: number
  /** Of the time of a slot: the gate's decisions, and these with the reading. */
  readonly decisionsShare: number
  readonly withReadingShare: number
}

export async function measureGate(): Promise<GateShare> {
  const folder = scratchFolder()
  const server = await startOurs('start', folder)
  await server.stop()
  const app = await openApp({ config: parseConfig({ EQUIPOISE_DATA: folder }), resident: true })
  try {
    const people = [...consentingPeople()]
    const clock = { decidingMs: 0, openingMs: 0 }
    const parts: DecideParts = { ...app, gate: timedGate(app.gate, clock) }
    const rounds: { readonly slot: number; readonly deciding: number; readonly opening: number }[] =
      []
    let next = 0
    const decideOne = async (): Promise<boolean> => {
      const externalId = people[next % people.length] ?? ''
      next += 1
      const page = { item: undefined, categories: [] }
      const asked = { slot: 'home', count: 10, page, filters: NO_FILTERS, exclude: [] } as const
      const request = { ...asked, outlet: 'exact', who: { externalId } } as const
      const { rung } = await decideSlot(parts, request, NO_SITUATION)
      return rung === 'personal'
    }
    // Somebody whose history says nothing that the model knows is decided for without it.
    const everybody = people.splice(0)
    for (const externalId of everybody) {
      people.unshift(externalId)
      next = 0
      if (!(await decideOne())) people.shift()
    }
    if (people.length === 0) throw new Error('Nobody is decided for from their history')
    for (let warm = 0; warm < SLOTS; warm += 1) await decideOne()
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      Object.assign(clock, { decidingMs: 0, openingMs: 0 })
      const started = performance.now()
      for (let count = 0; count < SLOTS; count += 1) await decideOne()
      const slot = (performance.now() - started) / SLOTS
      rounds.push({ slot, deciding: clock.decidingMs / SLOTS, opening: clock.openingMs / SLOTS })
    }
    const slot = median(rounds.map((one) => one.slot))
    const deciding = median(rounds.map((one) => one.deciding))
    return {
      slotMicroseconds: round(slot * 1_000, 1),
      decisionsMicroseconds: round(deciding * 1_000, 1),
      decisionsShare: round(median(rounds.map((one) => one.deciding / one.slot)), 4),
      withReadingShare: round(
        median(rounds.map((one) => (one.deciding + one.opening) / one.slot)),
        4,
      ),
    }
  } finally {
    await app.close()
  }
}

interface Clock {
  decidingMs: number
  openingMs: number
}

function timedGate(gate: Gate, clock: Clock): Gate {
  return {
    ...gate,
    act: (subject, situation, act) => {
      const started = performance.now()
      return gate.act(subject, situation, (person) => {
        clock.openingMs += performance.now() - started
        return act(timedPerson(person, clock))
      })
    },
  }
}

function timedPerson(person: PersonGate, clock: Clock): PersonGate {
  return {
    ...person,
    decide: (purpose) => {
      const started = performance.now()
      const decision = person.decide(purpose)
      clock.decidingMs += performance.now() - started
      return decision
    },
  }
}

function consentingPeople(): readonly string[] {
  const lines = readFileSync(join(ROOT, 'packages/server/demo/subjects.jsonl'), 'utf8').split('\n')
  return lines.flatMap((line) => {
    if (line === '') return []
    // Our own file, whose reader in the demo module checks it.
    const person = JSON.parse(line) as { readonly externalId: string; readonly case: string }
    return person.case === 'all_given' ? [person.externalId] : []
  })
}
