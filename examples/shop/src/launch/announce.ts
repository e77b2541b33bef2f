/** Says where everything is, the shop first. */
import { resolve } from 'node:path'
import type { Ready } from './command-line.ts'
import type { Settings } from './settings.ts'

export interface Announcement {
  readonly shopUrl: string
  readonly product: Ready
  readonly settings: Settings
}

export function announce({ shopUrl, product, settings }: Announcement): void {
  if (settings.json) {
    console.log(JSON.stringify({ shop: shopUrl, ...product }))
    return
  }
  const { url, operatorKey } = product
  const lines = [
    '',
    '  ━━━━━━━━━┳━━━━━━━━━   Equipoise',
    '',
    `  The shop: ${shopUrl}`,
    '',
    `  Page        ${url}/`,
    `  Reference   ${url}/reference`,
    `  OpenAPI     ${url}/openapi.json`,
    `  Data        ${resolve(settings.dataDirectory)}`,
    ...(operatorKey === undefined ? [] : ['', `  Operator key, shown this once: ${operatorKey}`]),
    '',
    '  Stop with Ctrl+C.',
    '',
  ]
  console.log(lines.join('\n'))
}
