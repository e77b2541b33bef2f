/** A rulebook as it was kept: the packs and the deployment that decisions weighed, by digest. */
import type { Deployment, RulePack } from '@equipoise/core/law'
import type { Store } from '../../store/index.ts'

/** What a rulebook is made of, as it is kept under its digest. */
export interface Rulebook {
  readonly packs: readonly RulePack[]
  readonly deployment: Deployment
}

/** A digest names its content, so that what was read once stays right. */
const READ = new Map<string, Rulebook>()
const READ_MAX = 8

/** Undefined where it is not kept. */
export async function readRulebook(store: Store, digest: string): Promise<Rulebook | undefined> {
  const known = READ.get(digest)
  if (known) return known
  const body = await store.read('system', async (reader) => reader.findRulebook(digest))
  if (body === undefined) return undefined
  const rulebook = parseRulebook(body)
  if (READ.size >= READ_MAX) READ.clear()
  READ.set(digest, rulebook)
  return rulebook
}

function parseRulebook(body: string): Rulebook {
  // Written by the gate alone, from the packs that it weighs.
  const { packs, deployment } = JSON.parse(body) as Rulebook
  return { packs: packs.map(withThresholds), deployment }
}

/** Rulebooks of before thresholds had dates and sizes have one of a number alone. */
function withThresholds(pack: RulePack): RulePack {
  const { scope } = pack
  if (scope.kind !== 'regions' || !('threshold' in scope)) return pack
  const { threshold, ...rest } = scope
  if (typeof threshold !== 'object' || threshold === null) return pack
  const whole = { sizes: [], either: false, from: '1970-01-01', until: undefined, ...threshold }
  // The form of then, with what it meant by leaving out.
  return { ...pack, scope: { ...rest, thresholds: [whole] } as unknown as RulePack['scope'] }
}
