/** Each thing has a picture, the same each time, whatever its id is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { artOf, toneOf } from './art.ts'
import { shapeOf } from './shape-of.ts'
import { SILHOUETTES } from './silhouettes.ts'
import { TONES } from './tones.ts'

test('any id gives a picture that holds nothing of the id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (id) => {
      const svg = artOf(id)
      assert.equal(svg, artOf(id))
      assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 240 240">/)
      if (id.length > 8) assert.ok(!svg.includes(id))
    }),
  )
})

test('clothes have the colour and the form that their id says', () => {
  for (const tone of TONES) assert.equal(toneOf(`trail-fell-${tone}`), tone)
  const shapes = ['trail-fell-ink', 'boots-peat-moss', 'white-bread', 'bananas', 'milk', 'x']
  assert.deepEqual(shapes.map(shapeOf), ['trail', 'boot', 'bread', 'banana', 'carton', 'box'])
})

test('every silhouette has two tones, and stays on its ground', () => {
  for (const [shape, drawing] of Object.entries(SILHOUETTES)) {
    assert.match(drawing, /class="a"/, shape)
    assert.match(drawing, /class="b"|class="bl"/, shape)
    for (const [, x = '', y = ''] of drawing.matchAll(/M([\d.]+)[ ,]([\d.]+)/g)) {
      assert.ok(Number(x) <= 240 && Number(y) <= 240, `${shape} begins at ${x}, ${y}`)
    }
  }
})
