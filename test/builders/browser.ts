/** Chromium, as npm brings it. */
import packedChromium from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await packedChromium.executablePath(),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
}
