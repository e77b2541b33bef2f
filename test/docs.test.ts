/**
 * What the documents show works: every block of code marked `ts run` is run as it stands, with the
 * workspace's packages under their public names, and has to end well.
 *
 * The compiler does not read the blocks: a type that is wrong there fails no test.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { promisify } from 'node:util'
import { type CodeBlock, parseCodeBlocks } from './markdown.ts'
import { ROOT } from './source-tree.ts'

const TIMEOUT_MS = 60_000
const run = promisify(execFile)

for (const path of globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).sort()) {
  for (const block of findRunnable(readFileSync(join(ROOT, path), 'utf8'))) {
    test(`${path}:${block.line} runs`, () => runBlock(block))
  }
}

const GENERATOR = 'tools/generate-docs.ts'

test('generated documents are current', { skip: lacks(GENERATOR) }, async () => {
  await run(process.execPath, ['--conditions=@equipoise/source', GENERATOR, '--check'], {
    cwd: ROOT,
    timeout: TIMEOUT_MS,
  })
})

test('a marked block that holds runs; one that does not fails with its line', async () => {
  const document = [
    'Unmarked code is left alone.',
    '```ts',
    "throw new Error('never run')",
    '```',
    '```ts run',
    "import assert from 'node:assert/strict'",
    "import { toHex } from '@equipoise/core/values'",
    'const bytes: Uint8Array = Uint8Array.of(255)',
    "assert.equal(toHex(bytes), 'ff')",
    '```',
    '```ts run',
    '',
    "throw new Error('expected')",
    '```',
  ].join('\n')
  const [good, bad, ...more] = findRunnable(document)
  assert.ok(good !== undefined && bad !== undefined && more.length === 0)
  await runBlock(good)
  await assert.rejects(runBlock(bad), /expected[\s\S]*:13:/)
})

function findRunnable(markdown: string): CodeBlock[] {
  return parseCodeBlocks(markdown).filter(
    ({ language, marks }) => language === 'ts' && marks.includes('run'),
  )
}

/** Runs a block at its own line numbers, so that an error names the document's line. */
async function runBlock({ code, line }: CodeBlock): Promise<void> {
  const flags = ['--conditions=@equipoise/source', '--disable-warning=ExperimentalWarning']
  const source = '\n'.repeat(line - 1) + code
  await run(process.execPath, [...flags, '--input-type=module-typescript', '--eval', source], {
    cwd: ROOT,
    timeout: TIMEOUT_MS,
  })
}

function lacks(path: string): string | false {
  return existsSync(join(ROOT, path)) ? false : `${path} is not there yet`
}
