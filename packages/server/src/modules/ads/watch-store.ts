/** A store that tells, once it is kept, about whom something was: never what. */
import { Permit, RightsPermit } from '@equipoise/core/law'
import type { SubjectId } from '@equipoise/core/values'
import type { Store } from '../../store/index.ts'

export interface StoreWatcher {
  /** Something that they did was kept. */
  onCollected(subject: SubjectId): void
  /** They, or somebody for them, acted on their consent or their rights. */
  onRights(subject: SubjectId): void
}

export function watchStore(store: Store, watcher: StoreWatcher): Store {
  const tell = (access: unknown): void => {
    if (access instanceof RightsPermit) watcher.onRights(RightsPermit.termsOf(access).subject)
    const [permit]: readonly unknown[] = Array.isArray(access) ? access : []
    if (permit instanceof Permit) watcher.onCollected(Permit.termsOf(permit).subject)
  }
  // One implementation of all the overloads: it hands on what it was given.
  const handOn = store.transact as (access: unknown, act: unknown) => Promise<unknown>
  const transact = async (access: unknown, act: unknown): Promise<unknown> => {
    const result = await handOn(access, act)
    tell(access)
    return result
  }
  return {
    ...store,
    transact: transact as Store['transact'], // likewise
    async collect(gatherings) {
      const outcomes = await store.collect(gatherings)
      for (const { permits } of gatherings) tell(permits)
      return outcomes
    },
  }
}
