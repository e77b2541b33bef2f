/** What a client is made with, checked once. Nothing here is ever part of a message. */

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Whether a page sends its cookies along, as `fetch` has it. */
export type Credentials = 'include' | 'omit' | 'same-origin'

export interface ClientOptions {
  /** Where the server answers, such as `https://equipoise.example`; a path in it is kept. */
  readonly url: string | URL
  /** A secret or an operator key for back ends, a publishable one for pages. */
  readonly key?: string | undefined
  /** In place of a key: who is in front of the page, or what asks your back end for it. */
  readonly subjectToken?: string | (() => string | Promise<string>) | undefined
  /** The runtime's own where left out. */
  readonly fetch?: Fetch | undefined
  /** For each attempt, in milliseconds: 10,000 where left out. */
  readonly timeoutMs?: number | undefined
  /** For a whole call with its retries, in milliseconds: 30,000 where left out. */
  readonly deadlineMs?: number | undefined
  /** How often a call is sent again at most, where that is safe: 3 where left out. */
  readonly retriesMax?: number | undefined
  /** The largest answer that is read, in bytes: 64 MiB where left out. */
  readonly answerBytesMax?: number | undefined
  /** Why an operator acts for people. It is logged. */
  readonly reason?: string | undefined
  /** Whether a page sends our cookie along: `include`, where it is another origin's. */
  readonly credentials?: Credentials | undefined
  /** Chance, 0 to 1 without 1, for the waits between retries: the runtime's own where left out. */
  readonly random?: (() => number) | undefined
}

export interface Settings {
  readonly url: string
  readonly token: () => Promise<string | undefined>
  readonly fetch: Fetch
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly retriesMax: number
  readonly answerBytesMax: number
  readonly reason: string | undefined
  readonly credentials: Credentials | undefined
  readonly random: () => number
}

/** @throws TypeError naming the option that cannot be used, without its value. */
export function readOptions(options: ClientOptions): Settings {
  const { key, subjectToken } = options
  if (key !== undefined && subjectToken !== undefined) {
    throw new TypeError('Cannot make a client of a key and a subject token: give one of them')
  }
  if (key !== undefined) checkToken('key', key)
  if (typeof subjectToken === 'string') checkToken('subjectToken', subjectToken)
  return {
    url: readUrl(options.url),
    token: async () => {
      if (typeof subjectToken !== 'function') return key ?? subjectToken
      return checkToken('subjectToken', await subjectToken())
    },
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    timeoutMs: readNumber('timeoutMs', options.timeoutMs ?? 10_000, 1),
    deadlineMs: readNumber('deadlineMs', options.deadlineMs ?? 30_000, 1),
    retriesMax: readNumber('retriesMax', options.retriesMax ?? 3, 0),
    answerBytesMax: readNumber('answerBytesMax', options.answerBytesMax ?? 64 * 1024 * 1024, 1),
    reason: options.reason,
    credentials: options.credentials,
    random: options.random ?? randomRatio,
  }
}

function readUrl(url: string | URL): string {
  const parsed = URL.canParse(String(url)) ? new URL(url) : undefined
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new TypeError('Cannot use "url": want one such as https://equipoise.example')
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new TypeError('Cannot use "url" with a name or a password in it: give a key')
  }
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`
}

/** A header that cannot be sent would be quoted in the runtime's own error. */
function checkToken(name: string, text: string): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text
  throw new TypeError(`Cannot use "${name}": it is empty, or has a character that none of ours has`)
}

/** @param from the least value that is taken. */
export function readNumber(name: string, value: number, from: number): number {
  if (Number.isSafeInteger(value) && value >= from) return value
  throw new TypeError(`Cannot use "${name}": want a whole number from ${from}`)
}

function randomRatio(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
  return drawn / 2 ** 32
}
