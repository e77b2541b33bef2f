/**
 * The privacy center's own page: its key counts for that page alone, wherever it is reached, and
 * it is said in the language that its address or the browser asks for.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directionOf, TRANSLATIONS, wordsFor } from '@equipoise/browser/languages'
import { serverOfFile, type TestServer } from '../builders/server.ts'

const PUBLIC = 'https://privacy.shop.example'
const server = serverOfFile({ environment: { EQUIPOISE_PUBLIC_ORIGIN: PUBLIC } })

async function keyOf({ url }: TestServer): Promise<string> {
  const html = await (await fetch(`${url}/privacy`)).text()
  return /key="(eq_own_[\w-]+)"/.exec(html)?.[1] ?? assert.fail('the page has a key')
}

test('it counts from its own origin and from the public one, and from no other', async () => {
  const key = await keyOf(server())
  for (const origin of [new URL(server().url).origin, PUBLIC]) {
    const { status, json } = await server().send('GET /v1/session', { key, headers: { origin } })
    assert.deepEqual([status, json.known], [200, false], origin)
  }
  for (const origin of ['https://other.example', 'null', `${PUBLIC}.example`]) {
    await server().refuse('GET /v1/session', { key, headers: { origin } }, 'origin_refused')
  }
  await server().refuse('GET /v1/session', { key }, 'origin_refused')
})

test('it names nobody and opens nothing that is not a page’s', async () => {
  const key = await keyOf(server())
  const headers = { origin: PUBLIC }
  await server().refuse('GET /v1/keys', { key, headers }, 'forbidden')
  await server().refuse('GET /v1/subjects/me/export', { key, headers }, 'forbidden')
  const body = { externalId: 'ann', slot: 'home' }
  await server().refuse('POST /v1/decide', { key, headers, body }, 'invalid_subject')
})

const CHOSEN: readonly (readonly [query: string, accepts: string | undefined, spoken: string])[] = [
  ['', undefined, 'en'],
  ['', 'de-AT, en;q=0.5', 'de'],
  ['', 'en;q=0.2, zh-TW;q=0.9, fr;q=0', 'zh-Hant'],
  ['', 'tlh, fr;q=0, *;q=0.1', 'en'],
  ['?lang=ar', 'de', 'ar'],
  ['?lang=tlh', 'pt-BR', 'pt-BR'],
  ['?lang=%22%3E%3Cscript%3E', 'de', 'de'],
]

for (const [query, accepts, spoken] of CHOSEN) {
  test(`/privacy${query} for ${accepts ?? 'nothing'} is said in ${spoken}, and keeps nothing`, async () => {
    const headers = accepts === undefined ? {} : { 'accept-language': accepts }
    const answer = await fetch(`${server().url}/privacy${query}`, { headers })
    const html = await answer.text()
    const { words } = wordsFor([spoken])
    assert.equal(answer.headers.get('content-language'), spoken)
    assert.match(answer.headers.get('vary') ?? '', /accept-language/i)
    assert.deepEqual(answer.headers.getSetCookie(), [])
    assert.ok(html.includes(`<html lang="${spoken}" dir="${directionOf(spoken)}">`))
    assert.ok(html.includes(`<title>${words.pageTitle}</title>`))
    assert.ok(html.includes(`<option value="${spoken}" lang="${spoken}" selected>`))
    assert.ok(!html.includes('<script>'))
  })
}

test('its switch offers every language by its own name, without a script', async () => {
  const html = await (await fetch(`${server().url}/privacy`)).text()
  const [form = ''] = /<form class="language".*?<\/form>/s.exec(html) ?? []
  assert.match(form, /method="get" action="\/privacy"/)
  const offered = [...form.matchAll(/<option value="([^"]+)" lang="\1"[^>]*>([^<]+)</g)]
  assert.deepEqual(
    offered.map(([, language]) => language).toSorted(),
    TRANSLATIONS.map(({ language }) => language).toSorted(),
  )
  const names = offered.map(([, , name]) => name)
  for (const name of ['Deutsch', 'العربية', '日本語', '繁體中文']) {
    assert.ok(names.includes(name), name)
  }
  assert.equal(new Set(names).size, names.length)
})
