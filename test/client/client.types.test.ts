/** What the compiler refuses before any server has to: each line marked has to be an error. */
import { test } from 'node:test'
import { type Client, createClient, type Purpose } from '@equipoise/client'

test('the types of the client hold where they are used', () => {
  compiles(createClient({ url: 'http://127.0.0.1' }))
})

/** Never called to the end: the compiler reads it. */
function compiles(equipoise: Client): readonly unknown[] {
  const purpose: Purpose = 'site_personalization'
  return [
    () => equipoise.decide({ slot: 'home', location: undefined }, { timeoutMs: 300 }),
    () => equipoise.withdrawConsent('sub_1', { purposes: [purpose] }),
    () => equipoise.listItems({ count: 50 }),
    () => equipoise.listItems(),
    // @ts-expect-error a slot is needed
    () => equipoise.decide({}),
    // @ts-expect-error a slot is a text
    () => equipoise.decide({ slot: 7 }),
    // @ts-expect-error no such field
    () => equipoise.decide({ slot: 'home', person: 'c-1' }),
    // @ts-expect-error no such purpose
    () => equipoise.withdrawConsent('sub_1', { purposes: ['horoscope'] }),
    // @ts-expect-error ids come before the body
    () => equipoise.withdrawConsent({ purposes: [purpose] }),
    // @ts-expect-error nothing comes back
    async () => (await equipoise.deleteItem('rye')).id,
    // @ts-expect-error answers are not to be changed
    async () => (await equipoise.readItem('rye')).categories.push('bread'),
    // @ts-expect-error a client needs to know where
    () => createClient({ key: 'eq_secret_1' }),
  ]
}
