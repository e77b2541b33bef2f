/** `evaluate` and `tune`: on a data directory, or on given files, which need none. */
import { basename } from 'node:path'
import { PROTOCOLS, type Protocol } from '@equipoise/core/evaluate'
import { DEFAULT_MODEL_OPTIONS, type ModelOptions } from '@equipoise/core/recommend'
import type { App } from '../../app.ts'
import {
  type DataFiles,
  drawPage,
  type Evaluation,
  type EvaluationTask,
  evaluate,
  gatherInteractions,
  HOLD_OUTS,
  type HoldOut,
  MODEL_NAMES,
  type ModelName,
  planTest,
  planValidation,
  readDataSet,
  readPairs,
  type TuneTask,
  type Tuning,
  tune,
} from '../../modules/evaluate/index.ts'
import { chooseOptions, putTunedOptions } from '../../modules/train/index.ts'
import type { Command, CommandInput, OnProgress, Option, OptionValues } from '../command.ts'
import { flagOf, integerOf, numberOf, textOf } from '../option-values.ts'
import { formatEvaluation, formatTuning } from '../print-evaluation.ts'
import { UsageError } from '../usage.ts'

const CUTOFFS_MAX = 8
const CUTOFF_MAX = 1_000
const ROUNDS = 1_000

const DATA_OPTIONS: Readonly<Record<string, Option>> = {
  protocol: {
    type: 'string',
    value: 'P',
    says: `${PROTOCOLS.join(', ')}; temporal for own data, given where --test is`,
  },
  train: {
    type: 'string',
    value: 'FILE',
    says: 'evaluates on this file and not on a data directory: rows, or lists of items',
  },
  test: { type: 'string', value: 'FILE', says: 'what is asked for, where the data come divided' },
  validation: {
    type: 'string',
    value: 'FILE',
    says: 'what is asked for while tuning; else a part of training',
  },
  negatives: {
    type: 'string',
    value: 'FILE',
    says: 'the items to rank for each held one (leave-one-out)',
  },
  ordered: {
    type: 'boolean',
    says: 'lists of items without times are in the order in which they were met',
  },
  seed: { type: 'string', value: 'N', says: 'decides who is held out; 1 where not given' },
}

const MODEL_OPTIONS: Readonly<Record<string, Option>> = {
  lambda: { type: 'string', value: 'L', says: 'ridge of our model; that of `train` if not given' },
  dropout: { type: 'string', value: 'P', says: 'dropout of our model' },
  exponent: { type: 'string', value: 'N', says: 'how people are weighed, in tenths' },
  neighbours: { type: 'string', value: 'M', says: 'how many items speak for each item' },
  popularity: {
    type: 'string',
    value: 'N',
    says: 'how far our model leans to what is popular, in tenths',
  },
  'half-life': {
    type: 'string',
    value: 'N',
    says: 'after how many later items of a person half is left of one; 0 where nothing fades',
  },
}

const EVALUATE: Command<Evaluation & Readonly<Record<string, unknown>>> = {
  words: ['evaluate'],
  says: 'measures the recommender and what it has to beat, on what people did next',
  options: {
    ...DATA_OPTIONS,
    ...MODEL_OPTIONS,
    models: {
      type: 'string',
      value: 'NAMES',
      says: `of ${MODEL_NAMES.join(', ')}; all if not given`,
    },
    k: { type: 'string', value: 'K,…', says: 'lengths of the lists; 20 where not given' },
    categories: {
      type: 'string',
      value: 'FILE',
      says: 'item and category, parted by a tab; a data directory has its catalogue',
    },
    groups: { type: 'string', value: 'FILE', says: 'subject and group, parted by a tab' },
    page: { type: 'string', value: 'FILE', says: 'also writes a page with plots (HTML)' },
  },
  runAlone(input, onProgress) {
    const files = filesOf(input.options)
    return files === undefined ? undefined : evaluateFiles(files, input, onProgress)
  },
  async run(app, { options }, onProgress) {
    const protocol = protocolOf(options, undefined)
    const seed = seedOf(options)
    if (textOf(options, 'groups') !== undefined) {
      throw new UsageError('Groups of a data directory are those by activity: leave --groups out')
    }
    const settings = settingsOf(options, app.trainer.options)
    const interactions = await gatherInteractions(app, (ratio) =>
      onProgress('reading people', ratio),
    )
    const categories = new Map(
      interactions.items.map((item) => [item, app.catalogue.find(item)?.categories ?? []]),
    )
    const plan = planTest(interactions, { protocol, seed })
    const task = { ...settings, dataset: 'own data', plan, categories, groups: NONE }
    return { ...(await evaluate(task, { onProgress, signal: app.closing })) }
  },
  files(result, { options }) {
    const path = textOf(options, 'page')
    return path === undefined ? [] : [{ path, text: drawPage(result) }]
  },
  format: formatEvaluation,
}

