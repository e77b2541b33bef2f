/** A document as Markdown (CommonMark with tables). Whatever is told in it stays text. */
import type { Block, RecordDocument } from './document.ts'

export function formatMarkdown({ title, lead, blocks }: RecordDocument): string {
  return `${[`# ${escaped(title)}`, escaped(lead), ...blocks.map(formatBlock)].join('\n\n')}\n`
}

function formatBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${escaped(block.text)}`
    case 'text':
      return escaped(block.text)
    case 'list':
      return block.items.map((item) => `- ${escaped(item)}`).join('\n')
    case 'table':
      return formatTable([block.head, block.head.map(() => '---'), ...block.rows])
    case 'open':
      return formatTable([
        ['field', 'what is asked', 'because of'],
        ['---', '---', '---'],
        ...block.points.map(({ field, says, citation }) => [`\`${field}\``, says, citation]),
      ])
  }
}

function formatTable(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `| ${cells.map(formatCell).join(' | ')} |`).join('\n')
}

function formatCell(text: string): string {
  return /^(?:-{3}|`[\w.]+`)$/.test(text) ? text : escaped(text)
}

/** What would begin a form of Markdown or HTML, and the end of a line. */
function escaped(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>|#~]/g, (sign) => `\\${sign}`)
    .trim()
}
