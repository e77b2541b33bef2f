/**
 * The schema and the loader agree: on every pack that ships, and on packs that somebody broke.
 */
import { strict as assert } from 'node:assert'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { Compile } from 'typebox/schema'
import { packSchema } from './pack-schema.ts'
import { parseRulePack } from './parse-rule-pack.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const LAWS = join(ROOT, 'laws')
const SCHEMA = join(ROOT, 'docs/reference/pack.schema.json')

interface File {
  readonly path: string
  readonly json: Readonly<Record<string, unknown>>
}

const files: readonly File[] = readdirSync(LAWS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .toSorted()
  .map((name) => join(LAWS, name))
  .map((path) => ({ path, json: JSON.parse(readFileSync(path, 'utf8')) }))

const schema = Compile(packSchema())

test('every pack that ships is one by the schema, and points to it', () => {
  for (const { path, json } of files) {
    const [, errors] = schema.Errors(json)
    assert.ok(schema.Check(json), `${path}: ${JSON.stringify(errors.slice(0, 3))}`)
    assert.equal(json['$schema'], relative(dirname(path), SCHEMA))
  }
})

/** What the loader finds and no schema can say. */
const BEYOND_FORM: ReadonlySet<string> = new Set([
  'dates_overlap',
  'dates_reversed',
  'rule_twice',
  'signal_permits',
])

const VALUES: readonly unknown[] = [
  null,
  '',
  'text',
  'all',
  true,
  false,
  0,
  5,
  -1,
  [],
  ['x'],
  {},
  { default: 14 },
  'P6M',
  'opt_in',
]

/** One pack with one value in it replaced, removed, or put in under a name. */
const broken = fc
  .record({
    file: fc.constantFrom(...files),
    steps: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
    value: fc.constantFrom(...VALUES),
    act: fc.constantFrom('replace', 'remove', 'add'),
    name: fc.constantFrom('extra', 'until', 'duty', 'advisory', 'soft', 'when', 'unless'),
  })
  .map(({ file, steps, value, act, name }) => {
    const json = structuredClone(file.json)
    breakAt(
      json,
      steps,
      act === 'add' ? { name, value } : { value: act === 'remove' ? REMOVED : value },
    )
    return json
  })

const REMOVED = Symbol('removed')

interface Break {
  readonly name?: string
  readonly value: unknown
}

function breakAt(json: unknown, steps: readonly number[], change: Break): void {
  if (typeof json !== 'object' || json === null) return
  const fields = json as Record<string, unknown> // of JSON, by key or index
  const keys = Object.keys(fields)
  const [step = 0, ...rest] = steps
  const key = keys[step % Math.max(1, keys.length)]
  if (key === undefined) return
  const child = fields[key]
  const isLeaf = rest.length === 0 || typeof child !== 'object' || child === null
  if (!isLeaf) breakAt(child, rest, change)
  else if (change.name !== undefined && !Array.isArray(json)) fields[change.name] = change.value
  else if (change.value === REMOVED && !Array.isArray(json)) delete fields[key]
  else if (change.value !== REMOVED) fields[key] = change.value
}

test('what the loader reads the schema allows, and what the schema refuses the loader refuses', () => {
  fc.assert(
    fc.property(broken, (json) => {
      const pack = parseRulePack(json)
      const [, errors] = schema.Errors(json)
      if (pack.ok) {
        assert.ok(schema.Check(json), JSON.stringify(errors.slice(0, 3)))
        return
      }
      const isOfForm = pack.issues.some(
        ({ code, path }) => !BEYOND_FORM.has(code) && path !== 'zone',
      )
      if (isOfForm) assert.ok(!schema.Check(json), JSON.stringify(pack.issues))
    }),
    { numRuns: 3_000 },
  )
})
