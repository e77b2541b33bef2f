/** The product's server in a process that is there to be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const MAIN = join(import.meta.dirname, '../../packages/server/src/main.ts')

export interface KillableServer {
  readonly url: string
  readonly pid: number
  /** Undefined but the first time in a directory. */
  readonly operatorKey: string | undefined
  /** From before the process was made. */
  readonly startedAt: number
  /** Ends it as a power cut would; resolves when it is gone. Fails where it was gone before. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/**
 * @param nodeFlags for Node, such as `--cpu-prof`.
 * @throws Error where it ends, or is not ready within a minute.
 */
export async function startKillable(
  directory: string,
  nodeFlags: readonly string[] = [],
): Promise<KillableServer> {
  const startedAt = performance.now()
  const flags = ['-C', '@equipoise/source', '--disable-warning=ExperimentalWarning', ...nodeFlags]
  const words = ['serve', '--port', '0', '--json', '--data', directory]
  const child = spawn(process.execPath, [...flags, MAIN, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  endWithUs(child, gone)
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} while starting`)))
    const slow = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error('The server was not ready within a minute'))
    }, 60_000)
    createInterface({ input: child.stdout }).once('line', (text) => {
      clearTimeout(slow)
      resolve(text)
    })
  })
  const { url, pid, operatorKey } = Object(JSON.parse(line))
  return {
    url,
    pid,
    operatorKey,
    startedAt,
    async kill() {
      if (hasEnded()) {
        throw new Error(`The server had ended by itself: ${child.signalCode ?? child.exitCode}`)
      }
      child.kill('SIGKILL')
      await gone
    },
    async stop() {
      if (!hasEnded()) child.kill('SIGTERM')
      await gone
    },
  }
}

/** Kills it with this process, also where that is told to end. */
function endWithUs(child: ChildProcess, gone: Promise<void>): void {
  const kill = (): void => {
    child.kill('SIGKILL')
  }
  const exit = (): void => process.exit(1)
  // Before folders are taken away, which are removed at that moment, too.
  process.prependOnceListener('exit', kill)
  for (const signal of SIGNALS) process.once(signal, exit)
  void gone.then(() => {
    process.off('exit', kill)
    for (const signal of SIGNALS) process.off(signal, exit)
  })
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
