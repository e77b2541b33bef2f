/**
 * The rules of house style that a program can judge. Each brings an example that breaks it and one
 * that keeps it, which style.test.ts tries first: a rule that catches nothing is no rule.
 *
 * What Biome already says (no default exports, no enums, kebab-case files, …) is not said twice.
 */
import { lineAt } from './source-text.ts'
import type { Finding, SourceFile } from './source-tree.ts'
import { isTest } from './source-tree.ts'

export interface StyleRule {
  readonly name: string
  readonly find: (file: SourceFile) => readonly Finding[]
  readonly breaks: readonly Example[]
  readonly keeps: readonly Example[]
}

interface Example {
  readonly path?: string
  readonly text: string
}

/** Words that the glossary replaces, as they appear inside an identifier, and what we say. */
export const GLOSSARY_WORDS: Readonly<Record<string, string>> = {
  user: 'subject (or operator, for a person who works in the console)',
  customer: 'subject (or controller, for the business)',
  visitor: 'subject',
  cohort: 'audience',
  pii: 'sensitive or specialCategory',
  lawfulness: 'legalBasis',
  blockchain: 'ledger',
  embedding: 'weights',
}

/** Identifiers that are other people's names: HTTP's, Node's, Google's. */
const FOREIGN_NAMES = new Set(['userAgent', 'userInfo', 'ad_user_data'])

const DRAWERS = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'misc',
  'manager',
  'service',
]
const EMPTY_VERBS = ['handle', 'process', 'manage', 'perform', 'execute', 'do']
const EMPTY_SUFFIXES = ['Type', 'Data', 'Info', 'Dto']

