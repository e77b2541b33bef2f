#!/usr/bin/env node
// Runs the command line under the pinned Node, whichever Node this was started with.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const suffix = process.platform === 'win32' ? 'node.exe' : 'node'
const platform = process.platform === 'win32' ? 'win' : process.platform
const pinned = join(root, `node_modules/node-${platform}-${process.arch}/bin/${suffix}`)
const node = existsSync(pinned) ? pinned : process.execPath
const main = join(root, 'packages/server/src/main.ts')

// Types are stripped while loading, which this Node still announces as experimental.
const flags = ['-C', '@equipoise/source', '--disable-warning=ExperimentalWarning']
const child = spawn(node, [...flags, main, ...process.argv.slice(2)], { stdio: 'inherit' })
// A terminal sends Ctrl+C to both; a signal to this process alone is passed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) child.kill('SIGINT')
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128)
})
