/** An ad that somebody said is not for them, or that is for what is not theirs, comes no more. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markWrong, unmark } from '@equipoise/server/modules/rights'
import { MEASURED, openAdShop, visit } from '../builders/ad-shop.ts'
import { anApp } from '../builders/app.ts'
import { aSubject, BY_SUBJECT } from '../builders/subject.ts'

const MARKS = [
  { what: 'the ad itself', mark: { item: 'shoe-ad' } },
  { what: 'the thing that it is for', mark: { item: 'shoe' } },
  { what: 'what it is about', mark: { category: 'Footwear' } },
]

for (const { what, mark } of MARKS) {
  test(`${what} was marked: it is shown to them no more, to others still`, async (t) => {
    const { app } = await anApp(t)
    await openAdShop(app, { creatives: ['shoe-ad'] }, [
      { id: 'shoe-ad', form: { title: 'Shoe', items: ['shoe'], categories: ['Footwear'] } },
    ])
    const subject = await aSubject('ann')
      .giving(...MEASURED)
      .join(app)
    const shown = async (name: string | undefined) => (await visit(app, name)).map(({ id }) => id)
    assert.deepEqual(await shown('ann'), ['shoe-ad'])
    await markWrong(app, subject, { wrong: mark, acting: BY_SUBJECT })
    assert.deepEqual(await shown('ann'), [])
    assert.deepEqual(await shown(undefined), ['shoe-ad'])
    await unmark(app, subject, { mark, acting: BY_SUBJECT })
    assert.deepEqual(await shown('ann'), ['shoe-ad'])
  })
}
