/**
 * Kills a server under load at random moments, starts it again, and asks for everything that it
 * had acknowledged.
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { AcknowledgedLoad, call, type Tally } from './acknowledged.ts'
import { chanceOf } from './chance.ts'
import { runCommand } from './command.ts'
import { type KillableServer, startKillable } from './killable-server.ts'
import { round } from './statistics.ts'

export interface CrashPlan {
  readonly directory: string
  readonly secretKey: string
  /** External ids of people who were there before. */
  readonly readers: readonly string[]
  readonly rounds: number
  readonly seed: number
  /** Between these, in ms after the load began, the server is killed. */
  readonly killAfterMs: readonly [min: number, max: number]
  readonly connections: number
  /** Whole rounds that are begun before this much time has gone by. */
  readonly withinMs: number
  readonly onRound?: (says: string) => void
}

export interface CrashOutcome {
  readonly rounds: number
  readonly acknowledged: Tally
  /** What was acknowledged and does not hold, what is wrong with the ledger and the keys. */
  readonly problems: readonly string[]
  /** From the start of the process to the first decision, after each kill. */
  readonly startUpMs: readonly number[]
}

export async function crashRounds(plan: CrashPlan): Promise<CrashOutcome> {
  const { directory, secretKey, rounds, withinMs, onRound = () => {} } = plan
  const chance = chanceOf(plan.seed)
  const load = new AcknowledgedLoad(chance, plan.readers)
  const problems: string[] = []
  const startUpMs: number[] = []
  const endsAt = performance.now() + withinMs
  let server = await startKillable(directory)
  let done = 0
  try {
    while (done < rounds && performance.now() < endsAt) {
      const caller = { url: server.url, secretKey }
      const [min, max] = plan.killAfterMs
      const killing = pause(min + chance.below(max - min)).then(() => server.kill())
      await Promise.all([load.actUntilKilled(caller, plan.connections), killing])
      server = await startKillable(directory)
      startUpMs.push(await firstDecision(server, secretKey, plan.readers[0]))
      done += 1
      const found = await check(load, { url: server.url, secretKey }, directory)
      problems.push(...found.map((says) => `round ${done}: ${says}`))
      onRound(
        `round ${done}: up after ${round(startUpMs.at(-1) ?? 0, 0)} ms, ${found.length} wrong`,
      )
    }
    problems.push(...(await load.listLost({ url: server.url, secretKey }, true)))
    problems.push(...(await unsound(directory)))
  } finally {
    await server.stop()
  }
  return { rounds: done, acknowledged: load.tally, problems, startUpMs }
}

/** Milliseconds from the start of a process until it has decided for somebody. */
async function firstDecision(
  { url, startedAt }: KillableServer,
  secretKey: string,
  externalId: string | undefined,
): Promise<number> {
  const who = externalId === undefined ? {} : { externalId }
  const { status } = await call({ url, secretKey }, 'POST /v1/decide', { ...who, slot: 'home' })
  if (status !== 200) throw new Error(`The first decision was answered ${status}`)
  return performance.now() - startedAt
}

async function check(
  load: AcknowledgedLoad,
  caller: { readonly url: string; readonly secretKey: string },
  directory: string,
): Promise<readonly string[]> {
  const lost = await load.listLost(caller, false)
  const ledger = Object(await runCommand(['ledger', 'verify'], directory))
  const broken = ledger.valid === true ? [] : [`The ledger: ${JSON.stringify(ledger.problems)}`]
  return [...lost, ...broken, ...unpairedKeys(directory)]
}

/** What the program's own examination of store, keys and model does not find good. */
async function unsound(directory: string): Promise<readonly string[]> {
  try {
    await runCommand(['doctor'], directory)
    return []
  } catch (error) {
    return [String(error)]
  }
}

/** A key for each person, and no more: those of people who left are destroyed. */
function unpairedKeys(directory: string): readonly string[] {
  const keys = idsIn(join(directory, 'keys.db'), 'wrapped_keys')
  const people = idsIn(join(directory, 'equipoise.db'), 'subjects')
  const orphans = [...keys].filter((id) => !people.has(id)).length
  const keyless = [...people].filter((id) => !keys.has(id)).length
  return orphans + keyless === 0
    ? []
    : [`${orphans} keys without people, ${keyless} people without`]
}

function idsIn(path: string, table: 'wrapped_keys' | 'subjects'): ReadonlySet<string> {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const rows = database.prepare(`SELECT hex(subject) AS id FROM ${table}`).all()
    return new Set(rows.map((row) => String(row['id'])))
  } finally {
    database.close()
  }
}
