/** What nobody sends who means well: values of every wrong kind, and good ones that were bent. */
import fc from 'fast-check'

/** Stands for a number that is written as JSON, and that no program holds. */
const RAW = 'raw-number:'

export const FOUL_TEXTS = [
  '',
  '\u0000',
  '\ud800',
  'a\udc00b',
  '\u202Egnp.exe',
  '\u2066\u2069\u200b\ufeff',
  '\uff0e\uff0e\u2215etc',
  '\u0440\u0430ypal',
  "' OR 1=1 --",
  '../../../../etc/passwd',
  '%00%ff%2e%2e',
  '\r\nset-cookie: a=b',
  '__proto__',
  'constructor',
  'toString',
  'sub_00000000000000000000000000',
  'me',
  '\u0041\u030a'.repeat(64),
] as const

export const EDGE_TIMES = [
  '0000-01-01T00:00:00Z',
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-02-29T12:00:00Z',
  '2024-02-29T12:00:00Z',
  '2026-11-24T12:00:00+23:59',
  '2026-11-24T12:05:00Z',
  '2026-11-24T12:05:00.001Z',
  '2016-12-31T23:59:60Z',
  '2026-11-24t12:00:00z',
  '2026-11-24T12:00:00.123456789Z',
] as const

const NUMBERS = [
  0,
  -0,
  -1,
  0.1,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  5e-324,
  `${RAW}1e400`,
  `${RAW}-1e400`,
  `${RAW}9007199254740993`,
  `${RAW}0.${'1'.repeat(400)}`,
] as const

/** A key of each of these names is the object's own, as `JSON.parse` makes it. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toJSON', 'then', '']

/** @param mark stands in every free text of it. */
export function hostileValues(mark: string): fc.Arbitrary<unknown> {
  const marked = fc.constantFrom(...FOUL_TEXTS).map((text) => `${mark}${text}`)
  return fc.oneof(
    { weight: 4, arbitrary: marked },
    { weight: 3, arbitrary: fc.constantFrom(...FOUL_TEXTS, ...EDGE_TIMES) },
    { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
    { weight: 3, arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null], ['']) },
    { weight: 2, arbitrary: fc.constantFrom(...NAMES).map((name) => withOwn({}, name, mark)) },
    { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom(300, 5_000, 100_000).map((n) => mark.repeat(n / 5)) },
    { weight: 1, arbitrary: fc.constantFrom(10, 40, 1_000).map((depth) => nested(depth, mark)) },
    { weight: 1, arbitrary: fc.constantFrom(101, 1_001, 20_000).map((n) => Array(n).fill(0)) },
  )
}

interface Bend {
  readonly place: number
  readonly how: 'replace' | 'remove' | 'add' | 'repeat' | 'wrap'
  readonly name: string
  readonly value: unknown
}

/** Good values, most of them bent in one place or a few. */
export function bentValues(good: fc.Arbitrary<unknown>, mark: string): fc.Arbitrary<unknown> {
  const bend: fc.Arbitrary<Bend> = fc.record({
    place: fc.nat(10_000),
    how: fc.constantFrom('replace', 'replace', 'remove', 'add', 'repeat', 'wrap'),
    name: fc.constantFrom(...NAMES, `${mark}name`, 'id', 'subject', 'externalId', 'by'),
    value: hostileValues(mark),
  })
  return fc
    .tuple(good, fc.array(bend, { maxLength: 3 }))
    .map(([value, bends]) =>
      bends.reduce<unknown>((whole, one) => (isLarge(whole) ? whole : bent(whole, one)), value),
    )
}

/** Bent once more, it could be longer than any text. */
function isLarge(value: unknown): boolean {
  return (JSON.stringify(value) ?? '').length > 10_000
}

function bent(whole: unknown, bend: Bend): unknown {
  const copy = structuredClone({ whole })
  const places = placesIn(copy)
  const place = places[bend.place % places.length]
  if (place === undefined) return whole
  const { holder, key } = place
  const before = Reflect.get(holder, key)
  if (bend.how === 'replace') put(holder, key, bend.value)
  if (bend.how === 'remove' && holder !== copy) Reflect.deleteProperty(holder, key)
  if (bend.how === 'add') put(isObject(before) ? before : holder, bend.name, bend.value)
  if (bend.how === 'repeat') put(holder, key, Array(1_001).fill(before))
  if (bend.how === 'wrap') put(holder, key, { [key]: before })
  return copy.whole
}

interface Place {
  readonly holder: object
  readonly key: string
}

/** So many at most: what is bent may have grown large. */
const PLACES_MAX = 500

function placesIn(value: object): readonly Place[] {
  const places: Place[] = []
  const left: object[] = [value]
  while (places.length < PLACES_MAX) {
    const holder = left.shift()
    if (holder === undefined) break
    for (const key of Object.keys(holder).slice(0, 20)) {
      places.push({ holder, key })
      const inner = Reflect.get(holder, key)
      if (isObject(inner)) left.push(inner)
    }
  }
  return places
}

function put(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

function withOwn(holder: object, key: string, value: unknown): object {
  put(holder, key, value)
  return holder
}

function nested(depth: number, mark: string): unknown {
  let value: unknown = mark
  for (let n = 0; n < depth; n += 1) value = n % 2 === 0 ? [value] : { a: value }
  return value
}

/** As JSON, numbers that no program holds among it. */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  return text.replaceAll(new RegExp(`"${RAW}([^"]*)"`, 'g'), '$1')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
