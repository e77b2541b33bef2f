/** Reads fields of untrusted JSON and gathers what is wrong with them. */
import {
  type Instant,
  type Issue,
  parseInstant,
  type Region,
  startOfDate,
} from '../values/index.ts'
import { isFields } from './parse-condition.ts'
import { isPlace } from './places.ts'

type Fields = Readonly<Record<string, unknown>>

const LIST_MAX = 64
const TEXT_MAX = 100_000

/** One object of the input. Each `read` gives undefined for what is missing or wrong. */
export class FieldReader {
  readonly #fields: Fields
  readonly #path: string
  readonly #issues: Issue[]

  constructor(json: unknown, path: string, issues: Issue[], known: readonly string[]) {
    this.#path = path
    this.#issues = issues
    this.#fields = isFields(json) ? json : {}
    if (json !== undefined && !isFields(json)) this.refuse('', 'value_invalid', 'An object')
    for (const name of Object.keys(this.#fields)) {
      if (!known.includes(name)) this.refuse(name, 'field_unknown', 'No such field')
    }
  }

  refuse(name: string, code: string, says: string): undefined {
    const path = [this.#path, name].filter((part) => part !== '').join('.')
    this.#issues.push({ path, code, says })
    return undefined
  }

  get(name: string): unknown {
    return this.#fields[name]
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined
  }

  object(name: string, known: readonly string[]): FieldReader | undefined {
    if (!this.has(name)) return undefined
    const path = this.#path === '' ? name : `${this.#path}.${name}`
    return new FieldReader(this.#fields[name], path, this.#issues, known)
  }

  oneOf<T extends string>(name: string, known: readonly T[]): T | undefined {
    const value = this.#fields[name]
    if (value === undefined) return undefined
    const found = known.find((one) => one === value)
    return found ?? this.refuse(name, 'value_invalid', `One of: ${known.join(', ')}`)
  }

  flag(name: string): boolean | undefined {
    const value = this.#fields[name]
    if (value === undefined || typeof value === 'boolean') return value
    return this.refuse(name, 'value_invalid', 'true or false')
  }

  /** @param max in UTF-16 units. */
  text(name: string, max: number = TEXT_MAX): string | undefined {
    const value = this.#fields[name]
    if (value === undefined) return undefined
    if (typeof value === 'string' && value.length <= max) return value
    return this.refuse(name, 'value_invalid', `A text of at most ${max} characters`)
  }

  place(name: string): Region | undefined {
    const value = this.#fields[name]
    if (value === undefined || isPlace(value)) return value
    return this.refuse(name, 'place_unknown', 'A place of ISO 3166, such as "FR" or "US-MD"')
  }

  instant(name: string): Instant | undefined {
    const value = this.#fields[name]
    if (value === undefined) return undefined
    const at = typeof value === 'string' ? (parseInstant(value) ?? startOfDate(value)) : undefined
    return at ?? this.refuse(name, 'date_impossible', 'A date-time of RFC 3339, or a day')
  }

  list<T>(name: string, read: (one: unknown, index: number) => T | undefined): T[] | undefined {
    const value = this.#fields[name]
    if (value === undefined) return undefined
    if (!Array.isArray(value) || value.length > LIST_MAX) {
      return this.refuse(name, 'value_invalid', `A list of at most ${LIST_MAX}`)
    }
    return value.flatMap((one, index) => {
      const found = read(one, index)
      if (found !== undefined) return [found]
      this.refuse(`${name}.${index}`, 'value_invalid', 'Not one of those that there are')
      return []
    })
  }
}
