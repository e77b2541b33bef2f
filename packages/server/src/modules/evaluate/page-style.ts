/** The look of the page: one style sheet in one text, light and dark, nothing from elsewhere. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --ink: #12232e; --muted: #56646d; --accent: #0b6e6e; --line: #dddad2;
  --wash: #f1efe9; --half: #8fbfbb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1b22; --ink: #eaf0f0; --muted: #a9b6bd; --accent: #5cc8c2; --line: #2a3b45;
    --wash: #1b2c36; --half: #2f7673;
  }
}
* { box-sizing: border-box }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 400 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 68rem; margin: 0 auto; padding: 40px 24px 64px }
h1, h2, h3, p, dl, dd, figure { margin: 0 }
h1 {
  font-size: 1.75rem; line-height: 1.2; font-weight: 600; letter-spacing: -.015em;
  text-wrap: balance; max-width: 24em;
}
h2 { font-size: 1.25rem; line-height: 1.3; font-weight: 600; letter-spacing: -.01em }
header { display: grid; gap: 16px; margin-block-end: 40px }
.brand { display: flex; align-items: center; gap: 10px; font-weight: 600 }
.brand svg { width: 28px; height: 28px }
.brand path, .brand circle { fill: var(--ink) }
.brand .beam { fill: none; stroke: var(--ink); stroke-width: 3; stroke-linecap: round }
.says { color: var(--muted); max-width: 65ch }
.facts { display: flex; flex-wrap: wrap; gap: 8px 32px }
.facts div { display: grid }
.facts dt { color: var(--muted); font-size: .875rem }
.facts dd { font-size: 1.25rem; font-weight: 600 }
section { border-block-start: 1px solid var(--line); padding-block: 32px; display: grid; gap: 16px }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 32px 48px }
figure { display: grid; gap: 16px; align-content: start; min-width: 0 }
figcaption { display: grid; gap: 4px }
.rows { display: grid }
.row {
  display: grid; grid-template-columns: 9rem 1fr 4.5rem; align-items: center; gap: 0 16px;
  min-height: 36px;
}
.row .name { color: var(--muted) }
.row .value { text-align: end }
.ours .name, .ours .value { color: var(--ink); font-weight: 600 }
.track { position: relative; height: 36px }
.track::before {
  content: ""; position: absolute; inset: calc(50% - .5px) 0 auto; height: 1px;
  background: var(--line);
}
.interval {
  position: absolute; top: calc(50% - 5px); height: 10px; border-radius: 5px;
  background: var(--muted); opacity: .35; min-width: 3px;
}
.ours .interval { background: var(--accent) }
.dot { position: absolute; top: 50%; width: 12px; height: 12px; translate: -50% -50% }
.dot svg { display: block; width: 100%; height: 100%; overflow: visible }
.dot path, .dot circle, .dot rect { fill: var(--paper); stroke: var(--muted); stroke-width: 2 }
.dot.ours { width: 16px; height: 16px; z-index: 1 }
.dot.ours circle { fill: var(--accent); stroke: var(--paper) }
.zero { position: absolute; inset-block: 0; width: 2px; translate: -1px 0; background: var(--ink) }
.axis { min-height: 0; color: var(--muted); font-size: .875rem }
.axis .track { height: 22px }
.axis .track::before { content: none }
.axis .track span { position: absolute; translate: -50% 0; white-space: nowrap }
.legend { display: flex; flex-wrap: wrap; gap: 4px 24px; color: var(--muted) }
.legend span { display: inline-flex; align-items: center; gap: 8px }
.legend .dot { position: static; translate: none }
.field {
  position: relative; height: 320px; margin: 0 0 28px 52px;
  border-inline-start: 1px solid var(--line); border-block-end: 1px solid var(--line);
}
.field .label { position: absolute; translate: 14px -50%; white-space: nowrap; color: var(--muted) }
.field .label.left { translate: calc(-100% - 14px) -50% }
.field .label.under { translate: -50% 8px }
.field .label.over { translate: -50% calc(-100% - 8px) }
.field .label.ours { color: var(--ink); font-weight: 600 }
.field .x, .field .y { position: absolute; color: var(--muted); font-size: .875rem }
.field .x { top: calc(100% + 4px); translate: -50% 0; white-space: nowrap }
.field .y { right: calc(100% + 8px); translate: 0 50% }
.field .grid { position: absolute; inset-inline: 0; height: 1px; background: var(--line) }
.scroll { overflow-x: auto; max-width: 100% }
table { border-collapse: collapse; font-size: .875rem; min-width: 100% }
th, td { padding: 8px 8px; text-align: end; white-space: nowrap; font-weight: 400 }
th:first-child {
  text-align: start; position: sticky; left: 0; background: var(--paper); padding-inline-start: 0;
}
thead th { color: var(--muted); vertical-align: bottom; white-space: normal; line-height: 1.3 }
tbody tr { border-block-start: 1px solid var(--line) }
tbody tr.ours th, tbody tr.ours td { font-weight: 600 }
td.best { text-decoration: underline; text-decoration-color: var(--accent);
  text-decoration-thickness: 2px; text-underline-offset: 4px }
.words { display: grid; grid-template-columns: max-content 1fr; gap: 8px 24px }
.words dt { font-weight: 600 }
.words dd { color: var(--muted); max-width: 65ch }
.hidden {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
@media (max-width: 46rem) {
  main { padding: 24px 16px 48px }
  .pair { grid-template-columns: 1fr }
  .row { grid-template-columns: 1fr auto; gap: 0 16px }
  .row .track { grid-column: 1 / -1; grid-row: 2; margin-inline: 8px }
  .words { grid-template-columns: 1fr; gap: 0 }
  .words dd { margin-block-end: 8px }
  .field { height: 280px; margin-inline-start: 44px }
}
@media print { section { break-inside: avoid } }
`
