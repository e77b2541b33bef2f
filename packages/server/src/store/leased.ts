/**
 * Lends a handle for the length of a callback. Afterwards every method of it refuses, so that a
 * reader or writer that was kept by mistake cannot reach the store outside its transaction.
 */

type Methods = Readonly<Record<string, (...values: unknown[]) => unknown>>

/** Makes what is lent: its methods are those of the handle, under the same names. */
interface Lender {
  new (handle: Methods): object
  end(lent: object): void
}

/** One for each kind of handle: every decision borrows three. */
const LENDERS = new Map<string, Lender>()

/** @param kind names handles whose methods are the same. */
export async function leased<T>(
  kind: string,
  handle: object,
  act: (handle: never) => Promise<T>,
): Promise<T> {
  // Handles are made of methods alone.
  const methods = handle as Methods
  const lender = LENDERS.get(kind) ?? makeLender(kind, Object.keys(methods))
  const lent = new lender(methods)
  try {
    // The same methods under the same names: the type of what is lent is that of the handle.
    return await act(lent as never)
  } finally {
    lender.end(lent)
  }
}

function makeLender(kind: string, names: readonly string[]): Lender {
  class Lent {
    #handle: Methods | undefined

    constructor(handle: Methods) {
      this.#handle = handle
    }

    static end(lent: Lent): void {
      lent.#handle = undefined
    }

    static call(lent: Lent, name: string, values: readonly unknown[]): unknown {
      const method = lent.#handle?.[name]
      if (method === undefined) {
        throw new TypeError(`Cannot call "${name}": the transaction is over`)
      }
      return method(...values)
    }
  }
  for (const name of names) {
    Reflect.set(Lent.prototype, name, function (this: Lent, ...values: unknown[]): unknown {
      return Lent.call(this, name, values)
    })
  }
  LENDERS.set(kind, Lent)
  return Lent
}
