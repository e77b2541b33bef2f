/**
 * `check` and `test`, run by tools/run.mjs under the pinned Node.
 *
 * check: format and lint, types, structure (architecture, style, documents) and the packages' unit
 * tests, as many steps at once as there are cores, one line a step, the output of a step only when
 * it fails. test: the steps without tests first, then every test in one run of Node's own runner,
 * whose summary is the last thing printed.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import process from 'node:process'

const ROOT = dirname(import.meta.dirname)
const WORKERS = Math.max(1, Math.min(availableParallelism(), 8))
const UNIT_TESTS = '{packages,examples}/*/src/**/*.test.ts'
const ROOT_TESTS = 'test/**/*.test.ts'
const STRUCTURE_TESTS = ['architecture', 'style', 'docs'].map((name) => `test/${name}.test.ts`)

/** A test that takes longer than this hangs. */
const TEST_TIMEOUT_MS = 10 * 60 * 1000

interface Step {
  readonly name: string
  readonly args: readonly string[]
}

interface Outcome {
  readonly passed: boolean
  readonly output: string
}

const STATIC_STEPS: readonly Step[] = [
  {
    name: 'format and lint',
    args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  },
  { name: 'types of core', args: tsc('packages/core/tsconfig.json') },
  { name: 'types of all', args: tsc('tsconfig.json') },
  { name: 'types of the client', args: tsc('packages/client/tsconfig.json') },
  { name: 'types of the SDK', args: tsc('packages/browser/tsconfig.json') },
  { name: 'types of the page', args: tsc('packages/server/tsconfig.page.json') },
  { name: 'types of the shop', args: tsc('examples/shop/tsconfig.browser.json') },
]

const [command, ...files] = process.argv.slice(2)
process.chdir(ROOT)
if (command === 'check') await check()
else if (command === 'test' && files.length > 0) await runTests(findTests(files))
else if (command === 'test') await testAll()
else throw new Error(`Cannot run "${command}": expected "check" or "test"`)

async function check(): Promise<void> {
  const unitTests = globSync(UNIT_TESTS).sort()
  await runSteps([
    ...STATIC_STEPS,
    { name: 'structure', args: nodeTest(STRUCTURE_TESTS) },
    // A workspace without any unit test yet has nothing to run, and node --test would say "passed".
    ...(unitTests.length > 0 ? [{ name: 'unit tests', args: nodeTest(unitTests) }] : []),
  ])
}

async function testAll(): Promise<void> {
  await runSteps(STATIC_STEPS)
  if (process.exitCode) return
  await runTests(findTests([UNIT_TESTS, ROOT_TESTS]))
}

/** Node's runner takes an unmatched pattern for "nothing to do, all well"; here it is a mistake. */
function findTests(patterns: readonly string[]): string[] {
  const found = patterns.flatMap((pattern) => {
    const matched = globSync(pattern)
    if (matched.length === 0) stop(`No test file matches "${pattern}"`)
    return matched
  })
  return [...new Set(found)].sort()
}

async function runTests(tests: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [...nodeTest(tests)], { stdio: 'inherit' })
  process.exitCode = await ended(child)
}

async function runSteps(steps: readonly Step[]): Promise<void> {
  const startedAt = Date.now()
  const failed: string[] = []
  const waiting = [...steps]
  async function work(): Promise<void> {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const stepStartedAt = Date.now()
      const { passed, output } = await runStep(step)
      const count = passed ? countTests(output) : ''
      say(`${passed ? '✔' : '✖'} ${(step.name + count).padEnd(32)} ${seconds(stepStartedAt)} s`)
      if (passed) continue
      failed.push(step.name)
      say(`\n${toFailingPart(output).trimEnd()}\n`)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work))
  if (failed.length === 0) return say(`All passed in ${seconds(startedAt)} s`)
  process.exitCode = 1
  say(`Failed after ${seconds(startedAt)} s: ${failed.join(', ')}`)
}

async function runStep(step: Step): Promise<Outcome> {
  const child = spawn(process.execPath, [...step.args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const status = await ended(child)
  return { passed: status === 0, output: Buffer.concat(chunks).toString('utf8') }
}

/** The exit status of a child; a signal that reaches this process is passed on to it first. */
function ended(child: ReturnType<typeof spawn>): Promise<number> {
  const passOn = (signal: NodeJS.Signals) => child.kill(signal)
  process.once('SIGTERM', passOn)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => {
      process.off('SIGTERM', passOn)
      resolve(status ?? 1)
    })
  })
}

function nodeTest(tests: readonly string[]): string[] {
  return [
    '--conditions=@equipoise/source',
    '--disable-warning=ExperimentalWarning',
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${WORKERS}`,
    `--test-timeout=${TEST_TIMEOUT_MS}`,
    ...tests,
  ]
}

function tsc(project: string): string[] {
  return ['node_modules/typescript/bin/tsc', '--pretty', 'false', '-p', project]
}

/** The spec reporter repeats every failure under one heading at the end: only that part is news. */
function toFailingPart(output: string): string {
  const at = output.indexOf('✖ failing tests:')
  return at < 0 ? output : output.slice(at)
}

function countTests(output: string): string {
  const count = /^ℹ tests (\d+)$/m.exec(output)?.[1]
  return count === undefined ? '' : ` (${count})`
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1).padStart(5)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function stop(reason: string): never {
  process.stderr.write(`${reason}\n`)
  process.exit(2)
}
