/**
 * Runs the product and the shop in front of it: `npm start`. The shop knows the product by its HTTP
 * API, its SDK and its command line alone; they are two processes, and this one ends when the
 * product does.
 */
import process from 'node:process'
import { furnishPerson, seedDepartment } from './footwear/seed.ts'
import { announce } from './launch/announce.ts'
import { startProduct } from './launch/command-line.ts'
import { type Door, listenFirst } from './launch/listen.ts'
import { parseSettings, type Settings } from './launch/settings.ts'
import { isSeeded, keysFor, markSeeded } from './launch/shop-file.ts'
import { createShop } from './server/shop.ts'

const words = process.argv.slice(2)
try {
  process.exitCode = await run()
} catch (error) {
  // What was called wrongly, or a port that is not to be had: said in a sentence, without a trace.
  const detail = error instanceof Error ? error.message : String(error)
  console.error(detail)
  if (words.includes('--json')) {
    const title = 'The shop cannot be opened'
    console.log(JSON.stringify({ error: { code: 'shop_unopened', title, detail } }))
  }
  process.exitCode = error instanceof RangeError ? 2 : 1
}

async function run(): Promise<number> {
  const settings = parseSettings(words, process.env)
  // Taken before the product is started: who has no port needs no wait to hear it.
  const door = await listenFirst(settings.shopPort)
  const { child, ready, ended, heard } = startProduct(settings.words, {
    EQUIPOISE_CONTROLLER: 'Tare, the demo shop',
    EQUIPOISE_PRIVACY_URL: '/privacy',
    ...process.env,
  })
  let isTold = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      isTold = true
      child.kill(signal)
    })
  }
  try {
    const product = await ready
    if (product !== undefined) {
      await open(settings, door, product.url)
      announce({ shopUrl: door.url, product, settings })
    }
    const status = await ended
    // Help is for everybody; an error in JSON for whoever asked for that. Others were told.
    if (product === undefined && (settings.json || !heard().startsWith('{'))) {
      process.stdout.write(heard())
    }
    return status
  } catch (error) {
    if (!isTold) console.error(error instanceof Error ? error.message : String(error))
    child.kill('SIGTERM')
    return (await ended) || (isTold ? 0 : 1)
  } finally {
    door.server.close()
    door.server.closeAllConnections()
  }
}

async function open(settings: Settings, door: Door, productUrl: string): Promise<void> {
  const { dataDirectory } = settings
  const keys = await keysFor(dataDirectory, door.url)
  if (!isSeeded(dataDirectory)) {
    const wasSeeded = await seedDepartment({ productUrl, key: keys.secret, dataDirectory })
    if (wasSeeded) markSeeded(dataDirectory)
  }
  const furnish = isSeeded(dataDirectory) ? furnishPerson : undefined
  door.answer(await createShop({ productUrl, keys, ...(furnish && { furnish }) }))
}
