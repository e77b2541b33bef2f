/** Sends a call: each attempt within its timeout, all of them within the deadline. */
import { readNumber, type Settings } from './client-options.ts'
import { EquipoiseProblem } from './equipoise-problem.ts'
import { EquipoiseUnreachable, systemCodeOf } from './equipoise-unreachable.ts'
import type { Call, Operation, RequestOptions, Send } from './operation.ts'
import { readAnswer } from './read-answer.ts'
import { isPassing, mayRepeat, waitBefore } from './retry.ts'
import { toRequest } from './to-request.ts'

export function sender(settings: Settings): Send {
  return async <Answer>(operation: Operation, call: Call) => {
    const given = { ...settings, ...readRequestOptions(settings, call.options) }
    // The types of answers are generated from the server's own document.
    return (await sendUntil(given, operation, call)) as Answer
  }
}

function readRequestOptions(settings: Settings, options: RequestOptions = {}): Partial<Settings> {
  return {
    timeoutMs: readNumber('timeoutMs', options.timeoutMs ?? settings.timeoutMs, 1),
    deadlineMs: readNumber('deadlineMs', options.deadlineMs ?? settings.deadlineMs, 1),
    retriesMax: readNumber('retriesMax', options.retriesMax ?? settings.retriesMax, 0),
  }
}

/** Sends until there is an answer, no other attempt is due, or the deadline has come. */
async function sendUntil(settings: Settings, operation: Operation, call: Call): Promise<unknown> {
  const { deadlineMs, retriesMax, timeoutMs, random } = settings
  const signal = call.options?.signal
  const endsAt = Date.now() + deadlineMs
  const retries = mayRepeat(operation, call) ? retriesMax : 0
  for (let failures = 0; ; ) {
    try {
      const within = { signal, timeoutMs: Math.min(timeoutMs, endsAt - Date.now()) }
      return await sendOnce(settings, { operation, call }, within)
    } catch (error) {
      failures += 1
      if (failures > retries || !isPassing(error)) throw error
      const waitMs = waitBefore(failures, error, random())
      if (Date.now() + waitMs >= endsAt) throw error
      await sleep(waitMs, signal)
    }
  }
}

interface Limits {
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
}

async function sendOnce(
  settings: Settings,
  { operation, call }: { readonly operation: Operation; readonly call: Call },
  { signal, timeoutMs }: Limits,
): Promise<unknown> {
  signal?.throwIfAborted()
  const name = `${operation.method} ${operation.path}`
  const { url, init } = await toRequest(settings, operation, call)
  const ending = new AbortController()
  const end = () => ending.abort()
  const timer = setTimeout(end, timeoutMs)
  signal?.addEventListener('abort', end)
  try {
    const response = await settings.fetch(url, { ...init, signal: ending.signal })
    return await readAnswer(response, { operation: name, bytesMax: settings.answerBytesMax })
  } catch (error) {
    if (error instanceof EquipoiseProblem || error instanceof EquipoiseUnreachable) throw error
    signal?.throwIfAborted()
    if (ending.signal.aborted) throw new EquipoiseUnreachable(name, 'timeout')
    throw new EquipoiseUnreachable(name, 'network', systemCodeOf(error))
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}

/** @throws the signal's reason, as soon as that ends it. */
async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
  })
  signal?.throwIfAborted()
}
