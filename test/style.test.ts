/** House style, as far as a program can judge it: the rules are in style-rules.ts. */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import test from 'node:test'
import { parseAnchors, parseLinks } from './markdown.ts'
import { readSourceText } from './source-text.ts'
import {
  assertNone,
  type Finding,
  findDeadFiles,
  parseImports,
  ROOT,
  readSourceTree,
  resolveImport,
  toSourceFile,
} from './source-tree.ts'
import { GLOSSARY_WORDS, STYLE_RULES } from './style-rules.ts'

const PLANTED_PATH = 'packages/core/src/law/planted.ts'

/** Files that speak of what is banned, and so have to say it. */
const EXEMPT = ['test/style-rules.ts', 'test/style.test.ts', 'test/architecture.test.ts']

const files = readSourceTree()

for (const rule of STYLE_RULES) {
  test(rule.name, () => {
    assertNone(
      files.filter(({ path }) => !EXEMPT.includes(path)).flatMap((file) => rule.find(file)),
    )
  })

  test(`${rule.name}: the rule catches what breaks it and nothing else`, () => {
    for (const { path = PLANTED_PATH, text } of rule.breaks) {
      assert.notEqual(rule.find(toSourceFile(path, text)).length, 0, `not caught: ${path} ${text}`)
    }
    for (const { path = PLANTED_PATH, text } of rule.keeps)
      assertNone(rule.find(toSourceFile(path, text)))
  })
}

test('every word that the style test replaces is explained in the glossary', () => {
  const glossary = readFileSync(join(ROOT, 'GLOSSARY.md'), 'utf8').toLowerCase()
  const missing = Object.keys(GLOSSARY_WORDS).filter((word) => !glossary.includes(word))
  assert.deepEqual(missing, [], 'Add them to the last column of GLOSSARY.md')
})

test('every source file is used', () => {
  const says = 'is imported by nothing: delete it, or import it where it is needed'
  assertNone(findDeadFiles(files, listEntries()).map((path) => ({ path, line: 1, says })))
})

test('a file that nothing imports is found, a worker or an entry is not', () => {
  const planted = [
    toSourceFile('packages/core/src/law/index.ts', "export { a } from './a.ts'"),
    toSourceFile('packages/core/src/law/a.ts', "new URL('./worker.ts', import.meta.url)"),
    toSourceFile('packages/core/src/law/worker.ts', ''),
    toSourceFile('packages/core/src/law/dead.ts', "import './dead.ts'"),
  ]
  const dead = findDeadFiles(planted, ['packages/core/src/law/index.ts'])
  assert.deepEqual(dead, ['packages/core/src/law/dead.ts'])
})

test('every link in a document leads somewhere', () => {
  assertNone(listDocuments().flatMap((path) => findBrokenLinks(path, readDocument(path))))
})

test('a broken link is found: a missing file, a missing heading, a path outside', () => {
  const found = (text: string) => findBrokenLinks('GLOSSARY.md', text).length
  assert.equal(found('[a](docs/nowhere.md)'), 1)
  assert.equal(found('[a](#nowhere)\n\n# Somewhere'), 1)
  assert.equal(found('[a](CONTRIBUTING.md#nowhere)'), 1)
  assert.equal(found('[a](../outside.md)'), 1)
  assert.equal(found('# So `it` is\n\n[a](#so-it-is) [b](CONTRIBUTING.md) `[c](none.md)`'), 0)
})

test('the changelog speaks of this version or of what comes next', () => {
  const { version } = JSON.parse(readDocument('package.json'))
  const changelog = existsSync(join(ROOT, 'CHANGELOG.md')) ? readDocument('CHANGELOG.md') : ''
  const headings = [...changelog.matchAll(/^## \[?([\w.]+)\]?/gm)].map((match) => match[1])
  assert.ok(
    headings.includes('Unreleased') || headings.includes(version),
    `CHANGELOG.md: add "## Unreleased" or "## ${version}" and say what changes for the reader`,
  )
})

test('the scanner tells code from comments, quotes, templates and regular expressions', () => {
  const bare = (text: string) => readSourceText(text).bare.replace(/\s+/g, ' ').trim()
  assert.equal(bare("a // user\nb /* user */ c 'user' d"), "a b c ' ' d")
  assert.equal(bare('`user ${name + `user`} user` + e'), '` ${name + ` `} ` + e')
  assert.equal(bare("const r = /[/'\"]user/g; f(a / b, 'user')"), "const r = / /g; f(a / b, ' ')")
  assert.equal(bare("return /user'/.test(x) // user"), 'return / /.test(x)')
  assert.equal(bare("'it\\'s user' + g"), "' ' + g")
})

function findBrokenLinks(path: string, text: string): Finding[] {
  return parseLinks(text).flatMap(({ target, line }) => {
    if (/^[a-z]+:/.test(target)) return []
    const [file = '', anchor] = target.split('#')
    const linked = file === '' ? path : posix.join(posix.dirname(path), decodeURIComponent(file))
    const says = findFault(linked, anchor, file === '' ? text : undefined)
    return says === undefined ? [] : [{ path, line, says: `links to ${target}, ${says}` }]
  })
}

function findFault(path: string, anchor?: string, text?: string): string | undefined {
  if (path.startsWith('..')) return 'which is outside the project'
  if (!existsSync(join(ROOT, path))) return 'which does not exist'
  if (anchor === undefined || anchor === '') return undefined
  if (statSync(join(ROOT, path)).isDirectory() || !path.endsWith('.md')) return undefined
  return parseAnchors(text ?? readDocument(path)).has(anchor)
    ? undefined
    : 'which has no such heading'
}

/** What runs without being imported: each package's doors, its commands, the server's main file. */
function listEntries(): string[] {
  return globSync('packages/*/package.json', { cwd: ROOT }).flatMap((manifestPath) => {
    const folder = posix.dirname(manifestPath.replaceAll('\\', '/'))
    const manifest = JSON.parse(readDocument(manifestPath))
    const doors = Object.values(manifest.exports ?? {}).map(toSourceOfDoor)
    const commands: string[] = Object.values(manifest.bin ?? {}).map(String)
    const started = commands
      .map((command) => posix.join(folder, command))
      .filter((command) => existsSync(join(ROOT, command)))
      .flatMap((command) =>
        parseImports(readSourceText(readDocument(command))).map(
          ({ specifier }) => resolveImport(command, specifier) ?? specifier,
        ),
      )
    return [
      ...doors.map((door) => posix.join(folder, door)),
      ...started,
      `${folder}/src/main.ts`,
      `${folder}/src/page/main.ts`,
    ]
  })
}

function toSourceOfDoor(door: unknown): string {
  if (typeof door !== 'object' || door === null || !('@equipoise/source' in door)) return ''
  return String(door['@equipoise/source'])
}

function listDocuments(): string[] {
  return globSync('**/*.md', { cwd: ROOT, exclude: (name) => /node_modules|^data$|^\./.test(name) })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
}

function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}
