/**
 * No way around: whatever people said in whatever order, mail goes to exactly those who permit it
 * and are on the list when their turn comes. And of whoever left no trace is found, but the hash
 * that keeps them from being written to.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONSENT_ACTIONS } from '@equipoise/core/consent'
import { recordConsent } from '@equipoise/server/modules/consent'
import { subscribe } from '@equipoise/server/modules/email'
import { COMMAND_LINE, eraseSubject } from '@equipoise/server/modules/rights'
import fc from 'fast-check'
import { anApp } from '../builders/app.ts'
import { aCampaign, aReader, sendNow } from '../builders/mail.ts'
import { aSmtpServer } from '../builders/smtp.ts'
import { aConsent, aSubject } from '../builders/subject.ts'
import { scanDirectory } from '../directory-scan.ts'

interface Life {
  readonly region: string
  readonly isChild: boolean
  readonly onList: boolean
  readonly said: readonly ('give' | 'refuse' | 'withdraw')[]
  readonly erased: boolean
}

const lives: fc.Arbitrary<readonly Life[]> = fc.array(
  fc.record({
    region: fc.constantFrom('DE', 'FR', 'US-NY', 'KR', 'SG', 'ZA'),
    isChild: fc.boolean(),
    onList: fc.boolean(),
    said: fc.array(fc.constantFrom(...CONSENT_ACTIONS), { maxLength: 4 }),
    erased: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
)

/** The plainest model: an adult who is on the list, is here, and whose last word was a yes. */
function mayGet({ isChild, onList, said, erased }: Life): boolean {
  return !isChild && onList && !erased && said.at(-1) === 'give' && !said.some(isNo)
}

function isNo(action: Life['said'][number]): boolean {
  return action !== 'give'
}

test('mail goes to whoever permits it, and to nobody else, whatever was said before', async (t) => {
  await fc.assert(
    fc.asyncProperty(lives, async (all) => {
      const closing: (() => unknown)[] = []
      const scope = { after: (close: unknown) => closing.push(close as () => unknown) }
      const smtp = await aSmtpServer(scope)
      const { app } = await anApp(scope, { environment: smtp.environment })
      await aCampaign(app)
      for (const [n, life] of all.entries()) {
        const externalId = `p-${n}`
        const born = aSubject(externalId).from(life.region).giving('measurement')
        const subject = await (life.isChild ? born.aged('under_13') : born.aged('adult')).join(app)
        const asked = { address: `${externalId}@mail.example`, proof: 'a form' }
        if (life.onList) await subscribe(app, { externalId }, { ...asked, list: 'news' })
        for (const action of life.said) {
          await recordConsent(app, { externalId }, aConsent(action, ['email_marketing']))
        }
        if (life.erased) await eraseSubject(app, subject, COMMAND_LINE)
      }
      await sendNow(app)
      const expected = all.flatMap((life, n) => (mayGet(life) ? [`p-${n}@mail.example`] : []))
      assert.deepEqual(smtp.received.map(({ to }) => to).sort(), expected.sort())
      for (const close of closing.reverse()) await close()
    }),
    { numRuns: 25 },
  )
  t.diagnostic('25 towns')
})

test('of whoever was erased no address and no mail is found by somebody who has all keys', async (t) => {
  const smtp = await aSmtpServer(t)
  const opened = await anApp(t, { environment: smtp.environment })
  await aCampaign(opened.app)
  const needles = { address: 'canary-91c7@mail.example', name: 'Canaryname', list: 'p-canary' }
  const subject = await aReader(opened.app, 'p-canary', {
    address: needles.address,
    fields: { firstName: needles.name },
  })
  await sendNow(opened.app)
  const before = scanDirectory(opened.directory, needles).traces.map(({ needle }) => needle)
  assert.deepEqual([...new Set(before)].sort(), ['address', 'list', 'name'])
  await eraseSubject(opened.app, subject, COMMAND_LINE)
  assert.deepEqual(scanDirectory(opened.directory, needles).traces, [])
  await opened.reopen()
  assert.deepEqual(scanDirectory(opened.directory, needles).traces, [])
  const { suppressed } = { suppressed: await countSuppressions(opened.app) }
  assert.equal(suppressed, 1)
})

function countSuppressions({ store }: Parameters<typeof aCampaign>[0]): Promise<number> {
  return store.read('system', (reader) => reader.countSuppressions())
}
