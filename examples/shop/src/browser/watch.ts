/**
 * Listens to what leaves the page: `fetch` is wrapped before the SDK is started, so that every call
 * of its passes here. What is heard stays in this page's memory.
 */
export interface Call {
  readonly method: string
  readonly path: string
  readonly sent: unknown
  readonly status: number
  readonly answered: Readonly<Record<string, unknown>>
}

/** @param onCall told of each call once it was answered; status 0 where nothing came back. */
export function watchCalls(onCall: (call: Call) => void): void {
  const send = globalThis.fetch.bind(globalThis)
  globalThis.fetch = async (input, init) => {
    const { method = 'GET', body } = init ?? {}
    const path = new URL(input instanceof Request ? input.url : input, location.href).pathname
    const sent = typeof body === 'string' ? parse(body) : undefined
    const about = { method, path, sent }
    try {
      const response = await send(input, init)
      const isJson = response.headers.get('content-type')?.includes('json')
      const answered = isJson ? parse(await response.clone().text()) : {}
      onCall({ ...about, status: response.status, answered })
      return response
    } catch (error) {
      onCall({ ...about, status: 0, answered: {} })
      throw error
    }
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
