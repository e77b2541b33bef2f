/** Pieces of the reference pages that are written from the code. */
const NOTE =
  'Written by `tools/generate-docs.ts` from the code. Change the code, then run it again.'

export function page(title: string, ...parts: readonly string[]): string {
  return `# ${title}\n\n${NOTE}\n\n${parts.join('\n\n')}\n`
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`).join('\n')
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|')
}
