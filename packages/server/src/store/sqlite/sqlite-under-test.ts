/** The embedded store as the contract and its own tests open it: in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '@equipoise/core/values'
import { openRootKeys } from '../../keys/root-keys.ts'
import type { EngineUnderTest, StoreUnderTest } from '../contract/stage.ts'
import type { ArrivalLimits } from './arrivals.ts'
import { hasSqliteStore, openSqliteStore } from './sqlite-store.ts'

export const ROOT_KEY: Uint8Array = new Uint8Array(32).fill(1)

export interface SqliteUnderTest extends StoreUnderTest {
  readonly directory: string
}

interface SqliteEngine extends EngineUnderTest {
  open(now: () => Instant): Promise<SqliteUnderTest>
}

export const SQLITE: SqliteEngine = {
  name: 'sqlite',
  async open(now) {
    const directory = mkdtempSync(join(tmpdir(), 'equipoise-store-'))
    return openIn(directory, now)
  },
}

/** The same, where whatever arrives is moved on with the next commits, a row or two at a time. */
export const SQLITE_MOVING: SqliteEngine = {
  name: 'sqlite, moving',
  async open(now) {
    const directory = mkdtempSync(join(tmpdir(), 'equipoise-store-'))
    const limits = { movedTogether: 2, ofOneMax: 9, sliceMin: 2, sliceMax: 2, deletedTogether: 2 }
    return openIn(directory, now, limits)
  },
}

/** Opens the store of a directory that may have one. */
export function openIn(
  directory: string,
  now: () => Instant,
  arrivalLimits?: ArrivalLimits,
): SqliteUnderTest {
  const open = () => {
    const root = openRootKeys(directory, ROOT_KEY, !hasSqliteStore(directory))
    return openSqliteStore({ directory, root, now, arrivalLimits })
  }
  let store = open()
  return {
    directory,
    get store() {
      return store
    },
    async reopen() {
      await store.close()
      store = open()
    },
    async discard() {
      await store.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
