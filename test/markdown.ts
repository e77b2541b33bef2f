/** Reads from Markdown what the tests need: links, the anchors of headings, and code blocks. */

export interface Link {
  readonly target: string
  readonly line: number
}

export interface CodeBlock {
  readonly language: string
  /** The words after the language: `ts run` has the one mark "run". */
  readonly marks: readonly string[]
  readonly code: string
  /** The line, from 1, of the block's first line of code. */
  readonly line: number
}

const FENCE = /^ {0,3}(?<ticks>`{3,}|~{3,})\s*(?<words>[^`]*)$/

/** Fenced blocks, in order; one left open runs to the end of the file. */
export function parseCodeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = []
  let open: { end: string; words: string[]; line: number; code: string[] } | undefined
  for (const [index, text] of [...markdown.split('\n'), '\u0000'].entries()) {
    const fence = FENCE.exec(text)?.groups
    if (open === undefined) {
      const { ticks, words = '' } = fence ?? {}
      if (ticks === undefined) continue
      open = { end: ticks, words: words.trim().split(/\s+/), line: index + 2, code: [] }
    } else if (text === '\u0000' || isEnd(fence, open.end)) {
      const [language = '', ...marks] = open.words
      blocks.push({ language, marks, code: open.code.join('\n'), line: open.line })
      open = undefined
    } else {
      open.code.push(text)
    }
  }
  return blocks
}

function isEnd(fence: Record<string, string> | undefined, end: string): boolean {
  return (fence?.['ticks'] ?? '').startsWith(end) && fence?.['words'] === ''
}

/** Links and images, in line or by reference, outside code. */
export function parseLinks(markdown: string): Link[] {
  return withoutCode(markdown)
    .split('\n')
    .flatMap((text, index) => {
      const inLine = [...text.matchAll(/\]\(\s*<?(?<target>[^\s)>]+)>?[^)]*\)/g)]
      const byReference = [...text.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?(?<target>[^\s>]+)/g)]
      return [...inLine, ...byReference].map((match) => ({
        target: match.groups?.['target'] ?? '',
        line: index + 1,
      }))
    })
}

/** What `#…` may say in a link to this file: the headings as GitHub names them, and ids by hand. */
export function parseAnchors(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const match of withoutCode(markdown, 'blocks').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = toSlug(match[1] ?? '')
    let free = slug
    for (let i = 1; anchors.has(free); i += 1) free = `${slug}-${i}`
    anchors.add(free)
  }
  for (const match of markdown.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(match[1] ?? '')
  return anchors
}

function toSlug(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}

function withoutCode(markdown: string, what: 'all' | 'blocks' = 'all'): string {
  const lines = markdown.split('\n')
  for (const { line, code } of parseCodeBlocks(markdown)) {
    const count = code === '' ? 0 : code.split('\n').length
    for (let i = 0; i < count; i += 1) lines[line - 1 + i] = ''
  }
  const text = lines.join('\n')
  return what === 'all' ? text.replace(/`[^`\n]*`/g, '') : text
}
