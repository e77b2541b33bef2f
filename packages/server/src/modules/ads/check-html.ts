/**
 * Whether a creative's HTML is harmless: it is read by a grammar of its own, in which nothing that
 * runs, loads or leads anywhere can be written, and whatever does not fit it is refused. The frame
 * that shows it is sandboxed and loads nothing all the same (`frame.ts`).
 *
 *   html      = (text | comment-free tag)*
 *   tag       = '</' name '>' | '<' name (space name '="' value '"')* '/'? '>'
 */
const ELEMENTS = new Set(
  'a abbr b bdi bdo blockquote br cite code dd del dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark ol p pre q s samp section small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr'.split(
    ' ',
  ),
)
const ATTRIBUTES = new Set('class colspan dir lang role rowspan style title aria-label'.split(' '))
const TAG = /<(?:\/([a-z][a-z0-9]*)\s*|([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*="[^"<>]*")*)\s*\/?)>/gi
const ATTRIBUTE = /([a-z][a-z-]*)="([^"]*)"/gi
/** What makes a style load or run something, or escape what is read here. */
const STYLE_REFUSED = /url|expression|import|behaviou?r|binding|\\|\/\*|@|</i

/** What is wrong with it; undefined where nothing is. */
export function htmlIssue(html: string): string | undefined {
  const between = html.replace(TAG, '')
  if (/[<>]/.test(between)) return 'Something in it is not a plain element'
  if (/&#|javascript:|vbscript:|data:/i.test(html)) return 'It holds a numeric or running reference'
  for (const [, closing, opening, attributes = ''] of html.matchAll(TAG)) {
    const name = (closing ?? opening ?? '').toLowerCase()
    if (!ELEMENTS.has(name)) return `"${name}" is not one of the plain elements`
    const issue = attributeIssue(attributes)
    if (issue !== undefined) return issue
  }
  return undefined
}

function attributeIssue(attributes: string): string | undefined {
  for (const [, written = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
    const name = written.toLowerCase()
    if (!ATTRIBUTES.has(name)) return `"${name}" is not one of the plain attributes`
    if (name === 'style' && STYLE_REFUSED.test(value)) return 'A style loads or runs something'
  }
  return undefined
}
