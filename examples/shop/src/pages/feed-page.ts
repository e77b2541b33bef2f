/** The feed: shops' things and stories in one stream, with its modes above it. */
import { MARKET, nameOf, WARDROBE } from '../departments.ts'
import { storyOf } from '../stories.ts'
import { type Html, html } from './html.ts'
import type { Item, Page } from './page.ts'

const MODES = [
  { mode: 'personal', mark: '●', name: 'For me' },
  { mode: 'expressed', mark: '◔', name: 'Only what I follow' },
  { mode: 'chronological', mark: '○', name: 'Newest first' },
] as const

/** @param newest the first of it, the same for everybody: what stands there without a script. */
export function feedPage(newest: readonly Item[]): Page {
  return {
    title: 'Feed',
    main: html`<header class="head"><h1>Feed</h1>
      <p>Things and stories. You say what comes first, and it ends.</p></header>
      <section class="feed" data-feed data-own aria-label="Feed">
      <div class="modes" role="group" aria-label="What comes first" hidden>${MODES.map(
        ({
          mode,
          mark,
          name,
        }) => html`<button type="button" data-mode="${mode}" aria-pressed="false">
          <span aria-hidden="true">${mark}</span> ${name}</button>`,
      )}</div>
      <div class="settled" hidden><p data-says role="status"></p>
        <label class="keep" hidden><input type="checkbox" data-keep> Keep it so, for good</label>
        <details class="law" hidden><summary>Where that stands</summary><ul data-law></ul></details></div>
      <details class="follows" hidden><summary>What I follow <span data-following></span></summary>
        <p data-follow-says></p><div class="chips">${[...WARDROBE, ...MARKET].map(
          ({ category, name }) => html`<button type="button" data-follow-category="${category}"
            aria-pressed="false">${name}</button>`,
        )}</div></details>
      <ol class="stream" data-stream>${newest.map((item) => html`<li>${entry(item)}</li>`)}</ol>
      <p class="more"><button type="button" class="button" data-more hidden>Show more</button>
        <span data-end hidden>That is all. Go outside.</span></p></section>`,
  }
}

/** As the script draws it, too: `browser/entries.ts`. */
function entry({ id, title, attributes, categories }: Item): Html {
  const path = `/p/${encodeURIComponent(id)}`
  const art = html`<img src="/art/${encodeURIComponent(id)}.svg" alt="" width="240" height="240" loading="lazy">`
  if (attributes?.['kind'] === 'story') {
    const { topic, text } = storyOf(id)
    return html`<article class="card story"><a class="panel" href="${path}">${art}
      <span class="told"><span class="tag">${topic}</span><b dir="auto">${title ?? id}</b>
      <span class="lede" dir="auto">${text}</span></span></a></article>`
  }
  return html`<article class="card"><a href="${path}">${art}
    <span class="name" dir="auto">${title ?? id}</span></a>
    <span class="kind" dir="auto">${nameOf(categories[0])}</span></article>`
}

export function storyPage({ id, title, attributes }: Item): Page {
  return {
    title: title ?? id,
    deeds: [{ item: id, verb: 'view' }],
    main: html`<article class="reading">
      <img src="/art/${encodeURIComponent(id)}.svg" alt="" width="480" height="480">
      <div><p class="tag">${storyOf(id).topic}</p><h1 dir="auto">${title ?? id}</h1>
      <p class="body" dir="auto">${attributes?.['text']}</p>
      <p><a class="quiet" href="/feed">Back to the feed</a></p></div></article>`,
  }
}
