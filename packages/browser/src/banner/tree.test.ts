import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { branch, toHtml } from './tree.ts'

test('text and attributes are text, whatever they hold', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const html = toHtml(branch('p', { title: text }, text))
      const [, attribute = '', inside = ''] = /^<p title="([^"]*)">([^<]*)<\/p>$/.exec(html) ?? []
      assert.equal(unescaped(inside), text)
      assert.equal(unescaped(attribute), text)
    }),
  )
})

test('an attribute without a value, and one that is off', () => {
  const html = toHtml(branch('input', { checked: true, disabled: false }))
  assert.equal(html, '<input checked>')
})

function unescaped(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
}
