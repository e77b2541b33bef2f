/**
 * Decisions of the law a second on one core, with all packs loaded, in this process and turn by turn
 * with Cedar (`@cedar-policy/cedar-wasm`) and with a function that does nothing.
 *
 *   npm run bench -- law [--json]
 *
 * - `perSecond`: the gate's decider on facts that are made anew each time, so that it recognizes
 *   them by what they say; `unseenPerSecond`: the same where nothing is remembered.
 * - `peerPerSecond`: Cedar on the part of the packs that it can say, parsed once and sorted by place
 *   and purpose beforehand; `peerUnsortedPerSecond`: the same in one set. Before the clock starts both
 *   are asked about every fact and must agree.
 * - `gate`: what part of deciding a slot for a person (their history read, ten items ranked and
 *   explained) the decisions of the gate are, and the gate with its reading of what they said.
 */
import { CONTROLS, createDecider, decide, type Facts, type RulePack } from '@equipoise/core/law'
import { PURPOSES, type Purpose, type Region, startOfDate, toInstant } from '@equipoise/core/values'
import { loadPacks } from '@equipoise/server/modules/law'
import { isPermittedByCedar, loadCedar, type PlainFacts, toCedar } from './measure/cedar-law.ts'
import { type Chance, chanceOf } from './measure/chance.ts'
import { measureGate } from './measure/gate-share.ts'
import { placesOf } from './measure/random-facts.ts'
import { median, round } from './measure/statistics.ts'

const ROUNDS = 7
const ROUND_MS = 400
const FACTS = 2_000
const BATCH = 50

const packs = loadPacks()
const at = startOfDate('2026-11-25') ?? toInstant(0)
const deployments = [true, false].map((platform) => ({
  markets: [],
  directedToMinors: false,
  platform,
  size: 'large' as const,
  controls: CONTROLS,
}))
const purposes = PURPOSES.filter((purpose) => !/^(email|sms|push)_/.test(purpose))
const plain = plainFacts(chanceOf(1), packs)
const places = [...new Set(plain.map(({ place }) => place))]
const policies = loadCedar(packs, { purposes, places, at })
const calls = plain.map((one) => toCedar(one, false))
const slicedCalls = plain.map((one) => toCedar(one, true))
const facts = plain.map((one) => factsOf(one))
const deciders = deployments.map(() => createDecider(packs))
const [onPlatform, elsewhere] = deciders
if (onPlatform === undefined || elsewhere === undefined) throw new Error('No decider')

for (const [index, call] of calls.entries()) {
  const ours = decideAgain(index).lawOutcome === 'permitted'
  const sliced = isPermittedByCedar(slicedCalls[index] ?? raise())
  if (isPermittedByCedar(call) !== ours || sliced !== ours) {
    throw new Error(`Ours says ${ours}: ${JSON.stringify(plain[index])}`)
  }
}

let kept: unknown
const engines = {
  ours: (index: number) => decideAgain(index),
  unseen: (index: number) => decide(factsAt(index), packs),
  peer: (index: number) => isPermittedByCedar(slicedCalls[index] ?? raise()),
  peerWhole: (index: number) => isPermittedByCedar(calls[index] ?? raise()),
  nothing: (index: number) => factsAt(index),
}
type Engine = keyof typeof engines
const names: readonly Engine[] = ['ours', 'unseen', 'peer', 'peerWhole', 'nothing']
const rates: Record<Engine, number[]> = {
  ours: [],
  unseen: [],
  peer: [],
  peerWhole: [],
  nothing: [],
}
for (const name of names) run(engines[name])
for (let turn = 0; turn < ROUNDS; turn += 1) {
  for (const name of names) rates[name].push(run(engines[name]))
}
const gate = await measureGate()
const ours = median(rates.ours)
report({
  perSecond: Math.round(ours),
  unseenPerSecond: Math.round(median(rates.unseen)),
  peerPerSecond: Math.round(median(rates.peer)),
  peerUnsortedPerSecond: Math.round(median(rates.peerWhole)),
  nothingPerSecond: Math.round(median(rates.nothing)),
  timesPeer: round(ours / median(rates.peer), 1),
  unseenTimesPeer: round(median(rates.unseen) / median(rates.peer), 1),
  packs: packs.length,
  rules: packs.reduce((sum, { rules }) => sum + rules.length, 0),
  peerPolicies: policies,
  facts: FACTS,
  gate,
})

/** Decisions a second of processor time. */
function run(engine: (index: number) => unknown): number {
  const started = process.cpuUsage()
  const until = performance.now() + ROUND_MS
  let count = 0
  while (performance.now() < until) {
    for (let step = 0; step < BATCH; step += 1) {
      kept = engine(count % FACTS)
      count += 1
    }
  }
  const { user, system } = process.cpuUsage(started)
  return count / ((user + system) / 1_000_000)
}

function decideAgain(index: number): ReturnType<typeof decide> {
  const asked = factsAt(index)
  return (asked.deployment.platform ? onPlatform : elsewhere)?.(asked) ?? raise()
}

/** The facts as a request brings them: new objects that say the same. */
function factsAt(index: number): Facts {
  const one = facts[index] ?? raise()
  return { ...one, consent: { ...one.consent } }
}

function raise(): never {
  throw new Error('No such facts')
}

/** Facts of places where the law is known, so that our default for the unknown has no part in it. */
function plainFacts(chance: Chance, law: readonly RulePack[]): readonly PlainFacts[] {
  const places = placesOf(law).filter((place) => place !== 'US' && place !== 'CA')
  const found: PlainFacts[] = []
  while (found.length < FACTS) {
    const one: PlainFacts = {
      place: chance.pick(places) ?? raise(),
      age: chance.pick([9, 14, 16, 30, 45]) ?? raise(),
      purpose: chance.pick(purposes) ?? raise(),
      platform: chance.number() < 0.5,
      gpc: chance.number() < 0.2,
      status: chance.pick(['unknown', 'given', 'given', 'refused', 'withdrawn']) ?? raise(),
      explicit: chance.number() < 0.5,
      separate: chance.number() < 0.5,
      guardian: chance.number() < 0.3,
    }
    const { packs: binding } = decide(factsOf(one), law)
    if (!binding.some((name) => name.startsWith('elsewhere@'))) found.push(one)
  }
  return found
}

function factsOf(one: PlainFacts): Facts & { readonly purpose: Purpose } {
  const { status, explicit, separate, guardian, age, purpose, gpc } = one
  return {
    at,
    purpose,
    subject: undefined,
    consent: {
      status,
      since: status === 'unknown' ? undefined : at,
      by: guardian ? 'guardian' : 'subject',
      explicit,
      separate,
    },
    consentRevision: 1,
    location: undefined,
    residence: one.place as Region, // a place of the packs
    ageBand: undefined,
    ageYears: age,
    signals: { gpc },
    deployment: deployments[one.platform ? 0 : 1] ?? raise(),
  }
}

function report(result: Readonly<Record<string, unknown>>): void {
  if (kept === undefined) throw new Error('Nothing was decided')
  console.log(process.argv.includes('--json') ? JSON.stringify(result) : result)
}
