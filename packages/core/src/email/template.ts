/**
 * Templates of mails: MJML, a subject and perhaps a plain text, with variables in them.
 *
 *   {{name}}              a value, escaped for where it stands
 *   {{name|"there"}}      the same, and what stands there where nobody said it
 *   {{#items}}…{{/items}} once for each chosen item, with {{item.title}}, {{item.url}}, …
 *
 * What a template says is checked before anything is sent: a variable that nobody gives and that
 * has no default, a value in a place where it could become code, a script, a frame, a form, what
 * would be fetched from elsewhere by an address made for one person. Nothing is evaluated.
 */
import type { Issue } from '../values/index.ts'

export const TEMPLATE_LENGTH_MAX = 100_000
export const ITEMS_MAX = 20

/** What is given for every mail. The names ending in `Url` are links. */
export const BUILT_IN = [
  'unsubscribeUrl',
  'preferencesUrl',
  'whyUrl',
  'postalAddress',
  'senderName',
  'listTitle',
] as const
/** What is given of each chosen item. */
export const ITEM_VARIABLES = [
  'item.id',
  'item.title',
  'item.url',
  'item.image',
  'item.price',
  'item.why',
] as const

/** Of people: what a contact may have, and must have a default for. */
const CONTACT = /^contact\.[a-z][A-Za-z0-9]{0,31}$/
/** Of the campaign: given in it. */
const OWN = /^[a-z][A-Za-z0-9]{0,31}$/
const REFERENCE =
  /\{\{([#/]?)\s*([A-Za-z.]{1,64}[A-Za-z0-9.]{0,32})\s*(?:\|\s*"([^"{}]{0,200})")?\s*\}\}/g

export interface Reference {
  readonly kind: 'value' | 'begin' | 'end'
  readonly name: string
  readonly fallback: string | undefined
  readonly from: number
  readonly to: number
}

export function referencesIn(text: string): readonly Reference[] {
  return [...text.matchAll(REFERENCE)].map(
    ({ 0: whole, 1: sign, 2: name = '', 3: fallback, index }) => ({
      kind: sign === '#' ? 'begin' : sign === '/' ? 'end' : 'value',
      name,
      fallback,
      from: index,
      to: index + whole.length,
    }),
  )
}

export interface TemplateText {
  readonly mjml: string
  readonly subject: string
  /** The plain part; made of the MJML where undefined. */
  readonly text?: string | undefined
}

/**
 * Everything that is wrong with a template, given the names of the campaign's own variables.
 * Codes: `variable_missing`, `variable_unknown`, `variable_misplaced`, `braces_unbalanced`,
 * `template_too_long`, `template_unsafe`, `unsubscribe_missing`.
 *
 * @param given undefined where the campaign is not known yet: its variables are then not missed.
 */
export function checkTemplate(
  template: TemplateText,
  given: readonly string[] | undefined,
): readonly Issue[] {
  const parts = [
    ['mjml', template.mjml],
    ['subject', template.subject],
    ['text', template.text ?? ''],
  ] as const
  return [
    ...parts.flatMap(([path, text]) => [
      ...checkBraces(path, text),
      ...checkNames(path, text, given),
      ...(text.length > TEMPLATE_LENGTH_MAX ? [tooLong(path)] : []),
    ]),
    ...checkMjml(template.mjml),
    ...(/\{\{[#/]/.test(template.subject)
      ? [issue('subject', 'variable_misplaced', 'A subject has no list in it')]
      : []),
  ]
}

function checkBraces(path: string, text: string): Issue[] {
  const rest = text.replaceAll(REFERENCE, '')
  const issues: Issue[] = /\{\{|\}\}/.test(rest)
    ? [issue(path, 'braces_unbalanced', 'Braces that hold no variable: want {{name}}')]
    : []
  let isOpen = false
  for (const { kind, name } of referencesIn(text)) {
    if (kind === 'value') {
      if (name.startsWith('item.') && !isOpen) {
        issues.push(issue(path, 'variable_misplaced', `"${name}" stands outside {{#items}}`))
      }
      continue
    }
    if (name !== 'items' || (kind === 'begin') === isOpen) {
      issues.push(
        issue(path, 'braces_unbalanced', 'Want {{#items}} and then {{/items}}, not nested'),
      )
    }
    isOpen = kind === 'begin'
  }
  if (isOpen) issues.push(issue(path, 'braces_unbalanced', '{{#items}} is not closed'))
  return issues
}

function checkNames(path: string, text: string, given: readonly string[] | undefined): Issue[] {
  return referencesIn(text).flatMap(({ kind, name, fallback }) => {
    if (kind !== 'value' || isBuiltIn(name)) return []
    if (CONTACT.test(name)) {
      if (fallback !== undefined) return []
      const says = `"${name}" needs what to say where it is not known: {{${name}|"…"}}`
      return [issue(path, 'variable_missing', says)]
    }
    if (!OWN.test(name)) return [issue(path, 'variable_unknown', `There is no "${name}"`)]
    if (fallback !== undefined || given === undefined || given.includes(name)) return []
    return [issue(path, 'variable_missing', `The campaign gives no "${name}"`)]
  })
}

function isBuiltIn(name: string): boolean {
  return [...BUILT_IN, ...ITEM_VARIABLES].some((one) => one === name)
}

const TAG = /<\s*\/?\s*([A-Za-z][A-Za-z0-9-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g
const ATTRIBUTE = /([A-Za-z_:][-A-Za-z0-9_:.]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g
const FORBIDDEN_TAGS =
  /^(?:script|iframe|frame|object|embed|form|input|button|link|meta|base|svg|math|video|audio|template|mj-include|mj-raw|mj-html-attributes)$/i
/** Where a link's or a picture's address stands, and no other value may. */
const LINK_ATTRIBUTES: readonly string[] = ['href', 'src', 'background-url']
/** Where a value may stand as text. */
const TEXT_ATTRIBUTES: readonly string[] = ['alt', 'title', 'aria-label']

function checkMjml(mjml: string): Issue[] {
  const issues: Issue[] = []
  const unsafe = (says: string): number => issues.push(issue('mjml', 'template_unsafe', says))
  if (/<!--|<!\[|<\?|<!DOCTYPE|<!ENTITY/i.test(mjml))
    unsafe('Comments and declarations are not taken')
  for (const [, tag = '', inside = ''] of mjml.matchAll(TAG)) {
    if (FORBIDDEN_TAGS.test(tag)) unsafe(`<${tag}> has no place in a mail`)
    for (const [, name = '', double, single, bare] of inside.matchAll(ATTRIBUTE)) {
      checkAttribute(name.toLowerCase(), double ?? single ?? bare ?? '', { unsafe, issues })
    }
  }
  for (const [, style = ''] of mjml.matchAll(/<mj-style[^>]*>([\s\S]*?)<\/mj-style>/gi)) {
    if (/\{\{|url\s*\(|@import|expression\s*\(/i.test(style)) {
      unsafe('A style has no variable and fetches nothing')
    }
  }
  if (!referencesIn(mjml).some(({ name }) => name === 'unsubscribeUrl')) {
    issues.push(issue('mjml', 'unsubscribe_missing', 'Want a link to {{unsubscribeUrl}}'))
  }
  return issues
}

function checkAttribute(
  name: string,
  value: string,
  { unsafe, issues }: { readonly unsafe: (says: string) => void; readonly issues: Issue[] },
): void {
  if (/^on/.test(name)) unsafe(`The attribute "${name}" is code`)
  const isLink = LINK_ATTRIBUTES.includes(name)
  const references = referencesIn(value)
  if (references.length > 0 && !isLink && !TEXT_ATTRIBUTES.includes(name)) {
    issues.push(issue('mjml', 'variable_misplaced', `No variable may stand in "${name}"`))
  }
  if (!isLink) return
  const [first] = references
  if (first === undefined) {
    if (!isSafeUrl(value)) unsafe(`The address in "${name}" is not https:, mailto: or tel:`)
    return
  }
  if (
    references.length > 1 ||
    first.from !== 0 ||
    first.to !== value.length ||
    !isUrlName(first.name)
  ) {
    const says = `Of "${name}" the whole is one variable that is a link, such as {{item.url}}`
    issues.push(issue('mjml', 'variable_misplaced', says))
  } else if (name !== 'href' && first.name !== 'item.image') {
    unsafe('A picture is one that everybody gets: {{item.image}}, or a fixed address')
  }
}

/** Values of these names are addresses, and are checked as such wherever they are given. */
export function isUrlName(name: string): boolean {
  return name === 'item.url' || name === 'item.image' || (/Url$/.test(name) && !name.includes('.'))
}

/** Whether an address may be opened from a mail: nothing that runs, nothing without TLS. */
export function isSafeUrl(text: string): boolean {
  return /^(?:https:\/\/[^\s/?#\\"'<>@]+(?:[/?#][^\s"'<>\\]*)?|mailto:[^\s"'<>]+|tel:[+0-9-]+)$/i.test(
    text,
  )
}

function tooLong(path: string): Issue {
  return issue(path, 'template_too_long', `At most ${TEMPLATE_LENGTH_MAX} characters`)
}

function issue(path: string, code: string, says: string): Issue {
  return { path, code, says }
}
