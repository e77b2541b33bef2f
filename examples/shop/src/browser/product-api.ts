/**
 * What the shop's pages ask the product beside what the SDK does: a person's own wishes, and what
 * they looked at.
 */
import { SOLD } from '../departments.ts'
import { field, listIn } from './words.ts'

export interface Wishes {
  readonly feedMode: string
  /** Values of the categories that they follow. */
  readonly follows: ReadonlySet<string>
}

export interface ProductApi {
  /** Undefined where nobody known is in front of the page. */
  readWishes(): Promise<Wishes | undefined>
  changeWishes(change: object): Promise<Wishes | undefined>
  /**
   * The thing for sale that was looked at last, of what is kept for suggestions; undefined, too,
   * for whoever wants nothing so specific.
   */
  readLatestLook(): Promise<Look | undefined>
}

export interface Look {
  readonly item: string
  readonly title: string
}

const PATH = '/v1/subjects/me/wishes'
/** What came in last comes first. */
const LOOKS = '/v1/subjects/me/interactions?limit=50'
const INTERESTS = '/v1/subjects/me/interests'

export function openProductApi(
  key: string,
  token: (() => Promise<string | undefined>) | undefined,
  /** In a private session nothing leaves. */
  isPrivate: () => boolean,
): ProductApi {
  /** What each write has to bring where the product's cookie speaks for the person. */
  let csrfToken = ''

  async function call(path: string, init: RequestInit = {}): Promise<unknown> {
    if (isPrivate()) return undefined
    const signed = await token?.()
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(csrfToken !== '' && { 'x-csrf-token': csrfToken }),
      ...(signed === undefined ? {} : { 'equipoise-subject-token': signed }),
    }
    const response = await fetch(path, { ...init, headers }).catch(() => undefined)
    return response?.ok ? await response.json() : undefined
  }
  return {
    async readWishes() {
      const session = Object(await call('/v1/session'))
      csrfToken = field(session, 'csrfToken')
      const answer = Reflect.get(session, 'known') === true ? await call(PATH) : undefined
      return answer === undefined ? undefined : toWishes(answer)
    },
    async changeWishes(change) {
      const answer = await call(PATH, { method: 'POST', body: JSON.stringify(change) })
      return answer === undefined ? undefined : toWishes(answer)
    },
    async readLatestLook() {
      const kept = listIn(await call(LOOKS), 'interactions').find(isLook)
      if (kept === undefined) return undefined
      // To name it is as specific as anything can be: not for whoever wants to be told less.
      const ceiling = field(await call(INTERESTS), 'ceiling') || 'close'
      if (ceiling !== 'close') return undefined
      return { item: field(kept, 'item'), title: field(kept, 'title') }
    },
  }
}

/** Of a thing that the shop has by a name, and not kept for measuring alone. */
function isLook(kept: unknown): boolean {
  const isSold = listIn(kept, 'categories').some((one) => SOLD.some((sold) => sold === one))
  const isUsed = listIn(kept, 'purposes').includes('site_personalization')
  return field(kept, 'verb') === 'view' && field(kept, 'title') !== '' && isSold && isUsed
}

function toWishes(value: unknown): Wishes {
  return {
    feedMode: field(value, 'feedMode'),
    follows: new Set(listIn(value, 'follows').map((one) => field(one, 'value'))),
  }
}
