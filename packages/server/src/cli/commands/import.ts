/**
 * `import …`: the catalogue, and other people's files, with the evidence of consent that the
 * operator has for them.
 */
import {
  type ImportSource,
  importItems,
  openCompleteJourney,
  openInteractions,
  openMovieLens,
  runImport,
} from '../../modules/import/index.ts'
import type { Command, Option } from '../command.ts'
import { regionOf, textOf, textsOf } from '../option-values.ts'

const OPTIONS: Readonly<Record<string, Option>> = {
  'consent-evidence': {
    type: 'string',
    value: 'TEXT',
    says: 'where the consent of these people is proven; without it nothing is imported',
  },
  region: {
    type: 'string',
    value: 'R',
    says: 'where people live of whom the file does not say it',
  },
  'skip-subject': { type: 'string', multiple: true, value: 'ID', says: 'leaves a person out' },
}

type Open = (paths: readonly string[], options: { readonly now: number }) => Promise<ImportSource>

function importCommand(
  name: string,
  says: string,
  operand: string,
  max: number,
  open: Open,
): Command {
  return {
    words: ['import', name],
    says,
    options: OPTIONS,
    creates: true,
    operands: { name: operand, min: 1, max },
    async run(app, { options, operands }, onProgress) {
      const source = await open(operands, { now: app.now() })
      const outcome = await runImport(app, source, {
        evidence: textOf(options, 'consent-evidence') ?? '',
        region: regionOf(options),
        skip: new Set(textsOf(options, 'skip-subject')),
        onProgress: (ratio) => onProgress('importing', ratio),
      })
      return { ...outcome }
    },
  }
}

const ITEMS: Command = {
  words: ['import', 'items'],
  says: 'lists what can be suggested: a .jsonl or .csv file with id, title, categories and price',
  options: {},
  creates: true,
  operands: { name: 'FILE', min: 1, max: 1 },
  async run({ catalogue }, { operands: [path = ''] }, onProgress) {
    return { ...(await importItems(catalogue, path, (ratio) => onProgress('importing', ratio))) }
  },
  succeeded: ({ items, rejected }) => items !== 0 || rejected === 0,
}

export const IMPORT_COMMANDS: readonly Command[] = [
  ITEMS,
  importCommand(
    'movielens',
    'imports MovieLens ratings: each is a play, four stars and more also a like',
    'PATH',
    1,
    ([path = ''], options) => openMovieLens(path, options),
  ),
  importCommand(
    'complete-journey',
    'imports purchases of The Complete Journey by product type',
    'PATH',
    1,
    ([path = ''], options) => openCompleteJourney(path, options),
  ),
  importCommand(
    'interactions',
    'imports .jsonl or .csv files with subject, item, verb, at and perhaps region',
    'FILE…',
    100,
    openInteractions,
  ),
]
