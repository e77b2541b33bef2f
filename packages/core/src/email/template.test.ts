import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { toPlainText } from './plain-text.ts'
import { asOneLine, compile, escapeHtml, fill, spreadItems } from './render.ts'
import { checkTemplate, isSafeUrl } from './template.ts'

const END = '<mj-text><a href="{{unsubscribeUrl}}">Stop</a></mj-text>'

function mail(inside: string): string {
  return `<mjml><mj-body><mj-section><mj-column>${inside}${END}</mj-column></mj-section></mj-body></mjml>`
}

function codes(mjml: string, subject = 'News', given: readonly string[] = ['season']): string[] {
  return checkTemplate({ mjml, subject }, given).map(({ code }) => code)
}

test('a plain template is taken', () => {
  const mjml = mail(
    '<mj-text>Hi {{contact.firstName|"there"}}, it is {{season}}</mj-text>{{#items}}<mj-image src="{{item.image}}" alt="{{item.title}}" /><mj-button href="{{item.url}}">{{item.title}}</mj-button>{{/items}}',
  )
  assert.deepEqual(codes(mjml), [])
})

const WRONG: readonly (readonly [what: string, inside: string, code: string])[] = [
  ['a variable that nobody gives', '<mj-text>{{colour}}</mj-text>', 'variable_missing'],
  ['a contact’s without a default', '<mj-text>{{contact.firstName}}</mj-text>', 'variable_missing'],
  ['an unknown one', '<mj-text>{{process.env}}</mj-text>', 'variable_unknown'],
  ['half a variable', '<mj-text>{{season</mj-text>', 'braces_unbalanced'],
  ['a list that does not end', '{{#items}}<mj-text>{{item.title}}</mj-text>', 'braces_unbalanced'],
  ['an item outside of the list', '<mj-text>{{item.title}}</mj-text>', 'variable_misplaced'],
  ['a variable in a style', '<mj-text color="{{season}}">x</mj-text>', 'variable_misplaced'],
  [
    'a link made of parts',
    '<mj-button href="https://a.example/{{season}}">x</mj-button>',
    'variable_misplaced',
  ],
  ['a script', '<mj-text><script>1</script></mj-text>', 'template_unsafe'],
  ['a handler', '<mj-text><b onclick="x()">1</b></mj-text>', 'template_unsafe'],
  ['javascript:', '<mj-button href="javascript:x()">1</mj-button>', 'template_unsafe'],
  ['a link without TLS', '<mj-button href="http://a.example">1</mj-button>', 'template_unsafe'],
  ['an include', '<mj-include path="/etc/passwd" />', 'template_unsafe'],
  ['raw HTML', '<mj-raw><p>1</p></mj-raw>', 'template_unsafe'],
  ['a picture that tells who opened', '<mj-image src="{{unsubscribeUrl}}" />', 'template_unsafe'],
  [
    'a style that fetches',
    '<mj-style>a{background:url(https://a.example)}</mj-style>',
    'template_unsafe',
  ],
]

for (const [what, inside, code] of WRONG) {
  test(`${what} is found before anything is sent`, () => {
    assert.ok(codes(mail(inside)).includes(code), codes(mail(inside)).join())
  })
}

test('a template without a way to stop is none', () => {
  assert.deepEqual(codes('<mjml><mj-body></mj-body></mjml>'), ['unsubscribe_missing'])
})

test('whatever a value is, it stays a text', () => {
  const compiled = compile('<a title="{{a}}">{{a}}</a>')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const filled = fill(compiled, { a: value === '' ? 'x' : value }, escapeHtml)
      assert.ok('text' in filled)
      const inside = filled.text.slice('<a title="'.length, -'</a>'.length)
      return (inside.match(/["<>]/g) ?? []).length === 2
    }),
  )
})

test('a value that is missing is told by its name, and a default takes its place', () => {
  assert.deepEqual(fill(compile('{{a}}'), {}, escapeHtml), { missing: 'a' })
  assert.deepEqual(fill(compile('{{a|"there"}}'), { a: '' }, escapeHtml), { text: 'there' })
  assert.deepEqual(fill(compile('{{toString}}'), {}, escapeHtml), { missing: 'toString' })
})

test('a value is not read as a template', () => {
  const filled = fill(compile('{{a}} {{b}}'), { a: '{{b}}', b: '1' }, escapeHtml)
  assert.deepEqual(filled, { text: '{{b}} 1' })
})

test('a list is spread out as often as there are items', () => {
  const spread = spreadItems('A{{#items}}[{{item.title}}]{{/items}}Z', 2)
  assert.equal(spread, 'A[{{items.0.title}}][{{items.1.title}}]Z')
  assert.equal(spreadItems('A{{#items}}[{{item.title}}]{{/items}}Z', 0), 'AZ')
})

test('the plain part says what the other one says', () => {
  const text = toPlainText(
    mail(
      '<mj-image alt="A shoe" src="{{item.image}}"/><mj-text>Fish &amp; chips<br/>now</mj-text>',
    ),
  )
  assert.equal(text, 'A shoe\n\nFish & chips\n\nnow\n\nStop: {{unsubscribeUrl}}\n')
})

test('in a plain text a value takes one line', () => {
  assert.equal(asOneLine('a\r\nb\u2028c'), 'a b c')
})

test('only links that run nothing are safe', () => {
  for (const url of ['https://a.example', 'https://a.example/x?y=1#z', 'mailto:a@b.example']) {
    assert.ok(isSafeUrl(url), url)
  }
  for (const url of [
    'http://a.example',
    'javascript:x',
    'data:text/html,x',
    'https://a@b.example/',
    'https://a.example/"x',
    '//a.example',
    'https:\\\\a.example',
  ]) {
    assert.equal(isSafeUrl(url), false, url)
  }
})
