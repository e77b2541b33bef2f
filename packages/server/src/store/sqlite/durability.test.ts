/** What was acknowledged is there, however the process or the disk ends. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { decideRights } from '@equipoise/core/law'
import { formatId, toInstant } from '@equipoise/core/values'
import { external } from '../contract/stage.ts'
import type { Store } from '../store.ts'
import { openIn } from './sqlite-under-test.ts'

const WRITE_ON = fileURLToPath(new URL('./write-on.ts', import.meta.url))
const NODE = ['--conditions=@equipoise/source', '--disable-warning=ExperimentalWarning', WRITE_ON]
const now = () => toInstant(Date.now())
const skip = process.platform === 'win32' ? 'Windows limits no file sizes' : false

test('a process that is killed in the middle of its work loses nothing acknowledged', async (t) => {
  const directory = aDirectory(t)
  const acknowledged: string[] = []
  for (const round of ['a', 'b', 'c']) {
    const child = spawn(process.execPath, [...NODE, directory, round])
    acknowledged.push(...(await linesUntil(child, 40)))
    await assertKept(directory, acknowledged)
  }
  assert.ok(acknowledged.length >= 120)
})

for (const [amount, acknowledgedMin] of [
  ['little', 10],
  ['much', 9],
] as const) {
  const name = `a disk that takes no more ends writing with a reason, and loses nothing (${amount} at once)`
  test(name, { skip }, async (t) => {
    const directory = aDirectory(t)
    // Node ignores the signal for a file that grows too large, so that writing fails with an error.
    const limited = ['-c', 'ulimit -f 1000; exec "$0" "$@"', process.execPath, ...NODE]
    const child = spawn('sh', [...limited, directory, 'a', amount])
    const lines = await linesUntil(child, Number.POSITIVE_INFINITY)
    const acknowledged = lines.filter((line) => !line.startsWith('ended'))
    assert.match(lines.at(-1) ?? '', /^ended store_unavailable \d+$/)
    assert.ok(acknowledged.length >= acknowledgedMin)
    await assertKept(directory, acknowledged)
  })
}

/** The whole lines that a child printed until it ended, or was killed after that many. */
async function linesUntil(child: ChildProcess, count: number): Promise<string[]> {
  let printed = ''
  let complained = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complained += chunk
  })
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk
    if (printed.split('\n').length > count) child.kill('SIGKILL')
  })
  await new Promise((resolve) => child.on('close', resolve))
  assert.equal(complained, '')
  return printed.split('\n').slice(0, -1)
}

async function assertKept(directory: string, acknowledged: readonly string[]): Promise<void> {
  const opened = openIn(directory, now)
  const { store } = opened
  for (const line of acknowledged) {
    const [externalId = '', id = ''] = line.split(' ')
    assert.ok((await idsOf(store, externalId)).includes(id), line)
  }
  assert.deepEqual((await store.verifyLedger()).problems, [])
  assert.deepEqual(await store.check(), [])
  const people = await store.read('system', (reader) => reader.listSubjects(undefined, 1_000_000))
  assert.deepEqual(keysIn(directory), people)
  await store.close()
}

async function idsOf(store: Store, externalId: string): Promise<string[]> {
  const subject = await store.read('gate', (reader) => reader.findSubject(external(externalId)))
  if (subject === undefined) return []
  const kept = await store.read(decideRights('access', subject, now()), (reader) =>
    reader.listInteractions(),
  )
  return kept.map(({ id }) => id)
}

/** A key for each person and no more: those of people who left are destroyed. */
function keysIn(directory: string): readonly string[] {
  const database = new DatabaseSync(join(directory, 'keys.db'), { readOnly: true })
  const rows = database.prepare('SELECT subject FROM wrapped_keys ORDER BY subject').all()
  database.close()
  return rows.map((row) => formatId('sub', row['subject'] as Uint8Array))
}

function aDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'equipoise-durability-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