const TUNE: Command = {
  words: ['tune'],
  says: 'searches the hyper-parameters on a validation part; the next training uses what it finds',
  options: {
    ...DATA_OPTIONS,
    'hold-out': {
      type: 'string',
      value: 'HOW',
      says: `${HOLD_OUTS.join(', ')}: how a validation part is taken from the training part`,
    },
    builds: { type: 'string', value: 'N', says: 'at most so many builds; 60 where not given' },
    minutes: { type: 'string', value: 'N', says: 'at most so long; 60 where not given' },
    k: { type: 'string', value: 'K', says: 'the length of the lists whose NDCG counts; 20' },
    undo: { type: 'boolean', says: 'forgets what was found; nothing else is done' },
  },
  runAlone(input, onProgress) {
    const files = filesOf(input.options)
    return files === undefined ? undefined : tuneFiles(files, input, onProgress)
  },
  async run(app, { options }, onProgress) {
    if (flagOf(options, 'undo')) return undo(app)
    const [protocol, seed] = [protocolOf(options, undefined), seedOf(options)]
    const budget = budgetOf(options)
    const interactions = await gatherInteractions(app, (ratio) =>
      onProgress('reading people', ratio),
    )
    const plans = planValidation(interactions, { protocol, seed, holdOut: holdOutOf(options) })
    const task: TuneTask = { ...budget, dataset: 'own data', plans, from: app.trainer.options }
    const tuning = await tune(task, { onProgress, signal: app.closing })
    await putTunedOptions(app.store, tuning.best.options)
    const used = chooseOptions(app.configured, tuning.best.options)
    app.trainer.use(used)
    return { ...tuning, used, fixedByEnvironment: app.configured.fixed }
  },
  // What `run` and `runAlone` answer, or what `undo` does.
  format: (result) => formatTuning(result as unknown as Tuning),
}

export const EVALUATE_COMMANDS: readonly Command[] = [EVALUATE, TUNE]

const NONE: ReadonlyMap<string, string> = new Map()

async function undo(app: App): Promise<Readonly<Record<string, unknown>>> {
  await putTunedOptions(app.store, undefined)
  const used = chooseOptions(app.configured, undefined)
  app.trainer.use(used)
  return { undone: true, used }
}

async function evaluateFiles(
  files: DataFiles,
  { options }: CommandInput,
  onProgress: OnProgress,
): Promise<Evaluation & Readonly<Record<string, unknown>>> {
  const [protocol, seed] = [protocolOf(options, files), seedOf(options)]
  const settings = settingsOf(options, DEFAULT_MODEL_OPTIONS)
  const [categoriesFile, groupsFile] = [textOf(options, 'categories'), textOf(options, 'groups')]
  const interactions = await readDataSet(files, onProgress)
  const categories = categoriesFile === undefined ? new Map() : await readPairs(categoriesFile)
  const groups = groupsFile === undefined ? [] : [...(await readPairs(groupsFile))]
  const task: EvaluationTask = {
    ...settings,
    dataset: basename(files.train),
    plan: planTest(interactions, { protocol, seed }),
    categories,
    groups: new Map(groups.map(([subject, [group = '']]) => [subject, group])),
  }
  return { ...(await evaluate(task, { onProgress })) }
}

async function tuneFiles(
  files: DataFiles,
  { options }: CommandInput,
  onProgress: OnProgress,
): Promise<Readonly<Record<string, unknown>>> {
  const [protocol, seed] = [protocolOf(options, files), seedOf(options)]
  const budget = budgetOf(options)
  if (flagOf(options, 'undo')) throw new UsageError('Only a data directory has something to undo')
  const interactions = await readDataSet(files, onProgress)
  const plans = planValidation(interactions, { protocol, seed, holdOut: holdOutOf(options) })
  const task: TuneTask = {
    ...budget,
    dataset: basename(files.train),
    plans,
    from: DEFAULT_MODEL_OPTIONS,
  }
  return { ...(await tune(task, { onProgress })) }
}

function filesOf(options: OptionValues): DataFiles | undefined {
  const [train, test] = [textOf(options, 'train'), textOf(options, 'test')]
  const [validation, negatives] = [textOf(options, 'validation'), textOf(options, 'negatives')]
  if (train === undefined) {
    if ([test, validation, negatives].every((file) => file === undefined)) return undefined
    throw new UsageError('Say what is trained on, too: --train FILE')
  }
  if (test !== undefined && negatives !== undefined) {
    throw new UsageError('The negatives name what is asked for: leave --test out')
  }
  return { train, test, validation, negatives, ordered: flagOf(options, 'ordered') }
}

