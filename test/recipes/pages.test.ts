/** A recipe's page shows the code that the tests run, whole, and nothing else. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseCodeBlocks } from '../markdown.ts'
import { ROOT } from '../source-tree.ts'

const FOLDER = join(ROOT, 'docs/recipes')
const sources = globSync('**/*.{ts,js,jsx}', { cwd: FOLDER }).map((path) =>
  path.replaceAll('\\', '/'),
)

/** The blocks of all pages that name a file, put together. */
function shown(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const page of globSync('*.md', { cwd: FOLDER }).sort()) {
    for (const { language, marks, code } of parseCodeBlocks(read(page))) {
      const file = marks.find((mark) => mark.startsWith('file='))?.slice('file='.length)
      // Markup and style are read off the page by the test that opens it.
      if (!/^(?:ts|jsx?)$/.test(language) || (file === undefined && language !== 'ts')) continue
      assert.ok(file, `${page} shows code that no test runs: say file=…, and put it there`)
      const before = files.get(file)
      files.set(file, before === undefined ? code : `${before}\n\n${code}`)
    }
  }
  return files
}

test('each file is shown, whole and as it is', () => {
  const files = shown()
  assert.deepEqual([...files.keys()].sort(), sources.toSorted())
  for (const [file, code] of files) {
    assert.equal(`${code}\n`, read(file), `docs/recipes/${file} and its page differ`)
  }
})

test('each recipe is linked from the documentation’s first page', () => {
  const index = readFileSync(join(ROOT, 'docs/README.md'), 'utf8')
  for (const page of globSync('*.md', { cwd: FOLDER })) {
    assert.ok(index.includes(`recipes/${page}`), page)
  }
})

function read(path: string): string {
  return readFileSync(join(FOLDER, path), 'utf8')
}
