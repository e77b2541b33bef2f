/** The demo's people with the ids that they have here, for the page to choose from. */
import { join } from 'node:path'
import type { SubjectId } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'
import { findSubject } from '../subjects/index.ts'
import type { DemoPersona } from './demo-data.ts'
import { readPersonas } from './read-demo.ts'
import { DEMO_SETTING } from './seed-demo.ts'

export const DEMO_FOLDER: string = join(import.meta.dirname, '../../../demo')

export interface KnownPersona extends DemoPersona {
  /** Null for somebody who never said anything, or was erased. */
  readonly subject: SubjectId | null
}

export async function isDemo(store: Store): Promise<boolean> {
  const setting = await store.read('system', async (reader) => reader.findSetting(DEMO_SETTING))
  return setting === 'true'
}

/** None in a directory that is not the demo's. */
export async function listPersonas(store: Store): Promise<KnownPersona[]> {
  if (!(await isDemo(store))) return []
  return Promise.all(
    readPersonas(DEMO_FOLDER).map(async (persona) => ({
      ...persona,
      subject: (await findSubject(store, { externalId: persona.externalId })) ?? null,
    })),
  )
}