export const STYLE_RULES: readonly StyleRule[] = [
  {
    name: 'identifiers use the glossary',
    find: inPackages((file) => findBannedWords(file)),
    breaks: [
      { text: 'const userId = 1' },
      { text: 'interface Visitors {}' },
      { text: 'type PIIField = string' },
      { text: 'const byCustomer = `${customers}`' },
    ],
    keeps: [
      { text: "// a user of this function\nconst subject = 'user'" },
      { text: 'request.userAgent' },
    ],
  },
  {
    name: 'files are named for what they hold',
    find: ({ path }) => {
      const drawer = path
        .split(/[/.]/)
        .flatMap((part) => part.split('-'))
        .find((word) => DRAWERS.includes(word))
      if (drawer === undefined || !path.startsWith('packages/')) return []
      const says = `is named "${drawer}": name the file for its main export`
      return [{ path, line: 1, says }]
    },
    breaks: [
      { path: 'packages/core/src/law/utils.ts', text: '' },
      { path: 'packages/server/src/store/key-manager.ts', text: '' },
      { path: 'packages/server/src/common/text.ts', text: '' },
    ],
    keeps: [{ path: 'packages/core/src/law/parse-date.ts', text: '' }],
  },
  {
    name: 'function names say what is done',
    find: inPackages((file) =>
      findAll(file, functionNames(EMPTY_VERBS), ({ name = '' }) =>
        /^doNot/.test(name)
          ? undefined
          : `calls a function "${name}": say what it does (get, find, list, record, decide, …)`,
      ),
    ),
    breaks: [
      { text: 'function handleRequest() {}' },
      { text: 'const processBatch = async (batch) => {}' },
      { text: 'class A {\n  async performUpdate(): void {}\n}' },
    ],
    keeps: [
      { text: 'const processingRecord = { purpose }' },
      { text: 'function handles() {}' },
      { text: 'function doNotSell() {}' },
    ],
  },
  {
    name: 'types are plain nouns',
    find: inPackages((file) =>
      findAll(
        file,
        typeNames(),
        ({ name = '' }) => `names a type "${name}": drop what says nothing`,
      ),
    ),
    breaks: [
      { text: 'interface IStore {}' },
      { text: 'type ConsentData = string' },
      { text: 'class RowInfo<T> {}' },
    ],
    keeps: [{ text: "interface Item {}\ntype Instant = number\nimport type { RawData } from 'x'" }],
  },
  {
    name: 'lines are at most 100 columns, quoted text aside',
    find: (file) =>
      linesOf(withoutLiterals(file)).flatMap((line, index) =>
        [...line].length > 100 && !/https?:\/\/\S{40}/.test(line)
          ? [{ path: file.path, line: index + 1, says: 'is longer than 100 columns: break it' }]
          : [],
      ),
    breaks: [{ text: `// ${'word '.repeat(20)}` }, { text: `const a = b${' + b'.repeat(30)}` }],
    keeps: [
      { text: `// ${'é'.repeat(97)}` },
      { text: `// https://example.org/${'x'.repeat(90)}` },
      { text: `const sentence = '${'x'.repeat(99)}'\nconst form = /${'x'.repeat(99)}/` },
    ],
  },
  {
    name: 'nothing is left unfinished',
    find: (file) =>
      findIn(
        file,
        file.text,
        new RegExp(`\\b(?:${['TO', 'FIX'].join('DO|')}ME|XXX|HACK)\\b`, 'g'),
        () => 'leaves a marker: do it now, or file an issue and take the marker out',
      ),
    breaks: [{ text: `// ${'TO'}DO: later` }, { text: `// ${'FIX'}ME` }],
    keeps: [{ text: '// todo lists are a feature' }],
  },
  {
    name: 'every test runs',
    find: (file) =>
      findAll(
        file,
        /\b(?:test|it|describe|suite)\.(?<how>only|skip|todo)\s*\(|\b(?<opt>only|skip|todo): true\b/g,
        ({ how, opt }) =>
          `marks a test "${how ?? opt}": run it, or skip it with a sentence as the reason ({ skip: "…" })`,
      ),
    breaks: [
      { path: 'test/x.test.ts', text: "test.only('x', () => {})" },
      { path: 'test/x.test.ts', text: "test('x', { skip: true }, () => {})" },
    ],
    keeps: [{ path: 'test/x.test.ts', text: "test('x', { skip: 'needs PostgreSQL' }, () => {})" }],
  },
  {
    name: 'no type is switched off',
    find: (file) => [
      ...findAll(
        file,
        /(?:[:,|&]\s*|<|\bas\s+)any\b(?!\s*[:(])/g,
        () => 'says "any": say unknown and read it with a parser',
      ),
      ...(isTest(file.path)
        ? []
        : findIn(
            file,
            commentsOf(file),
            /@ts-(?:ignore|nocheck|expect-error)/g,
            () => 'silences the compiler: mend the type (only type tests expect errors)',
          )),
    ],
    breaks: [{ text: 'const x: any = 1' }, { text: 'f(x as any)' }, { text: '// @ts-ignore' }],
    keeps: [
      { text: 'const any = 1\nif (a < any) f({ any: 1 })' },
      { path: 'test/x.test.ts', text: '// @ts-expect-error: a permit cannot be forged' },
    ],
  },
  {
    name: 'a cast says why it is safe',
    find: (file) => (isTest(file.path) ? [] : findCasts(file)),
    breaks: [{ text: 'const id = text as SubjectId' }, { text: '// why\n\nf(x as unknown as Y)' }],
    keeps: [
      { text: '// The pattern above allows nothing else.\nconst id = text as SubjectId' },
      { text: 'const id = text as SubjectId // checked above' },
      { text: "import { a as b } from './x.ts'\nconst c = ['x'] as const\nexport { c as d }" },
      { path: 'test/x.test.ts', text: 'const id = text as SubjectId' },
    ],
  },
  {
    name: 'chance is an argument',
    find: inPackages((file) =>
      findAll(
        file,
        /\bMath\.random\b/g,
        () => 'draws a random number: take randomness as an argument (node:crypto at the edge)',
      ),
    ),
    breaks: [{ text: 'const x = Math.random()' }],
    keeps: [{ text: '// Math.random is not for us' }],
  },
  {
    name: 'core has no clock, no chance, no I/O',
    find: (file) =>
      !file.path.startsWith('packages/core/') || isTest(file.path)
        ? []
        : findAll(
            file,
            /(?<![.\w])(?<name>Date|crypto|performance|setTimeout|fetch|console)\b(?!\s*[?]?:)/g,
            ({ name }) =>
              `uses ${name}: core computes from its arguments alone; take the value as one`,
          ),
    breaks: [{ text: 'const now = Date.now()' }, { text: 'crypto.subtle' }],
    keeps: [
      { text: 'const x = { crypto: 1 }; x.crypto' },
      { path: 'packages/core/src/x.test.ts', text: 'new Date(0)' },
    ],
  },
  {
    name: 'the server writes no stray line',
    find: (file) =>
      !/^packages\/server\/src\/(?!cli\/|main\.ts)/.test(file.path) || isTest(file.path)
        ? []
        : findAll(
            file,
            /(?<![.\w])console\.\w+/g,
            () =>
              'prints past the log: use the telemetry that the caller hands in, which holds no personal data',
          ),
    breaks: [{ path: 'packages/server/src/store/x.ts', text: 'console.log(row)' }],
    keeps: [{ path: 'packages/server/src/cli/x.ts', text: 'console.log(line)' }],
  },
]

function inPackages(find: (file: SourceFile) => readonly Finding[]): StyleRule['find'] {
  return (file) => (file.path.startsWith('packages/') ? find(file) : [])
}

function findBannedWords(file: SourceFile): readonly Finding[] {
  return findAll(file, /[A-Za-z_$][\w$]*/g, (_, identifier) => {
    if (FOREIGN_NAMES.has(identifier)) return undefined
    const word = wordsOf(identifier).find((part) => Object.hasOwn(GLOSSARY_WORDS, part))
    if (word === undefined) return undefined
    return `says "${identifier}": the glossary's word is ${GLOSSARY_WORDS[word]}`
  })
}

/** `listPIIFields` → list, pii, field: lower case, singular. */
function wordsOf(identifier: string): string[] {
  return identifier
    .split(/[_$\d]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .map((word) => word.toLowerCase().replace(/s$/, ''))
}

/** Declarations of functions, in their three forms, whose name starts with one of the verbs. */
function functionNames(verbs: readonly string[]): RegExp {
  const name = `(?<name>(?:${verbs.join('|')})(?:[A-Z]\\w*)?)`
  return new RegExp(
    [
      `\\bfunction\\*?\\s+${name}\\b`,
      `\\b(?:const|let)\\s+${name}\\s*=\\s*(?:async\\s*)?(?:function\\b|\\(|\\w+\\s*=>)`,
      `^ +(?:(?:async|static)\\s+)*#?${name}\\s*\\((?!.*=>).*\\{\\s*\\}?$`,
    ].join('|'),
    'gm',
  )
}

/** Declarations of types with an I in front or a suffix that every type could have. */
function typeNames(): RegExp {
  const name = `(?<name>I[A-Z][a-z]\\w*|\\w+(?:${EMPTY_SUFFIXES.join('|')}))`
  return new RegExp(`\\b(?:interface|class)\\s+${name}\\b|\\btype\\s+${name}\\s*[=<]`, 'g')
}

/** A cast is explained by a comment on its line or on the one before. */
function findCasts(file: SourceFile): readonly Finding[] {
  // `import { a as b }`, `export { a as b }` and `import * as a` rename; they cast nothing.
  const bare = file.bare.replace(/\b(?:import|export)\b[^;()=]*?\{[^}]*\}|\*\s+as\b/g, (clause) =>
    clause.replace(/\bas\b/g, '  '),
  )
  const [texts, codes] = [linesOf(file.text), linesOf(file.code)]
  const isCommented = (line: number) => texts[line] !== undefined && texts[line] !== codes[line]
  return findIn(file, bare, /(?<=[\w)\]}'"`]\s+)as\s+(?!const\b)(?=[\w({['"])/g, (_, __, line) =>
    isCommented(line - 1) || isCommented(line - 2)
      ? undefined
      : 'casts without saying why it is safe: add the reason, or parse instead',
  )
}

type Judge = (
  groups: Readonly<Record<string, string | undefined>>,
  match: string,
  line: number,
) => string | undefined

function findAll(file: SourceFile, pattern: RegExp, judge: Judge): Finding[] {
  return findIn(file, file.bare, pattern, judge)
}

function findIn(file: SourceFile, text: string, pattern: RegExp, judge: Judge): Finding[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const line = lineAt(text, match.index)
    const says = judge(match.groups ?? {}, match[0], line)
    return says === undefined ? [] : [{ path: file.path, line, says }]
  })
}

/** Without the insides of quotes and regular expressions: breaking these makes them worse. */
function withoutLiterals({ text, code, bare }: SourceFile): string {
  return text
    .split('')
    .filter((character, at) => code[at] !== character || bare[at] === character)
    .join('')
}

/** Only the comments, at their places. */
function commentsOf({ text, code }: SourceFile): string {
  return text.replace(/\S/g, (character, at: number) => (code[at] === character ? ' ' : character))
}

function linesOf(text: string): string[] {
  return text.split('\n')
}
