/**
 * tools/run.mjs, the one way in, tried as a person meets it: in a folder of its own, with a small
 * npm that writes only what npm writes, so that nothing is downloaded.
 */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { ROOT } from './source-tree.ts'

const LOCK = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'x' } } }
const INSTALLING_NPM = `
  const fs = require('node:fs')
  fs.mkdirSync('node_modules', { recursive: true })
  fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json')
  fs.appendFileSync('npm-calls', process.argv.slice(2).join(' '))
`

test('without a command it says what there is and exits 2', () => {
  const { status, stderr, stdout } = runHere([])
  assert.equal(status, 2)
  assert.match(stderr, /start .*\n.*dev .*\n.*check /s)
  assert.equal(stdout, '')
})

test('an unknown benchmark lists the known ones and exits 2', (t) => {
  const project = aProject(t, { 'benchmarks/ingest.ts': '', 'benchmarks/report.json': '{}' })
  const { status, stderr } = project.run(['bench', '../secret'])
  assert.equal(status, 2)
  assert.match(
    stderr,
    /named "\.\.\/secret":\n {2}npm run bench -- hello\n {2}npm run bench -- ingest\n$/,
  )
})

test('it installs once, says so on stderr, and leaves stdout to the command', (t) => {
  const project = aProject(t)
  const [first, second] = [
    project.run(['bench', 'hello', '--json']),
    project.run(['bench', 'hello']),
  ]
  assert.deepEqual([first.stdout, first.status], ['hello --json\n', 0])
  assert.match(first.stderr, /^Installing the locked packages.* done in \d+ s\n$/)
  assert.deepEqual([second.stdout, second.stderr], ['hello \n', ''])
})

test('it installs again when the lock file asks for another version', (t) => {
  const project = aProject(t)
  project.run(['bench', 'hello'])
  project.write('package-lock.json', JSON.stringify(LOCK).replace('1.0.0', '1.0.1'))
  assert.match(project.run(['bench', 'hello']).stderr, /^Installing/)
  assert.equal(project.run(['bench', 'hello']).stderr, '')
})

test('packages of other platforms are not missed', (t) => {
  const other = { version: '1.0.0', os: ['plan9'], optional: true }
  const found = JSON.stringify(LOCK)
  const project = aProject(t, {
    'package-lock.json': JSON.stringify({
      packages: { ...LOCK.packages, 'node_modules/b': other },
    }),
    'node_modules/.package-lock.json': found,
  })
  assert.equal(project.run(['bench', 'hello']).stderr, '')
})

test('a failed install shows what npm said and exits 1', (t) => {
  const project = aProject(t, {
    'npm-cli.js': "console.error('npm error disk full'); process.exit(9)",
  })
  const { status, stderr, stdout } = project.run(['bench', 'hello'])
  assert.deepEqual([status, stdout], [1, ''])
  assert.match(stderr, /failed\n\nnpm error disk full\nCannot install: /)
})

test('it ends as the command ends', (t) => {
  const project = aProject(t, { 'benchmarks/hello.ts': 'process.exitCode = 7' })
  assert.equal(project.run(['bench', 'hello']).status, 7)
})

test('a signal reaches the command, which may tidy up first', async (t) => {
  const project = aProject(t, {
    'benchmarks/hello.ts': `
      process.on('SIGTERM', () => { console.log('tidied'); process.exit(3) })
      setInterval(() => {}, 1000)
      console.log('ready')
    `,
  })
  const child = project.spawn(['bench', 'hello'])
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
    if (said === 'ready\n') child.kill('SIGTERM')
  })
  const status = await new Promise((resolve) => child.on('close', resolve))
  assert.deepEqual([said, status], ['ready\ntidied\n', 3])
})

function runHere(args: readonly string[]) {
  return spawnSync(process.execPath, [join(ROOT, 'tools/run.mjs'), ...args], { encoding: 'utf8' })
}

/** A folder with run.mjs, a lock file, a benchmark that prints, and an npm of our own. */
function aProject(t: TestContext, files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-run-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const defaults = {
    'package-lock.json': JSON.stringify(LOCK),
    'benchmarks/hello.ts': "console.log('hello', process.argv.slice(2).join(' '))",
    'npm-cli.js': INSTALLING_NPM,
  }
  for (const [path, text] of Object.entries({ ...defaults, ...files })) write(path, text)
  write('package.json', '{ "type": "module" }')
  cpSync(join(ROOT, 'tools/run.mjs'), join(folder, 'tools/run.mjs'), { recursive: true })
  // Its own package.json makes the small npm a script of the older kind, as npm's own file is.
  cpSync(join(folder, 'npm-cli.js'), join(folder, 'npm/npm-cli.js'))
  write('npm/package.json', '{}')
  const env = { ...process.env, npm_execpath: join(folder, 'npm/npm-cli.js') }
  const argsFor = (args: readonly string[]) => [join(folder, 'tools/run.mjs'), ...args]
  assert.ok(existsSync(env.npm_execpath))
  return {
    write,
    run: (args: readonly string[]) =>
      spawnSync(process.execPath, argsFor(args), { encoding: 'utf8', env }),
    spawn: (args: readonly string[]) => spawn(process.execPath, argsFor(args), { env }),
  }
}
