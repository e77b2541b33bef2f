/**
 * The engine of the architecture test: which file imports which, and what a table of allowed
 * directions says about it. It knows no folder of this project by name; the tables are in
 * architecture.test.ts.
 */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { lineAt, readSourceText, type SourceText } from './source-text.ts'

export const ROOT: string = dirname(import.meta.dirname)

export interface SourceFile extends SourceText {
  /** From the root, with forward slashes: `packages/core/src/law/decide.ts`. */
  readonly path: string
}

export interface Import {
  readonly specifier: string
  readonly line: number
}

export interface Finding {
  readonly path: string
  readonly line: number
  readonly says: string
}

export interface Architecture {
  /** The file that holds the table, named in every message. */
  readonly table: string
  /**
   * `package/folder` → the folders, or single files, of the same package that it may import. A star
   * stands for any module. A single file (`server/modules/*\/routes.ts`) may have a line of its own
   * that adds to its folder's.
   */
  readonly folders: Readonly<Record<string, readonly string[]>>
  /** package → the packages of the workspace that it may import. */
  readonly packages: Readonly<Record<string, readonly string[]>>
  /** Folders whose children are folders of their own: `server/modules` holds modules. */
  readonly nested: readonly string[]
  /** Folders that others enter through their index.ts alone. */
  readonly doors: readonly string[]
  /** An imported package → the paths that may import it. */
  readonly onlyFrom: Readonly<Record<string, readonly string[]>>
  /** Packages that may import nothing from outside, Node's own modules included. */
  readonly pure: readonly string[]
}

const PATTERNS = ['{packages,examples}/*/src/**/*.ts', '{test,tools,benchmarks}/**/*.ts']

/** Every TypeScript file of the project, read once. */
export function readSourceTree(): SourceFile[] {
  return globSync(PATTERNS, { cwd: ROOT })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => toSourceFile(path, readFileSync(join(ROOT, path), 'utf8')))
}

export function toSourceFile(path: string, text: string): SourceFile {
  return { path, ...readSourceText(text) }
}

export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/')
}

