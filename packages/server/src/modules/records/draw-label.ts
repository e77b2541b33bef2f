/**
 * The privacy label as a page for people: what matters first, then what is kept of them, row by
 * row, and at the end, folded, where it lies. One page, no script, nothing from elsewhere.
 */
import { drawTable, escaped, MARK, type PageForm, pageAround } from './format-page.ts'
import type { LabelHolding, PrivacyLabel } from './privacy-label.ts'
import { titleOf } from './processing-record.ts'

export function drawLabel(label: PrivacyLabel, { style }: PageForm): string {
  const who = label.controller?.name ?? 'this shop'
  return pageAround({
    title: `Privacy label: what ${who} keeps about you`,
    style,
    body: [
      `<header class="head">${MARK}<p class="wordmark">Privacy label</p></header>`,
      '<main class="label">',
      `<h1>What ${escaped(who)} keeps about you, and why</h1>`,
      drawUntold(label),
      drawShort(label),
      drawKept(label),
      drawBrowser(label),
      drawRecipients(label),
      drawRights(label),
      drawOthers(label),
      drawPlaces(label),
      drawFoot(label),
      '</main>',
    ].join('\n'),
  })
}

function drawUntold({ untold }: PrivacyLabel): string {
  if (untold.length === 0) return ''
  const items = untold.map((one) => `<li><code>${escaped(one)}</code></li>`).join('')
  return `<section class="untold"><h2>Found, and not explained</h2><p>This is there, and this version does not say what it is. Ask whoever runs the shop.</p><ul>${items}</ul></section>`
}

function drawShort({ short }: PrivacyLabel): string {
  const items = short.map(
    ({ says, source }) =>
      `<li><p>${escaped(says)}</p><p class="source">${escaped(source)}</p></li>`,
  )
  return `<section><h2>In short</h2><ul class="short">${items.join('')}</ul></section>`
}

function drawKept({ keeps }: PrivacyLabel): string {
  const yours = keeps.filter(({ about }) => about === 'subject').map(drawHolding)
  return `<section><h2>About you</h2><div class="kept">${yours.join('')}</div></section>`
}

function drawHolding({ title, says, purposes, until, protection }: LabelHolding): string {
  const why = purposes.length === 0 ? '' : fact('For', purposes.map(titleOf).join(', '))
  return `<article><h3>${escaped(title)}</h3><p>${escaped(says)}</p><dl>${why}${fact('Kept', until)}${fact('Protected', protection)}</dl></article>`
}

function fact(name: string, says: string): string {
  return `<div><dt>${name}</dt><dd>${escaped(says)}</dd></div>`
}

function drawBrowser({ device, passing }: PrivacyLabel): string {
  const entries = device.map(
    ({ name, says, until }) =>
      `<article><h3><code>${escaped(name)}</code></h3><p>${escaped(says)}</p><dl>${fact('Kept', until)}</dl></article>`,
  )
  const looked = passing.map((one) => `<li>${escaped(one)}</li>`).join('')
  return `<section><h2>In your browser</h2><div class="kept">${entries.join('')}</div></section><section><h2>Looked at, never stored</h2><ul class="plain">${looked}</ul></section>`
}

function drawRecipients({ recipients }: PrivacyLabel): string {
  const rows = recipients.map(({ name, gets, country }) => [
    country === null ? name : `${name} (${country})`,
    gets,
  ])
  return `<section><h2>Who gets it</h2>${drawTable(['who', 'what they get'], rows)}</section>`
}

function drawRights({ rights, officer, controller }: PrivacyLabel): string {
  const rows = rights.map(({ requests, within }) => [within, sayRequests(requests)])
  const contact = officer?.contact ?? controller?.contact
  const whom =
    contact === undefined
      ? 'Nobody has said here whom to write to: ask the shop.'
      : `Write to ${contact}.`
  return `<section><h2>What you can ask for</h2><p>${escaped(whom)}</p>${drawTable(['how soon', 'what'], rows)}</section>`
}

function sayRequests(requests: readonly string[]): string {
  const words = requests.join(', ').replaceAll('_', ' ')
  return `${words[0]?.toUpperCase()}${words.slice(1)}`
}

function drawOthers({ keeps }: PrivacyLabel): string {
  const rows = keeps
    .filter(({ about }) => about !== 'subject')
    .map(({ title, says, until }) => [title, says, until])
  return `<section><details><summary>What is kept about nobody, and about those who run it</summary>${drawTable(['what', 'what it is', 'until when'], rows)}</details></section>`
}

function drawPlaces({ keeps }: PrivacyLabel): string {
  const rows = keeps.flatMap(({ title, places }) =>
    Object.entries(places).flatMap(([place, columns]) => {
      const entries = Object.entries(columns)
      return entries.length === 0
        ? [[place, '', title]]
        : entries.map(([column, says]) => [place, column, says])
    }),
  )
  return `<section><details><summary>Where it lies, column by column</summary>${drawTable(['place', 'column', 'holds'], rows)}</details></section>`
}

function drawFoot({ madeAt, packs, markets, notice }: PrivacyLabel): string {
  const more = notice === null ? '' : `<p><a href="${escaped(notice)}">More from the shop</a></p>`
  const where = markets.length === 0 ? '' : ` Markets: ${markets.join(', ')}.`
  return `<footer>${more}<p>The server wrote this at ${escaped(madeAt)} from what it keeps and how it is set, with ${packs.length} rule packs.${escaped(where)} It is no legal advice. As data: <a href="/v1/privacy-label">/v1/privacy-label</a></p></footer>`
}
