/** `law …`: questions to the rule packs. They need no data directory and are about nobody. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isPlace, isRequest, REQUESTS } from '@equipoise/core/law'
import {
  type Instant,
  parseInstant,
  type Region,
  startOfDate,
  toInstant,
} from '@equipoise/core/values'
import type { App } from '../../app.ts'
import { EquipoiseError } from '../../errors.ts'
import {
  askDeadline,
  askLaw,
  type DeadlineAnswerView,
  differPacks,
  endRelaxation,
  type LawAnswerView,
  listPacks,
  loadCalendars,
  loadPack,
  loadPacks,
  type PackDifference,
  type PackView,
  REPLAYED_MAX,
  type Replay,
  relaxLaw,
  replayDecisions,
  viewRelaxation,
} from '../../modules/law/index.ts'
import { getSubject } from '../../modules/subjects/index.ts'
import type { Command, CommandInput, Option, OptionValues } from '../command.ts'
import { purposesOf, subjectOf, textOf, textsOf } from '../option-values.ts'
import { formatTable } from '../print.ts'
import { UsageError } from '../usage.ts'

const FACTS: Option = {
  type: 'string',
  value: 'FILE',
  required: true,
  says: 'the facts, as JSON; - reads them from the standard input',
}

const NO_ADVICE =
  'This is no legal advice. Advisory rules were not verified against the law itself.'

/** Asked of a directory, an answer counts what was relaxed there. */
const ASKING = {
  options: { facts: FACTS },
  prefersDirectory: true,
  prepare: ({ options, operands }: CommandInput): CommandInput => {
    return { options: { ...options, facts: readText(textOf(options, 'facts') ?? '') }, operands }
  },
  runAlone: ({ options }: CommandInput) => ({
    ...askLaw(parseFacts(options), { packs: loadPacks(), now: now() }),
  }),
  async run({ gate, now }: App, { options }: CommandInput) {
    const { packs, deployment } = gate
    return { ...askLaw(parseFacts(options), { packs, now: now(), relaxed: deployment.relaxed }) }
  },
} as const

const DECIDE: Command<Plain<LawAnswerView>> = {
  ...ASKING,
  words: ['law', 'decide'],
  says: 'says what the law and our own rules make of some facts, with citations',
  format: (answer) => [formatAnswer(answer), NO_ADVICE].join('\n'),
}

const EXPLAIN: Command<Plain<LawAnswerView>> = {
  ...ASKING,
  words: ['law', 'explain'],
  says: 'explains in plain words what some facts lead to, and what would change it',
  format: (answer) => [explainAnswer(answer), NO_ADVICE].join('\n'),
}

const DEADLINE: Command<Plain<DeadlineAnswerView>> = alone<Plain<DeadlineAnswerView>>({
  words: ['law', 'deadline'],
  says: 'says when a request must be answered, under each law that binds',
  options: {
    request: { type: 'string', value: REQUESTS.join('|'), required: true, says: 'what is asked' },
    facts: FACTS,
  },
  runAlone({ options }) {
    const request = textOf(options, 'request')
    if (!isRequest(request)) {
      throw new UsageError(`Cannot read request "${request}": want ${REQUESTS.join(', ')}`)
    }
    const parts = { packs: loadPacks(), calendars: loadCalendars(), now: now() }
    return { ...askDeadline(request, readFacts(options), parts) }
  },
  format: formatDeadline,
})

const PACKS: Command<{ readonly packs: readonly PackView[] }> = alone({
  words: ['law', 'packs'],
  says: 'lists the rule packs, those of a place or all, as they stand on a day',
  options: {
    at: { type: 'string', value: 'DATE', says: 'the day or instant (now)' },
    location: { type: 'string', value: 'PLACE', says: 'a place, such as FR or US-CT' },
  },
  runAlone: ({ options }) => ({
    packs: listPacks(loadPacks(), instantOf(options), placeOf(options)),
  }),
  format: ({ packs }) =>
    formatTable([
      ['pack', 'binds', 'in force', 'advisory', 'title'],
      ...packs.map(({ pack, binds, inForce, rules, advisory, title }) => [
        pack,
        binds.length > 24 ? `${binds.slice(0, 21)}…` : binds,
        `${inForce} of ${rules}`,
        `${advisory}`,
        title,
      ]),
    ]),
})

