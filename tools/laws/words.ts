/** What rules say to people: our own plain sentences, by what a rule does. */
const SUBJECTS: Readonly<Record<string, string>> = {
  own: 'Using what you did on a site or app, on that same site or app,',
  ads: 'Choosing ads from what is known about you',
  across: 'Following you across sites and apps to choose ads',
  sale: 'Passing information about you to other companies',
  sensitive: 'Using things that say something sensitive about you',
  storage: 'Keeping or reading information on your device',
  email: 'Marketing by email',
  sms: 'Marketing by text message',
}

const MODELS: Readonly<Record<string, string>> = {
  prohibited: 'is not allowed, and no consent changes that.',
  strictly_necessary: 'is allowed only where a service that you asked for cannot do without it.',
  explicit_separate_opt_in: 'needs your express yes to that alone.',
  explicit_opt_in: 'needs your express yes.',
  opt_in: 'needs your yes first.',
  soft_opt_in: 'needs your yes, unless you are a customer of the same business for such things.',
  opt_out: 'is allowed until you say no.',
  limit: 'is allowed until you ask to limit it.',
  legitimate_interest_with_objection: 'may rest on a legitimate interest until you object.',
  notice: 'is allowed after you were told about it.',
  unregulated: 'is not what this law is about.',
}

export function sayModel(subject: string, model: string): string {
  return `${SUBJECTS[subject] ?? subject} ${MODELS[model] ?? model}`
}

export function sayMinors(subject: string, ages: string, model: string): string {
  return `For people ${ages}: ${lower(sayModel(subject, model))}`
}

export function sayGuardian(ages: string): string {
  return `For people ${ages}, only a parent or guardian can agree.`
}

function lower(text: string): string {
  return `${text[0]?.toLowerCase()}${text.slice(1)}`
}

export const SIGNAL_SAYS =
  'A privacy signal from your browser counts as your no to sale and to ads across sites.'
