/**
 * Random facts put to the law, by a seed: nothing throws, no answer is without a reason and no
 * reason without a citation, nothing is permitted that the law alone refuses, and the same facts
 * told otherwise (read by the gate's decider, with a signal, with a no) never permit more.
 *
 *   npm run bench -- law-fuzz [--count 1000000] [--seed 1] [--json]
 *
 * Fails, naming the facts, at the first answer that breaks a promise.
 */
import { parseArgs } from 'node:util'
import { createDecider, type Facts, parseLawFacts, type RulePack } from '@equipoise/core/law'
import { toInstant } from '@equipoise/core/values'
import { askLaw, loadPacks } from '@equipoise/server/modules/law'
import { chanceOf } from './measure/chance.ts'
import { type FactsJson, placesOf, randomFacts } from './measure/random-facts.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const [count, seed] = [Number(values.count), Number(values.seed)]
const packs = loadPacks()
const decider = createDecider(packs)
const places = placesOf(packs)
const chance = chanceOf(seed)
const tally = { permitted: 0, lawPermitted: 0, reasons: 0 }
const citations = new Set<string>()
const started = performance.now()
for (let done = 0; done < count; done += 1) {
  const facts = randomFacts(chance, places)
  try {
    check(facts, packs)
  } catch (cause) {
    throw new Error(`Broken by ${JSON.stringify(facts)}`, { cause })
  }
  if (done % 100_000 === 99_999) console.error(`${done + 1} of ${count}`)
}
const seconds = (performance.now() - started) / 1_000
const result = {
  facts: count,
  seed,
  broken: 0,
  ...tally,
  citations: citations.size,
  seconds: Number(seconds.toFixed(1)),
}
console.log(values.json ? JSON.stringify(result) : result)

function check(facts: FactsJson, law: readonly RulePack[]): void {
  const answer = askLaw(facts, { packs: law, now: toInstant(0) })
  const { outcome, lawOutcome, reasons, lawReasons, obligations } = answer
  if (reasons.length === 0 || lawReasons.length === 0) throw new Error('No reason')
  for (const { citation, says } of [...reasons, ...lawReasons, ...obligations]) {
    if (citation.trim() === '' || says.trim() === '') throw new Error('No citation')
    citations.add(citation)
  }
  if (outcome === 'permitted' && lawOutcome === 'refused') throw new Error('More than the law')
  if (outcome === 'permitted') tally.permitted += 1
  if (lawOutcome === 'permitted') tally.lawPermitted += 1
  tally.reasons += reasons.length
  checkNarrowed(facts, { outcome, lawOutcome })
}

interface Outcomes {
  readonly outcome: string
  readonly lawOutcome: string
}

/** The gate's way of deciding agrees, and neither a signal nor a no permits more. */
function checkNarrowed(facts: FactsJson, before: Outcomes): void {
  const told = outcomesOf(facts)
  if (told.lawOutcome !== before.lawOutcome) throw new Error('The gate decides otherwise')
  const consent = Object(facts['consent'])
  const narrower: FactsJson[] = [
    { ...facts, signals: { gpc: true } },
    { ...facts, consent: { ...consent, state: 'refused' } },
  ]
  if (facts['objection'] === undefined)
    narrower.push({ ...facts, objection: { at: consent['at'] } })
  // Who withdraws had agreed: that is no narrower than to have said nothing.
  if (consent['state'] === 'given') {
    narrower.push({ ...facts, consent: { ...consent, state: 'withdrawn' } })
  }
  for (const narrowed of narrower) {
    const after = outcomesOf(narrowed)
    if (after.lawOutcome === 'permitted' && before.lawOutcome === 'refused') {
      throw new Error(`More is permitted by ${JSON.stringify(narrowed)}`)
    }
  }
}

function outcomesOf(json: FactsJson): Outcomes {
  const facts = parseLawFacts(json, toInstant(0))
  if (!facts.ok) throw new Error(JSON.stringify(facts.issues))
  return decider(facts.value satisfies Facts)
}
