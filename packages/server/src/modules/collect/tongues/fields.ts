/**
 * Reads what others wrote: own properties only. `__proto__` and `constructor` name nothing unless
 * the sender wrote a property of that name, and then it is that property and no more.
 */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object's own properties on a bare object, so that reading one reads no other's. */
export function toOwnFields(value: unknown): Fields | undefined {
  return isFields(value) ? Object.assign(Object.create(null), value) : undefined
}

/** What stands at the end of the path; undefined where the path ends before. */
export function fieldAt(value: unknown, path: readonly string[]): unknown {
  let found = value
  for (const name of path) {
    if (!isFields(found) || !Object.hasOwn(found, name)) return undefined
    found = found[name]
  }
  return found
}

/** Many senders write `null` for what is not there. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null
}
