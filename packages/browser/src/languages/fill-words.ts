/** Puts values in their places, and picks the form of a text that a number asks for. */

/** What has no value stays as it is written. */
export function fillWords(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other']
/** Every form that counting things can ask for is met below it. */
const COUNTED_MAX = 200

/** The forms that a language has for whole numbers, in their order. */
export function pluralForms(language: string): readonly string[] {
  const rules = new Intl.PluralRules(language)
  const met = new Set<string>()
  for (let count = 0; count < COUNTED_MAX; count += 1) met.add(rules.select(count))
  return CATEGORIES.filter((one) => met.has(one))
}

/** @param text a form for each that the language has, parted by `|`. */
export function pickForm(text: string, language: string, count: number): string {
  const forms = text.split('|')
  const at = pluralForms(language).indexOf(new Intl.PluralRules(language).select(count))
  // Millions have a form of their own in some languages, which here is that of the others.
  return forms[at] ?? forms.at(-1) ?? text
}
