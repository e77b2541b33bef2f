/**
 * Makes the rule packs of `laws/` from a folder of facts (`us.json`, `world.json`): what each law
 * says, where it says so and how far that is verified. Facts carry over, sentences never do.
 *
 *   node -C @equipoise/source tools/generate-laws.ts FACTS [--force]
 *
 * Packs are kept by hand afterwards: a file that is there is left alone, unless forced.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { HAND_MADE } from './laws/hand-made.ts'
import { MEMBERS } from './laws/hand-made-europe.ts'
import { type PackJson, VERSION } from './laws/pack-forms.ts'
import { comprehensivePack, readUs } from './laws/us-laws.ts'
import { readWorld, worldPack } from './laws/world-laws.ts'

const LAWS = join(import.meta.dirname, '../laws')
const [facts, ...flags] = process.argv.slice(2)
if (facts === undefined) {
  console.error('Say where the facts are: tools/generate-laws.ts FACTS [--force]')
  process.exit(2)
}

const us = readUs(join(facts, 'us.json')).laws
const world = readWorld(join(facts, 'world.json')).laws
const members = MEMBERS.map(({ drop: _, ...pack }) => ({
  version: VERSION,
  scope: [],
  rules: [],
  ...pack,
}))
const packs = [...[...us.map(usPack), ...world.map(worldPack)].map(withHandMade), ...members]
for (const pack of packs) writePack(pack)

function usPack(law: (typeof us)[number]): PackJson {
  const pack = comprehensivePack(law)
  const isComprehensive = /comprehensive/.test(law.kind ?? '')
  // The other acts are few and each is a case of its own: their rules are written by hand.
  const rules = isComprehensive ? pack.rules : []
  const region = String(law.jurisdiction)
  return isComprehensive ? pack : { ...pack, scope: [region], rules }
}

function withHandMade(pack: PackJson): PackJson {
  const change = HAND_MADE[pack.id]
  if (change === undefined) return pack
  const { drop = [], rules = [], clocks = [], ...whole } = change
  const kept = pack.rules.filter(({ id }) => drop !== 'all' && !drop.includes(id))
  const written = new Set(clocks.map(({ id }) => id))
  return {
    ...pack,
    ...whole,
    rules: [...kept, ...rules],
    clocks: [...(pack.clocks ?? []).filter(({ id }) => !written.has(id)), ...clocks],
  }
}

function writePack(pack: PackJson): void {
  if (pack.rules.length === 0) {
    console.error(`No rules: ${pack.id}`)
    return
  }
  const path = join(LAWS, ...folderOf(pack.id))
  if (existsSync(path) && !flags.includes('--force')) return
  mkdirSync(dirname(path), { recursive: true })
  const clocks = pack.clocks?.length ? { clocks: pack.clocks } : {}
  const { rules, clocks: _, ...head } = pack
  const $schema = relative(dirname(path), join(LAWS, '../docs/reference/pack.schema.json'))
  const json = { $schema, ...head, rules, ...clocks }
  writeFileSync(path, `${JSON.stringify(json, null, 2)}\n`)
}

/** `us-ct-ctdpa` → `us/ct/ctdpa.json`, `eu-gdpr` → `eu/gdpr.json`. */
function folderOf(id: string): readonly string[] {
  const [country = '', ...rest] = id.split('-')
  if (country === 'us' && rest.length > 1 && /^[a-z]{2}$/.test(rest[0] ?? '')) {
    const [state = '', ...name] = rest
    return ['us', state, `${name.join('-')}.json`]
  }
  return [country, `${rest.join('-')}.json`]
}