const DIFF: Command<{ readonly differences: readonly PackDifference[] }> = alone({
  words: ['law', 'diff'],
  says: 'says in which rules two packs differ; each is an id, or a file',
  options: {},
  operands: { name: 'A B', min: 2, max: 2 },
  runAlone({ operands: [first = '', second = ''] }) {
    return { differences: differPacks(packOf(first), packOf(second)) }
  },
  format: ({ differences }) =>
    differences
      .map(({ rule, first, second }) => `${rule}\n  - ${first ?? 'none'}\n  + ${second ?? 'none'}`)
      .join('\n') || 'They do not differ',
})

const REPLAY: Command<Plain<Replay>> = {
  words: ['law', 'replay'],
  says: 'takes the decisions again that what is kept of a person rests on, under the law then and now',
  options: {
    subject: { type: 'string', value: 'ID', says: 'the person, by your own id' },
    at: {
      type: 'string',
      value: 'DATE',
      says: 'the day or instant at which the packs of today are asked (that of each decision)',
    },
    limit: {
      type: 'string',
      value: 'N',
      says: `at most so many acts of each kind (${REPLAYED_MAX})`,
    },
  },
  async run(app, { options }) {
    const subject = await getSubject(app.store, subjectOf(options))
    const { deployment } = app.gate
    const at = textOf(options, 'at') === undefined ? undefined : instantOf(options)
    const parts = { store: app.store, packs: app.gate.packs, deployment, now: app.now }
    return { ...(await replayDecisions(parts, subject, { at, count: limitOf(options) })) }
  },
  format: formatReplay,
}

const RELAX: Command = {
  words: ['law', 'relax'],
  says: 'has our opt-in default give way to the law for a purpose in some places, with an assessment',
  options: {
    purpose: { type: 'string', value: 'PURPOSE', required: true, says: 'one purpose' },
    location: {
      type: 'string',
      value: 'PLACE',
      required: true,
      multiple: true,
      says: 'a place, such as US-CA; may be repeated',
    },
    assessment: {
      type: 'string',
      value: 'FILE',
      required: true,
      says: 'the assessment: its text is kept, and a leaf of the ledger commits to it',
    },
  },
  prepare: ({ options, operands }) => {
    const assessment = readText(textOf(options, 'assessment') ?? '')
    return { options: { ...options, assessment }, operands }
  },
  async run(app, { options }) {
    const [purpose, ...more] = purposesOf(options)
    if (purpose === undefined || more.length > 0) throw new UsageError('Name one purpose')
    const places = textsOf(options, 'location').map(readPlace)
    const assessment = textOf(options, 'assessment') ?? ''
    const relaxed = await relaxLaw(app, { purpose, places, assessment })
    await app.gate.refresh()
    return { ...viewRelaxation(relaxed) }
  },
}

const RESTORE: Command = {
  words: ['law', 'restore'],
  says: 'ends every relaxation of a purpose: our opt-in default counts again',
  options: { purpose: { type: 'string', value: 'PURPOSE', required: true, says: 'one purpose' } },
  async run(app, { options }) {
    const purposes = purposesOf(options)
    let ended = 0
    for (const purpose of purposes) ended += await endRelaxation(app, purpose)
    await app.gate.refresh()
    return { ended }
  },
}

export const LAW_COMMANDS: readonly Command[] = [
  DECIDE,
  EXPLAIN,
  DEADLINE,
  PACKS,
  DIFF,
  REPLAY,
  RELAX,
  RESTORE,
]

/** The view as a plain object, which is what a command gives. */
type Plain<T> = { readonly [K in keyof T]: T[K] }

function alone<R extends Readonly<Record<string, unknown>>>(
  command: Omit<Command<R>, 'run'>,
): Command<R> {
  return { ...command, run: () => Promise.reject(new Error('Needs no data directory')) }
}

function now(): Instant {
  return toInstant(Date.now())
}

/** @throws EquipoiseError "file_unreadable", "malformed_json" */
function readFacts(options: OptionValues): unknown {
  return parseFacts({ ...options, facts: readText(textOf(options, 'facts') ?? '') })
}

/** @throws EquipoiseError "malformed_json" */
function parseFacts(options: OptionValues): unknown {
  try {
    return JSON.parse(textOf(options, 'facts') ?? '')
  } catch (cause) {
    throw new EquipoiseError('malformed_json', 'Cannot read the facts: want JSON', { cause })
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : resolve(path), 'utf8')
  } catch (cause) {
    throw new EquipoiseError('file_unreadable', `Cannot read "${path}"`, { cause })
  }
}

