/**
 * The privacy center at `/privacy`, for whoever is in front of the page: by our cookie, or by a
 * subject token that a link of the business brings behind `#token=`, which browsers send to
 * nobody.
 */
import { readServed } from '@equipoise/browser/served'
import type { Api } from './api.ts'
import type { PageKey } from './page-key.ts'

export function privacyPage(api: Api, { key }: PageKey): void {
  const files = readServed()
  const path = (name: string): string => `/sdk/${name}?v=${files.get(name)?.digest ?? ''}`
  const html = toHtml({
    script: path('privacy-center.js'),
    styles: [path('privacy-center.css'), path('privacy-page.css')],
    key,
  })
  api.route({
    method: 'GET',
    url: '/privacy',
    schema: { hide: true },
    handler: async (_, reply) => {
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      return reply.send(html)
    },
  })
}

interface Parts {
  readonly script: string
  readonly styles: readonly string[]
  readonly key: string
}

function toHtml({ script, styles, key }: Parts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Your privacy</title>
<link rel="icon" href="/page/mark.svg" type="image/svg+xml">
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
<script type="module" src="${script}"></script>
</head>
<body>
<a class="skip" href="#center">Skip to your choices</a>
<header>
<img src="/page/mark.svg" alt="" width="40" height="40">
<div>
<h1>Your privacy</h1>
<p>What is known of you, why you see what you see, and how to change it.</p>
</div>
</header>
<main id="center">
<equipoise-privacy-center key="${key}"></equipoise-privacy-center>
<noscript><p>This page works with JavaScript. Without it, whoever runs this site shows, corrects and erases
for you what this page would: write to them.</p></noscript>
</main>
</body>
</html>
`
}
