/** The list of the week: groceries from what was looked at lately, in the order of the shelves. */
import { html } from './html.ts'
import type { Page } from './page.ts'

export function weekPage(): Page {
  return {
    title: 'The week’s list',
    main: html`<header class="head"><h1>The week’s list</h1>
      <p>Ten things for the kitchen, shelf after shelf. Not right? Ask for another one. For somebody
      else? Then keep it out of what is known of you.</p></header>
      <section class="week" data-week data-own aria-label="The week’s list">
      <div class="tools" hidden><button type="button" class="button" data-again>Another list</button>
        <label class="keep"><input type="checkbox" data-apart> Not for my profile</label></div>
      <p class="rung" data-says role="status"></p>
      <ol class="lines numbered" data-list></ol>
      <noscript><p class="empty">The list is made as you look, and needs a script.
        <a class="quiet" href="/market">The market</a> needs none.</p></noscript></section>`,
  }
}
