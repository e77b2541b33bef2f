/**
 * How long files and functions are: the distribution, and the ten longest of each.
 *
 * Nothing fails on it. The clean code bases that set our expectation have files of 50 to 80 lines
 * in the middle and 250 at the ninth tenth, functions of 6 to 12 and 40, and under 3 % above 70.
 * Functions are found by their braces, so that a one-line arrow counts as no function.
 */
import { lineAt } from '../test/source-text.ts'
import { isTest, readSourceTree, type SourceFile } from '../test/source-tree.ts'

interface Sized {
  readonly name: string
  readonly lines: number
}

const LONG_FUNCTION_LINES = 70
const FUNCTION_STARTS = [
  /\bfunction\*?\s+(?<name>\w+)/g,
  /\b(?:const|let)\s+(?<name>\w+)\s*=\s*(?:async\s*)?(?=\()/g,
  /^ {2}(?:(?:async|static|get|set|override)\s+)*(?<name>\*?#?\w+)\s*(?:<[^\n]*>)?\((?!.*=>)/gm,
]
const STATEMENTS = new Set(['if', 'for', 'while', 'switch', 'catch', 'return', 'function', 'await'])

const files = readSourceTree()
for (const [title, chosen] of [
  ['Sources', files.filter(({ path }) => !isTest(path))],
  ['Tests', files.filter(({ path }) => isTest(path))],
] as const) {
  console.log(`\n${title}`)
  report('files', chosen.map(toSizedFile))
  report('functions', chosen.flatMap(listFunctions))
}

function report(what: string, sized: readonly Sized[]): void {
  const byLength = [...sized].sort((a, b) => b.lines - a.lines)
  const at = (share: number) =>
    byLength[Math.floor((1 - share) * (byLength.length - 1))]?.lines ?? 0
  const total = byLength.reduce((sum, { lines }) => sum + lines, 0)
  const long = byLength.filter(({ lines }) => lines > LONG_FUNCTION_LINES).length
  const share = byLength.length === 0 ? 0 : (100 * long) / byLength.length
  console.log(
    `\n  ${byLength.length} ${what}, ${total} lines: median ${at(0.5)}, p90 ${at(0.9)}, ` +
      `longest ${at(1)}${what === 'functions' ? `, ${share.toFixed(1)} % above ${LONG_FUNCTION_LINES}` : ''}`,
  )
  for (const { name, lines } of byLength.slice(0, 10)) {
    console.log(`  ${String(lines).padStart(6)}  ${name}`)
  }
}

function toSizedFile({ path, text }: SourceFile): Sized {
  return { name: path, lines: lineAt(text, text.length) - 1 }
}

function listFunctions(file: SourceFile): Sized[] {
  return FUNCTION_STARTS.flatMap((form) =>
    [...file.bare.matchAll(form)].flatMap((match) => {
      const { name = '' } = match.groups ?? {}
      const end = STATEMENTS.has(name) ? undefined : findBodyEnd(file.bare, match.index)
      if (end === undefined) return []
      const [first, last] = [
        lineAt(file.bare, match.index + match[0].search(/\S/)),
        lineAt(file.bare, end),
      ]
      return [{ name: `${file.path}:${first} ${name}`, lines: last - first + 1 }]
    }),
  )
}

/** The closing brace of the body that follows a head; undefined where there is no body. */
function findBodyEnd(bare: string, start: number): number | undefined {
  const opened = bare.indexOf('(', start)
  const afterParameters = opened < 0 ? undefined : findClosing(bare, opened)
  if (afterParameters === undefined) return undefined
  const body = /^(?:\s*:[^={};]*(?:\{[^{}]*\}[^={};]*)?)?(?:\s*=>)?\s*(?=\{)/.exec(
    bare.slice(afterParameters + 1),
  )
  if (body === null) return undefined
  return findClosing(bare, afterParameters + 1 + body[0].length)
}

/** The bracket that closes the one at this place. */
function findClosing(bare: string, start: number): number | undefined {
  let depth = 0
  for (let i = start; i < bare.length; i += 1) {
    if ('({['.includes(bare[i] ?? ' ')) depth += 1
    if (')}]'.includes(bare[i] ?? ' ')) depth -= 1
    if (depth === 0) return i
  }
  return undefined
}
