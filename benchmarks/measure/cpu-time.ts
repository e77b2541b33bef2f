/** What a process has used of the processor: user and system, all its threads together. */
import { readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second, wherever Node runs on Linux. */
const TICKS_A_SECOND = 100

/** Not a number where the system keeps no such file. */
export function cpuSecondsOf(pid: number): number {
  try {
    // The name of the program stands in brackets, and may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
  } catch {
    return Number.NaN
  }
}
