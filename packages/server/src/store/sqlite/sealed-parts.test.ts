/** What is packed, opened elsewhere and read again is what was put; a thread does no otherwise. */
import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { formatId } from '@equipoise/core/values'
import { seal } from '../../keys/seal.ts'
import { openSealer, type Wrapping } from '../../keys/subject-keys.ts'
import { OpeningThread } from './opening-threads.ts'
import { PartsOpener, packParts, readOpened, type SealedPart } from './sealed-parts.ts'

const EPOCH = 3
const WRAPPING: Wrapping = {
  tenant: 'shop',
  epochKeys: new Map([[EPOCH, createSecretKey(randomBytes(32))]]),
}

test('parts come back as they were put, whoever’s names they share', () => {
  const opener = new PartsOpener(WRAPPING)
  const names: string[] = []
  const first = readOpened(opener.open(packParts([sealed(['a', 'b']), sealed([])])), names)
  const second = readOpened(opener.open(packParts([sealed(['b', '"é\n😀']), sealed(['a'])])), names)
  assert.deepEqual(
    [...first, ...second].map((part) => part?.contribution),
    [['a', 'b'], [], ['b', '"é\n😀'], ['a']].map((items) => ({
      items,
      until: undefined,
      madeOf: 'of "that"',
    })),
  )
  for (const part of [...first, ...second]) {
    const { numbers } = part?.numbered ?? assert.fail('they have numbers')
    assert.deepEqual(
      Array.from(numbers, (number) => names[number]),
      part?.contribution.items,
    )
    assert.deepEqual([part?.standing, part?.facts], ['1 \u00ff\n"', { region: null, said: 'a\nb' }])
  }
  assert.deepEqual(names, ['a', 'b', '"é\n😀'])
})

test('what was altered or is somebody else’s is nothing, and others are opened', () => {
  const [own, other] = [sealed(['a']), sealed(['b'])]
  const altered = { ...own, sealed: own.sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) }
  const swapped = { ...own, wrapped: other.wrapped }
  const opener = new PartsOpener(WRAPPING)
  const read = readOpened(opener.open(packParts([altered, own, swapped])), [])
  assert.deepEqual(
    read.map((part) => part?.contribution.items),
    [undefined, ['a'], undefined],
  )
})

test('a thread opens as the opener does, and gives back what it was given when it ends', async () => {
  let ready = (): void => {}
  const isReady = new Promise<void>((resolve) => {
    ready = resolve
  })
  const thread = new OpeningThread(WRAPPING, () => ready())
  assert.equal(thread.hasRoom, false)
  await isReady
  assert.equal(thread.hasRoom, true)
  const parts = [sealed(['a', 'b']), sealed(['b'])]
  const answers = await Promise.all([thread.open(parts), thread.open(parts.toReversed())])
  assert.deepEqual(
    answers.map((answer) => answer?.map((part) => part?.contribution.items)),
    [
      [['a', 'b'], ['b']],
      [['b'], ['a', 'b']],
    ],
  )
  const late = thread.open(parts)
  await thread.end()
  assert.ok([undefined, 2].includes((await late)?.length))
  assert.equal(thread.hasRoom, false)
})

/** Somebody's part as a table has it, with what the gate read of them beside it. */
function sealed(items: readonly string[]): SealedPart {
  const key = randomBytes(16)
  const subject = formatId('sub', key)
  const epochKey = WRAPPING.epochKeys.get(EPOCH) ?? assert.fail('the epoch is there')
  const bound = Buffer.from(`${WRAPPING.tenant}|${subject}|wrapped_keys|${EPOCH}`)
  const wrapped = seal(epochKey, randomBytes(32), bound)
  const sealer = openSealer(WRAPPING, subject, { epoch: EPOCH, wrapped })
  const place = { table: 'contributions', column: 'sealed' }
  const list = { items, until: null, madeOf: 'of "that"', standing: '1 \u00ff\n"' }
  const facts = { region: null, said: 'a\nb' }
  const plain = `${JSON.stringify(list)}\n${JSON.stringify(facts)}`
  return { key, epoch: EPOCH, wrapped, sealed: sealer.seal(place, Buffer.from(plain)) }
}
