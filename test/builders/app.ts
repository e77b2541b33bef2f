/** The product in a folder of its own, with a clock that the test sets. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { RulePack } from '@equipoise/core/law'
import { type Instant, toInstant } from '@equipoise/core/values'
import { type App, openApp } from '@equipoise/server/app'
import { parseConfig } from '@equipoise/server/config'

export const NOON: Instant = toInstant(Date.parse('2026-11-24T12:00:00Z'))

export interface AppBuilder {
  /** Whether it stays, as a server does, or is a command that ends. */
  readonly resident?: boolean
  readonly environment?: Parameters<typeof parseConfig>[0]
  /** The law that holds; what is in `laws/` unless told otherwise. */
  readonly packs?: readonly RulePack[]
  /** What is reported in the background; without it, such a report fails the run. */
  readonly onError?: (error: unknown) => void
}

export interface TestApp {
  readonly app: App
  readonly directory: string
  advance(ms: number): void
  close(): Promise<void>
  /** Closes it and opens what it left, after what is to be done in between. */
  reopen(meanwhile?: () => void): Promise<void>
}

export async function anApp(
  t: Pick<TestContext, 'after'>,
  { resident = false, environment = {}, packs, onError = fail }: AppBuilder = {},
): Promise<TestApp> {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-app-'))
  const config = parseConfig({ EQUIPOISE_DATA: directory, ...environment })
  let at = NOON
  const open = () => openApp({ config, resident, ...(packs && { packs }), now: () => at, onError })
  let app = await open()
  t.after(async () => {
    await app.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    get app() {
      return app
    },
    directory,
    advance(ms) {
      at = toInstant(at + ms)
    },
    close: () => app.close(),
    async reopen(meanwhile = () => {}) {
      await app.close()
      meanwhile()
      app = await open()
    },
  }
}

function fail(error: unknown): void {
  throw error
}