function protocolOf(options: OptionValues, files: DataFiles | undefined): Protocol {
  const text = textOf(options, 'protocol') ?? natural(files)
  const protocol = PROTOCOLS.find((one) => one === text)
  if (protocol === undefined) {
    throw new UsageError(`Cannot read --protocol "${text}": want one of ${PROTOCOLS.join(', ')}`)
  }
  if (protocol === 'given' && files?.test === undefined) {
    throw new UsageError('A given split needs --train FILE and --test FILE')
  }
  if (protocol === 'leave-one-out' && files?.negatives === undefined) {
    throw new UsageError('Leave-one-out needs --train FILE and --negatives FILE')
  }
  if ((protocol === 'given') !== (files?.test !== undefined)) {
    throw new UsageError(`The protocol ${protocol} divides by itself: leave --test out`)
  }
  return protocol
}

function natural(files: DataFiles | undefined): Protocol {
  if (files?.negatives !== undefined) return 'leave-one-out'
  return files?.test === undefined ? 'temporal' : 'given'
}

function holdOutOf(options: OptionValues): HoldOut | undefined {
  const text = textOf(options, 'hold-out')
  if (text === undefined) return undefined
  const holdOut = HOLD_OUTS.find((one) => one === text)
  if (holdOut !== undefined) return holdOut
  throw new UsageError(`Cannot read --hold-out "${text}": want one of ${HOLD_OUTS.join(', ')}`)
}

function seedOf(options: OptionValues): number {
  return integerOf(options, 'seed', { min: 0, max: 2 ** 31 - 2, fallback: 1 })
}

function settingsOf(
  options: OptionValues,
  from: ModelOptions,
): Pick<EvaluationTask, 'models' | 'options' | 'cutoffs' | 'seed' | 'rounds'> {
  return {
    models: modelsOf(options),
    options: {
      lambda: numberOf(options, 'lambda', { min: 1e-6, max: 1e6, fallback: from.lambda }),
      dropout: numberOf(options, 'dropout', { min: 0, max: 0.99, fallback: from.dropout }),
      exponentTenths: integerOf(options, 'exponent', {
        min: 0,
        max: 10,
        fallback: from.exponentTenths,
      }),
      neighboursMax: integerOf(options, 'neighbours', {
        min: 1,
        max: 10_000,
        fallback: from.neighboursMax,
      }),
      popularityTenths: integerOf(options, 'popularity', {
        min: 0,
        max: 10,
        fallback: from.popularityTenths,
      }),
      halfLifeItems: integerOf(options, 'half-life', {
        min: 0,
        max: 10_000,
        fallback: from.halfLifeItems,
      }),
    },
    cutoffs: cutoffsOf(options),
    seed: seedOf(options),
    rounds: ROUNDS,
  }
}

function modelsOf(options: OptionValues): readonly ModelName[] {
  const text = textOf(options, 'models')
  if (text === undefined) return MODEL_NAMES
  const names = text.split(',')
  return [...new Set(names)].map((name) => {
    const known = MODEL_NAMES.find((one) => one === name)
    if (known !== undefined) return known
    throw new UsageError(`Cannot read --models "${name}": want of ${MODEL_NAMES.join(', ')}`)
  })
}

function cutoffsOf(options: OptionValues): readonly number[] {
  const texts = [...new Set((textOf(options, 'k') ?? '20').split(','))]
  const wanted = `want up to ${CUTOFFS_MAX} whole numbers from 1 to ${CUTOFF_MAX}`
  const cutoffs = texts.map((text) => (/^\d+$/.test(text) ? Number(text) : 0))
  if (texts.length <= CUTOFFS_MAX && cutoffs.every((k) => k >= 1 && k <= CUTOFF_MAX)) {
    return cutoffs.toSorted((a, b) => a - b)
  }
  throw new UsageError(`Cannot read --k "${texts.join(',')}": ${wanted}`)
}

function budgetOf(
  options: OptionValues,
): Pick<TuneTask, 'buildsMax' | 'minutesMax' | 'cutoff' | 'metric'> {
  const cutoff = integerOf(options, 'k', { min: 1, max: CUTOFF_MAX, fallback: 20 })
  return {
    buildsMax: integerOf(options, 'builds', { min: 1, max: 10_000, fallback: 60 }),
    minutesMax: numberOf(options, 'minutes', { min: 0.01, max: 10_000, fallback: 60 }),
    cutoff,
    metric: `ndcg@${cutoff}`,
  }
}
