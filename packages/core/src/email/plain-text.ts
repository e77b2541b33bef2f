/**
 * The plain-text part of a mail, made of its MJML where the template brings none (RFC 2046 §5.1.4:
 * the same content, readable everywhere). Variables stay where they are.
 */
const BLOCKS =
  /^(?:mj-section|mj-column|mj-text|mj-button|mj-image|mj-divider|mj-spacer|mj-hero|mj-table|p|div|br|h[1-6]|li|tr|ul|ol)$/i
const SILENT = /<(mj-head|mj-style|style|mj-preview)\b[\s\S]*?<\/\1\s*>/gi
const TOKEN = /<\s*(\/?)\s*([A-Za-z][A-Za-z0-9-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>|[^<]+/g

export function toPlainText(mjml: string): string {
  const lines: string[] = []
  let line = ''
  let link: string | undefined
  const end = (): void => {
    const text = line.replaceAll(/[ \t\r\n]+/g, ' ').trim()
    if (text !== '') lines.push(text)
    line = ''
  }
  for (const { 0: whole, 1: closing, 2: tag, 3: inside = '' } of mjml
    .replaceAll(SILENT, '')
    .matchAll(TOKEN)) {
    if (tag === undefined) {
      line += decodeEntities(whole)
      continue
    }
    const isLink = /^(?:a|mj-button|mj-navbar-link)$/i.test(tag)
    if (isLink && closing === '/' && link !== undefined) {
      line += `: ${link}`
      link = undefined
    }
    if (BLOCKS.test(tag)) end()
    if (isLink && closing === '') link = attributeIn(inside, 'href')
    if (/^(?:mj-image|img)$/i.test(tag)) line += attributeIn(inside, 'alt') ?? ''
    if (/^mj-divider$/i.test(tag)) lines.push('---')
  }
  end()
  return `${lines.join('\n\n')}\n`
}

function attributeIn(inside: string, name: string): string | undefined {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(inside)
  const value = found?.[1] ?? found?.[2]
  return value === undefined ? undefined : decodeEntities(value)
}

const NAMED: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:nbsp|lt|gt|quot|#39|amp);/g, (entity) => NAMED[entity] ?? entity)
}
