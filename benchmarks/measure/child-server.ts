/** Starts a server in a process of its own and waits for the one line that says it is ready. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface ChildServer<T> {
  readonly ready: T
  stop(): Promise<void>
}

/** @param args what follows `node -C @equipoise/source`. The first line it prints is JSON. */
export async function startChild<T>(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildServer<T>> {
  const child = spawn(process.execPath, ['-C', '@equipoise/source', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const line = await firstLine(child)
  return {
    // Printed by our own program, in the form that its caller here names.
    ready: JSON.parse(line) as T,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`The server ended with ${code} before it was ready`)),
    )
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve)
  })
}