const IMPORT_FORMS = [
  /\b(?:import|export)\b[^;'"`()]*?\bfrom\s*(?<quote>['"])(?<gap>\s*)\k<quote>/g,
  /\bimport\s*\(?\s*(?<quote>['"])(?<gap>\s*)\k<quote>/g,
  /\bnew URL\(\s*(?<quote>['"])(?<gap>\s*)\k<quote>\s*,\s*import\.meta\.url/g,
]

/** What a file imports, re-exports, loads lazily, or starts as a worker, in order. */
export function parseImports({ text, bare }: SourceText): Import[] {
  const found: (Import & { at: number })[] = []
  for (const form of IMPORT_FORMS) {
    for (const match of bare.matchAll(form)) {
      const { quote = '', gap = '' } = match.groups ?? {}
      const start = match.index + match[0].lastIndexOf(quote + gap + quote) + 1
      const specifier = text.slice(start, start + gap.length)
      found.push({ specifier, line: lineAt(text, start), at: start })
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ specifier, line }) => ({ specifier, line }))
}

/** The path that a relative specifier means; undefined for a package. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(posix.dirname(from), specifier)
}

/** `packages/server/src/modules/collect/routes.ts` → `server/modules/collect`. */
export function folderOf(path: string, nested: readonly string[]): string {
  const [, name = '', ...rest] = path.split('/')
  const inside = rest.slice(rest[0] === 'src' ? 1 : 0)
  const first = `${name}/${inside[0] ?? ''}`
  return nested.includes(first) && inside.length > 2 ? `${first}/${inside[1]}` : first
}

export function findViolations(
  files: readonly SourceFile[],
  architecture: Architecture,
): readonly Finding[] {
  return files.flatMap((file) =>
    parseImports(file).flatMap(({ specifier, line }) => {
      const says = judge({ file, specifier, architecture })
      return says === undefined ? [] : [{ path: file.path, line, says }]
    }),
  )
}

interface Question {
  readonly file: SourceFile
  readonly specifier: string
  readonly architecture: Architecture
}

function judge(question: Question): string | undefined {
  const { file, specifier } = question
  const target = resolveImport(file.path, specifier)
  if (target !== undefined) return judgePath(question, target)
  return judgeOnlyFrom(question) ?? judgePackage(question)
}

function judgePath(question: Question, target: string): string | undefined {
  const { file, architecture } = question
  const [home, away] = [packageOf(file.path), packageOf(target)]
  if (home !== away) {
    if (away === undefined) return isTest(file.path) ? undefined : leaves(file.path, target)
    return (
      `reaches into packages/${away} by a path: import @equipoise/${away}/… and, if that door is ` +
      `missing, add it to "exports" in packages/${away}/package.json`
    )
  }
  if (home === undefined) return undefined
  const [from, to] = [
    folderOf(file.path, architecture.nested),
    folderOf(target, architecture.nested),
  ]
  if (from === to) return undefined
  const [ownFile, targetFile] = [insideSrc(file.path), insideSrc(target)]
  const allowed = allowedFor([ownFile, from], architecture)
  if (!isAllowed([to, targetFile], allowed)) {
    return (
      `imports ${targetFile}, and ${from} may import ${allowed.join(', ') || 'nothing'}: ` +
      `move the code, or change "folders" in ${architecture.table} and say why in docs/decisions/`
    )
  }
  if (!isAllowed([to], architecture.doors)) return undefined
  const door = `packages/${home}/src/${to.slice(home.length + 1)}/index.ts`
  if (target === door || allowed.includes(targetFile)) return undefined
  return `goes past the door of ${to}: export what you need from ${door} and import it there`
}

function judgePackage({ file, specifier, architecture }: Question): string | undefined {
  const home = packageOf(file.path)
  if (home === undefined) return undefined
  const sibling = /^@equipoise\/([^/]+)/.exec(specifier)?.[1]
  if (sibling !== undefined) {
    if ((architecture.packages[home] ?? []).includes(sibling)) return undefined
    return (
      `imports ${specifier}, and package ${home} may import ` +
      `${(architecture.packages[home] ?? []).join(', ') || 'no other'}: change "packages" in ` +
      `${architecture.table} and say why in docs/decisions/`
    )
  }
  if (isTest(file.path) || !architecture.pure.includes(home)) return undefined
  return `imports ${specifier}, and ${home} depends on nothing: take what it gives as an argument`
}

function judgeOnlyFrom({ file, specifier, architecture }: Question): string | undefined {
  const places = architecture.onlyFrom[specifier]
  if (places === undefined || packageOf(file.path) === undefined || isTest(file.path)) return
  if (places.some((place) => file.path.startsWith(place))) return undefined
  return (
    `imports ${specifier}, which only ${places.join(' and ')} may: ask them, or change ` +
    `"onlyFrom" in ${architecture.table}`
  )
}

/** What the table allows a file, by its own line and by its folder's. */
function allowedFor(names: readonly string[], { folders }: Architecture): readonly string[] {
  return names.flatMap((name) => folders[name] ?? folders[starred(name)] ?? [])
}

function isAllowed(targets: readonly string[], allowed: readonly string[]): boolean {
  return targets.some((target) => allowed.includes(target) || allowed.includes(starred(target)))
}

/** `server/modules/collect/routes.ts` → `server/modules/*\/routes.ts`. */
function starred(name: string): string {
  const [home, folder, , ...rest] = name.split('/')
  return [home, folder, '*', ...rest].join('/')
}

/** `packages/server/src/http/errors.ts` → `server/http/errors.ts`. */
function insideSrc(path: string): string {
  return path.replace(/^(?:packages|examples)\/([^/]+)\/src\//, '$1/')
}

function leaves(path: string, target: string): string {
  return `${path} reaches out of its package for ${target}: pass it in, or read it at run time`
}

function packageOf(path: string): string | undefined {
  return /^(?:packages|examples)\/([^/]+)\//.exec(path)?.[1]
}

/** Files of packages/*\/src that nothing imports and that are no test and no entry. */
export function findDeadFiles(
  files: readonly SourceFile[],
  entries: readonly string[],
): readonly string[] {
  const alive = new Set(entries)
  for (const file of files) {
    for (const { specifier } of parseImports(file)) {
      const target = resolveImport(file.path, specifier)
      if (target !== undefined && target !== file.path) alive.add(target)
    }
  }
  return files
    .map((file) => file.path)
    .filter((path) => /^packages\/[^/]+\/src\//.test(path))
    .filter((path) => !path.endsWith('.test.ts') && !path.endsWith('.d.ts') && !alive.has(path))
}

/** Fails with one line a finding, each with the place to go to and what to do there. */
export function assertNone(findings: readonly Finding[]): void {
  assert.ok(findings.length === 0, formatFindings(findings))
}

export function formatFindings(findings: readonly Finding[]): string {
  return findings.map(({ path, line, says }) => `\n  ${path}:${line} ${says}`).join('')
}