function readPlace(text: string): Region {
  if (isPlace(text)) return text
  throw new UsageError(`Cannot read --location "${text}": want FR or US-CT`, 'invalid_region')
}

function limitOf(options: OptionValues): number {
  const text = textOf(options, 'limit') ?? String(REPLAYED_MAX)
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= REPLAYED_MAX) return limit
  throw new UsageError(`Cannot read --limit "${text}": want 1 to ${REPLAYED_MAX}`)
}

function formatReplay({ replayed, broken, differing, decisions }: Replay): string {
  const lines = decisions
    .filter(({ difference }) => difference.length > 0)
    .flatMap(({ decidedAt, purpose, acts, difference }) => [
      `${decidedAt} ${purpose} (${acts} acts)`,
      ...difference.map((one) => `  ${one}`),
    ])
  const head = `${replayed} decisions taken again: ${broken} came out otherwise than recorded, ${differing} would differ under the packs of today`
  return [head, ...lines, NO_ADVICE].join('\n')
}

function instantOf(options: OptionValues): Instant {
  const text = textOf(options, 'at')
  if (text === undefined) return now()
  const at = parseInstant(text) ?? startOfDate(text)
  if (at === undefined) throw new UsageError(`Cannot read --at "${text}": want YYYY-MM-DD`)
  return at
}

function placeOf(options: OptionValues): Region | undefined {
  const text = textOf(options, 'location')
  if (text === undefined || isPlace(text)) return text
  throw new UsageError(`Cannot read --location "${text}": want FR or US-CT`, 'invalid_region')
}

function packOf(name: string): ReturnType<typeof loadPack> {
  if (name.endsWith('.json')) return loadPack(resolve(name))
  const found = loadPacks().find(({ id, version }) => name === id || name === `${id}@${version}`)
  if (found === undefined) throw new UsageError(`No such pack: "${name}"`)
  return found
}

function formatAnswer(answer: LawAnswerView): string {
  const { outcome, lawOutcome, reasons, obligations, until, retryAt, relaxed } = answer
  return [
    `${outcome} (the law alone: ${lawOutcome})`,
    ...(relaxed ? ['Our own opt-in default was relaxed here, with an assessment'] : []),
    ...reasons.map(
      ({ code, says, citation, advisory }) =>
        `  ${code}: ${says}\n    ${citation}${advisory ? ' (advisory)' : ''}`,
    ),
    ...(obligations.length === 0 ? [] : ['What must be done beside:']),
    ...obligations.map(({ code, says, citation }) => `  ${code}: ${says}\n    ${citation}`),
    ...(until === null ? [] : [`Until ${until}`]),
    ...(retryAt === null ? [] : [`Not again before ${retryAt}`]),
  ].join('\n')
}

function explainAnswer(answer: LawAnswerView): string {
  const { outcome, lawOutcome, wouldChange } = answer
  const head =
    outcome === lawOutcome
      ? `This is ${outcome}, by the law and by us.`
      : `The law alone would say ${lawOutcome}. We say ${outcome}: our own rules ask for more.`
  const changes = wouldChange.map(
    ({ says, outcome: other, lawOutcome: law }) => `  ${says}: ${other} (the law alone: ${law})`,
  )
  return [
    head,
    formatAnswer(answer),
    ...(changes.length > 0 ? ['It would change if:'] : []),
    ...changes,
  ].join('\n')
}

function formatDeadline(answer: DeadlineAnswerView): string {
  const { exists, respondBy, deadlines, ours } = answer
  const head =
    exists === null
      ? 'No law that binds speaks of this'
      : exists
        ? `Answer by ${respondBy ?? 'as soon as possible: no number is set'}`
        : 'The law that binds gives no such right'
  const all = [...deadlines, ...(ours === null ? [] : [ours])]
  const rows = all.map((one) => [
    one.pack,
    one.exists ? (one.respond ?? 'no number') : 'no such right',
    one.extend === null ? '' : `+ ${one.extend}`,
    one.respondBy ?? '',
    `${one.citation}${one.advisory ? ' (advisory)' : ''}`,
  ])
  const told = all.flatMap(({ pack, withHolidays, holidays }) =>
    holidays.length === 0
      ? []
      : [
          `${pack}: perhaps as late as ${withHolidays}, if these are no business days there (not verified):`,
          ...holidays.map(({ date, name, citation }) => `  ${date} ${name} (${citation})`),
        ],
  )
  return [head, formatTable(rows), ...told, NO_ADVICE].join('\n')
}
