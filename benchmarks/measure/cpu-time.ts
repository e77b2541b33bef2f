/** What a process has used of the processor: user and system, all its threads together. */
import { readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second, wherever Node runs on Linux. */
const TICKS_A_SECOND = 100

/** Not a number where the system keeps no such file. */
export function cpuSecondsOf(pid: number): number {
  const [user = Number.NaN, system = Number.NaN] = ticksOf(pid)
  return (user + system) / TICKS_A_SECOND
}

/** The same of all processes that this one started, and that have ended. */
export function cpuSecondsOfEnded(): number {
  const [, , user = Number.NaN, system = Number.NaN] = ticksOf('self')
  return (user + system) / TICKS_A_SECOND
}

/** User and system, of itself and of the children that it waited for; none where unknown. */
function ticksOf(pid: number | 'self'): readonly number[] {
  try {
    // The name of the program stands in brackets, and may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return fields.slice(11, 15).map(Number)
  } catch {
    return []
  }
}
