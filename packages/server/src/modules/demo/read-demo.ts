/**
 * Reads the demo's files. They are ours, so each is checked just enough to say which line is
 * broken. Interactions are one basket a line: household, unix seconds, the ids of its items.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAgeBand, isRegion } from '@equipoise/core/values'
import {
  DEMO_CASES,
  DEMO_FILES,
  type Demo,
  type DemoCase,
  type DemoInteraction,
  type DemoItem,
  type DemoPersona,
  type DemoSubject,
} from './demo-data.ts'

type Fields = Readonly<Record<string, unknown>>

/** @throws Error naming the file and the line that is not as expected. */
export function readDemo(folder: string): Demo {
  return {
    items: readRecords(folder, DEMO_FILES.items, toItem),
    subjects: readRecords(folder, DEMO_FILES.subjects, toSubject),
    personas: readPersonas(folder),
    interactions: { [Symbol.iterator]: () => readInteractions(folder) },
  }
}

function* readInteractions(folder: string): Generator<DemoInteraction, void, undefined> {
  for (const [index, line] of readTextLines(folder, DEMO_FILES.interactions).entries()) {
    const [household = '', seconds = '', items = ''] = line.split('\t')
    if (!/^\d+$/.test(household) || !/^\d+$/.test(seconds) || items === '') {
      throw broken(DEMO_FILES.interactions, index)
    }
    for (const item of items.split(' ')) {
      const id = `demo:${household}:${seconds}:${item}`
      const at = Number(seconds) * 1000
      yield { id, externalId: `household-${household}`, item, verb: 'purchase', at }
    }
  }
}

export function readPersonas(folder: string): DemoPersona[] {
  const value: unknown = JSON.parse(readFileSync(join(folder, DEMO_FILES.personas), 'utf8'))
  const personas = Array.isArray(value) ? value.map(toPersona) : []
  return personas.map((persona, index) => persona ?? fail(DEMO_FILES.personas, index))
}

function readRecords<T>(
  folder: string,
  file: string,
  toRecord: (fields: Fields) => T | undefined,
): T[] {
  return readTextLines(folder, file).map((line, index) => {
    const value: unknown = JSON.parse(line)
    return (isFields(value) ? toRecord(value) : undefined) ?? fail(file, index)
  })
}

function readTextLines(folder: string, file: string): string[] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function toItem(fields: Fields): DemoItem | undefined {
  const { id, title, categories, department, amountMinor, sensitive } = fields
  if (typeof id !== 'string' || typeof title !== 'string' || !isTexts(categories)) return undefined
  if (typeof department !== 'string') return undefined
  const tags = sensitive ?? []
  if (!isTexts(tags)) return undefined
  const price = typeof amountMinor === 'number' ? { amountMinor, currency: 'USD' } : undefined
  return { id, title, categories, attributes: { department }, price, sensitive: tags }
}

function toSubject(fields: Fields): DemoSubject | undefined {
  const { externalId, region, ageBand } = fields
  const demoCase = findCase(fields['case'])
  if (typeof externalId !== 'string' || !isRegion(region) || !demoCase) return undefined
  if (ageBand !== undefined && !isAgeBand(ageBand)) return undefined
  return { externalId, region, ageBand, case: demoCase }
}

function toPersona(value: unknown): DemoPersona | undefined {
  if (!isFields(value)) return undefined
  const { externalId, name, story } = value
  const demoCase = findCase(value['case'])
  if (typeof externalId !== 'string' || typeof name !== 'string') return undefined
  if (typeof story !== 'string' || !demoCase) return undefined
  return { externalId, name, story, case: demoCase }
}

function findCase(value: unknown): DemoCase | undefined {
  return DEMO_CASES.find((demoCase) => demoCase === value)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

function broken(file: string, index: number): Error {
  return new Error(`Cannot read demo file "${file}": line ${index + 1} is not as expected`)
}

function fail(file: string, index: number): never {
  throw broken(file, index)
}
