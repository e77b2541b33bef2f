/**
 * The notice that this page shows: it registers the very words of its switches before the first
 * yes, so that each record says what was read there, and tells them again.
 */
import { call } from './api.ts'
import { state } from './state.ts'
import type { NamedNotice, Notice } from './types.ts'
import { purposeName } from './words.ts'

const ID = 'demo-page'
const LANGUAGE = 'en'

let registered: Promise<NamedNotice> | undefined

/** Registered once a visit; where that failed it is tried again with the next yes. */
export function ownNotice(): Promise<NamedNotice> {
  registered ??= register().catch((error: unknown) => {
    registered = undefined
    throw error
  })
  return registered
}

async function register(): Promise<NamedNotice> {
  const { purposes } = state
  const sections = purposes.map(({ purpose, says }) => ({
    heading: purposeName(purpose),
    text: says,
  }))
  const text = { title: 'Your choices', sections, accept: 'Yes', refuse: 'No' }
  const content = {
    purposes: purposes.map(({ purpose }) => purpose),
    texts: { [LANGUAGE]: text },
    rendering: { buttons: 'Yes and No side by side, of one size and style; neither is pressed' },
  }
  const version = `w${nameOf(JSON.stringify(content))}`
  await call<Notice>('PUT', `/v1/notices/${ID}`, { version, ...content })
  return { id: ID, version, language: LANGUAGE }
}

const read = new Map<string, Promise<Notice>>()

/** What a record names, word for word. */
export function readNotice({ id, version }: NamedNotice): Promise<Notice> {
  const path = `/v1/notices/${id}?version=${version}`
  const known = read.get(path) ?? call<Notice>('GET', path)
  read.set(path, known)
  known.catch(() => read.delete(path))
  return known
}

/** Another for other words (FNV-1a, 32 bits): two that met would be refused, not mixed up. */
function nameOf(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16)
}
