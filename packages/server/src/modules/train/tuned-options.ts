/**
 * The hyper-parameters that a tuning chose, kept in the store beside the data that they were chosen
 * on. What the environment sets counts before them, and they count before the defaults.
 */
import { type ModelOptions, modelOptionsIssue } from '@equipoise/core/recommend'
import type { Store } from '../../store/index.ts'

const SETTING = 'model_options'

export interface ConfiguredOptions {
  /** Defaults where the environment says nothing. */
  readonly options: ModelOptions
  /** Which ones the environment sets. */
  readonly fixed: readonly (keyof ModelOptions)[]
}

/** What a training uses: the environment's, else the tuned, else the default. */
export function chooseOptions(
  { options, fixed }: ConfiguredOptions,
  tuned: ModelOptions | undefined,
): ModelOptions {
  const kept = Object.fromEntries(fixed.map((name) => [name, options[name]]))
  return { ...options, ...tuned, ...kept }
}

/** Undefined where nothing was tuned, or it was undone. */
export async function findTunedOptions(store: Store): Promise<ModelOptions | undefined> {
  const text = await store.read('system', async (reader) => reader.findSetting(SETTING))
  return text === undefined || text === '' ? undefined : parseOptions(text)
}

export async function putTunedOptions(
  store: Store,
  options: ModelOptions | undefined,
): Promise<void> {
  const text = options === undefined ? '' : JSON.stringify(options)
  await store.transact('system', async (writer) => writer.putSetting(SETTING, text))
}

/** What cannot be used any more, after a change of version, is as good as not tuned. */
function parseOptions(text: string): ModelOptions | undefined {
  const { exponentTenths, lambda, dropout, neighboursMax, ...others } = JSON.parse(text)
  // What was tuned before these were there was tuned without them.
  const { popularityTenths = 0, halfLifeItems = 0 } = others
  const solving = { exponentTenths, lambda, dropout, neighboursMax }
  const options: ModelOptions = { ...solving, popularityTenths, halfLifeItems }
  return modelOptionsIssue(options) === undefined ? options : undefined
}
