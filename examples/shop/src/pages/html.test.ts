/** Whatever text is put into a template comes out as that text, and as nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { html, withoutTurns } from './html.ts'

const ENTITY = /&#(\d+);/g

test('any text is inert, in content and in attributes, and reads back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = html`<p title="${text}">${text}</p>`.text
      const [, title = '', content = ''] = /^<p title="([^"]*)">([^<]*)<\/p>$/.exec(written) ?? []
      const read = (one: string) => one.replace(ENTITY, (_, code) => String.fromCharCode(code))
      assert.equal(read(title), text)
      assert.equal(read(content), text)
    }),
  )
})

test('what came of a template stays, lists are joined, nothing is nothing', () => {
  const list = ['<', '>'].map((one) => html`<li>${one}</li>`)
  assert.equal(
    html`<ul>${list}${false}${undefined}${null}${0}</ul>`.text,
    '<ul><li>&#60;</li><li>&#62;</li>0</ul>',
  )
})

test('the title of a window turns nothing around', () => {
  assert.equal(withoutTurns('\u202egnp.\u2066exe\u2069'), 'gnp.exe')
})
