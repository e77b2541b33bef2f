/** The frame around every page. */
import { PEOPLE } from '../people.ts'
import { type Html, html, withoutTurns } from './html.ts'
import type { Frame, Page } from './page.ts'

export function layout({ title, main, deeds = [] }: Page, frame: Frame): string {
  const { key, person, version, search } = frame
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${withoutTurns(title)} · Tare</title>
<link rel="icon" href="/page/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/shop.css?v=${version}">
<script type="module" src="/assets/shop.js?v=${version}"></script>
</head>
<body data-key="${key}" data-person="${person?.name}">
<a class="skip" href="#main">Skip to the shop</a>
<header class="top">
  <a class="brand" href="/"><img src="/page/mark.svg" alt="" width="32" height="32">Tare</a>
  <nav aria-label="Departments">
    <a href="/c/Footwear">Footwear</a><a href="/c/Clothing">Clothing</a>
    <a href="/c/Accessories">Accessories</a><a href="/market">Market</a><a href="/week">Week</a><a href="/feed">Feed</a>
  </nav>
  <form class="search" role="search" action="/search">
    <input type="search" name="q" value="${search}" placeholder="Search" aria-label="Search the shop"
      maxlength="100">
  </form>
  ${shopAs(frame)}
  <a class="basket" href="/basket">Basket <span>${frame.basketCount}</span></a>
</header>
<main id="main" tabindex="-1" data-deeds="${JSON.stringify(deeds)}">${main}</main>
<footer class="foot">
  <p><strong>Tare</strong> is a demo. Nothing is sold, and nobody is paid. Prices and groceries are a
  real retailer’s (The Complete Journey, CC0); shoes, clothes and people are invented.</p>
  <p><a href="/privacy" data-privacy>Your privacy: what is known, and why you see this</a>
  <a href="/privacy" data-equipoise-choices>Your choices</a>
  <button type="button" data-equipoise-withdraw>Take every yes back</button>
  <button type="button" data-equipoise-pause>Begin a private session</button></p>
</footer>
<button type="button" class="behind" aria-expanded="false" aria-controls="behind" hidden>
  Behind the scenes</button>
</body>
</html>
`.text
}

function shopAs({ person, erased, path }: Frame): Html {
  const choice = (id: string, name: string, story: string, isChosen: boolean): Html =>
    html`<button name="person" value="${id}" ${isChosen && html`aria-current="true"`}>
      <strong>${name}</strong> <span>${story}</span></button>`
  return html`<details class="as"><summary><span>Shop as</span> <b>${person?.name ?? 'nobody'}</b></summary>
    <form method="post" action="/as"><input type="hidden" name="back" value="${path}">
    <p>Each is on a device of their own: what another one chose here is forgotten.</p>
    ${choice('', 'Nobody', 'As anybody who comes by.', person === undefined)}
    ${PEOPLE.map(({ externalId, name, place, story }) => {
      const isErased = erased.has(externalId)
      const says = isErased ? ERASED : story
      return html`${choice(externalId, `${name}, ${place}`, says, externalId === person?.externalId)}
        ${isErased && beginAnew(externalId, name)}`
    })}</form></details>`
}

const ERASED = 'Erased. Nobody here knows them any more.'

function beginAnew(id: string, name: string): Html {
  return html`<button name="anew" value="${id}"><strong>Begin anew with ${name}</strong>
    <span>What was said and bought at first is sent again.</span></button>`
}
