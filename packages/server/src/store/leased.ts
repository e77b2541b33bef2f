/**
 * Lends a handle for the length of a callback. Afterwards every method of it refuses, so that a
 * reader or writer that was kept by mistake cannot reach the store outside its transaction.
 */
export async function leased<T>(handle: object, act: (handle: never) => Promise<T>): Promise<T> {
  let open = true
  const lent: Record<string, unknown> = {}
  // Every decision borrows three handles: entries of lists would cost more than what is done.
  for (const name of Object.keys(handle)) {
    const method = Reflect.get(handle, name)
    lent[name] = (...values: unknown[]) => {
      if (!open) throw new TypeError(`Cannot call "${name}": the transaction is over`)
      return method(...values)
    }
  }
  try {
    // The same methods under the same names: the type of what is lent is that of the handle.
    return await act(lent as never)
  } finally {
    open = false
  }
}
