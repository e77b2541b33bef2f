/**
 * Every citation names an instrument, and is found in the facts that the packs were made from,
 * where these are there: each provision that a rule names stands in what is known of its own law,
 * or in the tables beside.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadPacks } from './index.ts'

const FACTS = join(import.meta.dirname, '../../../../../../shared/law')
const packs = loadPacks()

interface Cited {
  readonly pack: string
  readonly rule: string
  readonly citation: string
  readonly source: string | undefined
}

const cited: readonly Cited[] = packs.flatMap(({ id, rules, clocks = [], scope }) => [
  ...rules.map(({ id: rule, citation, source }) => ({ pack: id, rule, citation, source })),
  ...clocks.map(({ id: rule, citation }) => ({ pack: id, rule, citation, source: undefined })),
  ...(scope.kind === 'regions' ? (scope.thresholds ?? []) : []).map(({ citation }, index) => ({
    pack: id,
    rule: `threshold ${index}`,
    citation,
    source: undefined,
  })),
])

/** A name with a capital letter, or a law that is written small with its provision. */
const INSTRUMENT = /^(Equipoise[:,] .{10}|[A-Z\d].{3}|ePrivacy |[a-z]{4,}loven )/u

test('every citation is well formed, and every source an address', () => {
  for (const { pack, rule, citation, source } of cited) {
    const at = `${pack} ${rule}: "${citation}"`
    assert.match(citation, INSTRUMENT, at)
    assert.ok(!/\b(see |as above)\b/.test(citation), at)
    if (source !== undefined) assert.ok(URL.canParse(source) && source.startsWith('https://'), at)
  }
})

test('our own rules cite themselves, and laws never do but for what is unknown', () => {
  const own = cited.filter(({ citation }) => citation.startsWith('Equipoise'))
  const homes = new Set(own.map(({ pack }) => pack))
  assert.deepEqual([...homes].toSorted(), ['ca-pipeda', 'elsewhere', 'equipoise', 'us-ftc-act-5'])
})

const lacksFacts = existsSync(join(FACTS, 'us.json')) ? false : 'the facts are not here'

test('every provision is found in the facts', { skip: lacksFacts }, () => {
  const read = (name: string): string => readFileSync(join(FACTS, name), 'utf8')
  const known = ['us.json', 'world.json', 'us.md', 'world.md'].map(read).join('\n')
  const unknown = cited.flatMap(({ pack, rule, citation }) => {
    if (citation.startsWith('Equipoise')) return []
    const missing = provisionsIn(citation).filter((provision) => !names(known, provision))
    return missing.length === 0 ? [] : [`${pack} ${rule}: "${citation}" (${missing.join(', ')})`]
  })
  assert.deepEqual(unknown, [])
})

test('a law’s own facts know most of what its pack cites', { skip: lacksFacts }, () => {
  const laws = ['us.json', 'world.json'].flatMap(
    (name): readonly { readonly id: string }[] =>
      JSON.parse(readFileSync(join(FACTS, name), 'utf8')).laws,
  )
  for (const law of laws) {
    const id = PACK_OF[law.id.toLowerCase()] ?? law.id.toLowerCase()
    const text = JSON.stringify(law)
    const own = cited.filter(({ pack }) => pack === id)
    const found = own.filter(({ citation }) =>
      provisionsIn(citation).every((provision) => names(text, provision)),
    )
    assert.ok(own.length > 0, id)
    assert.ok(found.length / own.length >= 0.6, `${id}: ${found.length} of ${own.length}`)
  }
})

/** Packs that are named otherwise than the facts they are of. */
const PACK_OF: Readonly<Record<string, string>> = { 'gb-ukgdpr': 'uk-gdpr' }

/** Whether the text names the provision as a whole, and not only within a longer number. */
function names(text: string, provision: string): boolean {
  for (let at = text.indexOf(provision); at >= 0; at = text.indexOf(provision, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + provision.length]]
    if (!/\d/.test(before) && !/\d/.test(after)) return true
  }
  return false
}

/** `59.1-577(A)(5)(i)` → `59.1-577`; of `44-46`, both ends. Nothing of what is in brackets. */
function provisionsIn(citation: string): readonly string[] {
  const numbers =
    citation.replaceAll(/\([^)]*\)[a-z0-9.]*/gu, '').match(/\d[\w.\-:/§]*\w|\d/gu) ?? []
  return numbers.flatMap((number) => {
    const range = /^(\d{1,2})-(\d{1,2})$/.exec(number)
    return range ? range.slice(1) : [number]
  })
}
