import { createClient } from '@equipoise/client'

export const equipoise = createClient({
  url: process.env['EQUIPOISE_URL'] ?? 'http://127.0.0.1:8787',
  key: process.env['EQUIPOISE_KEY'],
})

const PICKS = [
  { id: 'rye', title: 'Rye bread' },
  { id: 'assam', title: 'Assam tea' },
]

export interface Row {
  readonly id: string
  readonly title: string | null
}

export async function suggestionsFor(headers: Headers): Promise<readonly Row[]> {
  try {
    const { items } = await equipoise.decide(
      {
        slot: 'home',
        count: 4,
        externalId: personOf(headers),
        signals: { gpc: headers.get('sec-gpc') === '1' },
      },
      { deadlineMs: 300 },
    )
    return items.length === 0 ? PICKS : items.map(({ id, title }) => ({ id, title }))
  } catch (error) {
    console.warn(String(error))
    return PICKS
  }
}

/** Yours: from the session to your own id of the person. */
export const sessions = new Map<string, string>()

export function personOf(headers: Headers): string | undefined {
  const session = /(?:^|; )session=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1]
  return session === undefined ? undefined : sessions.get(session)
}
