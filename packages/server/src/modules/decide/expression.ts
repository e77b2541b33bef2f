/**
 * Conditions on items, in a part of the Common Expression Language: `item.priceMinor < 5000 &&
 * item.attributes.brand == "Acme"`. An expression reads one item of the catalogue and nothing else.
 *
 * It is bounded before it runs: 1,000 characters, 200 nodes, 12 levels; no regular expressions; no
 * macro within another; of functions and methods only those listed here. What it costs is its nodes
 * times the items of the catalogue, with those in a macro counted 50 times, the most entries that a
 * list of an item has.
 */
import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js'
import { EquipoiseError } from '../../errors.ts'
import type { CatalogueItem } from '../../store/index.ts'

export const EXPRESSION_LENGTH_MAX = 1_000
const NODES_MAX = 200
const DEPTH_MAX = 12
const COST_MAX = 5_000_000
const MACRO_COST = 50
const CACHED_MAX = 200

const FUNCTIONS: readonly string[] = ['has', 'size', 'int', 'double', 'string', 'bool']
const METHODS: readonly string[] = [
  'contains',
  'startsWith',
  'endsWith',
  'size',
  'lowerAscii',
  'upperAscii',
  'trim',
]
const MACROS: readonly string[] = ['exists', 'all', 'exists_one']

/** Where an expression could not be evaluated: what was missing, and at which character. */
export interface ExpressionFailure {
  readonly says: string
  /** From 0. */
  readonly position: number
}

export interface Expression {
  /** What it costs an item, in nodes. */
  readonly cost: number
  /** Undefined where it cannot be evaluated on this item: an attribute that is missing, say. */
  holds(item: CatalogueItem, onFailure: (failure: ExpressionFailure) => void): boolean | undefined
}

const ENVIRONMENT = new Environment({
  unlistedVariablesAreDyn: false,
  limits: {
    maxAstNodes: NODES_MAX,
    maxDepth: DEPTH_MAX,
    maxListElements: 100,
    maxMapEntries: 0,
    maxCallArguments: 2,
  },
}).registerVariable('item', 'map')

const CACHE = new Map<string, Expression>()

/**
 * @param path where in the request it stands.
 * @param items how many it is to be evaluated for, at most.
 * @throws EquipoiseError `expression_invalid`, with the position of what is wrong.
 */
export function readExpression(source: string, path: string, items: number): Expression {
  let expression = CACHE.get(source)
  if (expression === undefined) {
    expression = compile(source, path)
    const [oldest] = CACHE.keys()
    if (CACHE.size >= CACHED_MAX && oldest !== undefined) CACHE.delete(oldest)
    CACHE.set(source, expression)
  }
  if (expression.cost * items > COST_MAX) {
    throw invalid(path, 0, `it costs too much for a catalogue of ${items} items`)
  }
  return expression
}

function compile(source: string, path: string): Expression {
  if (source.length > EXPRESSION_LENGTH_MAX) {
    throw invalid(path, EXPRESSION_LENGTH_MAX, `want at most ${EXPRESSION_LENGTH_MAX} characters`)
  }
  const parsed = parse(source, path)
  const cost = costOf(parsed.ast, path, false)
  const { valid, type, error } = parsed.check()
  if (!valid) throw invalid(path, error?.range?.start ?? 0, error?.summary ?? 'it does not check')
  if (type !== 'bool' && type !== 'dyn') throw invalid(path, 0, `want true or false, not ${type}`)
  return {
    cost,
    holds(item, onFailure) {
      try {
        const value: unknown = parsed({ item: toValue(item) })
        if (typeof value === 'boolean') return value
        onFailure({ says: 'It is neither true nor false', position: 0 })
      } catch (error) {
        onFailure({ says: summaryOf(error), position: positionOf(error) })
      }
      return undefined
    },
  }
}

function parse(source: string, path: string): ParseResult {
  try {
    return ENVIRONMENT.parse(source)
  } catch (error) {
    throw invalid(path, positionOf(error), summaryOf(error))
  }
}

/** What the nodes cost, where all of them are allowed. */
function costOf(node: ASTNode, path: string, isInMacro: boolean): number {
  const all = (nodes: readonly ASTNode[], within: boolean): number =>
    nodes.reduce((sum, one) => sum + costOf(one, path, within), 1)
  if (node.op === 'call') {
    const [name, args] = node.args
    if (!FUNCTIONS.includes(name)) throw invalid(path, node.range.start, refusal(name))
    return all(args, isInMacro)
  }
  if (node.op !== 'rcall') return all(childrenOf(node), isInMacro)
  const [name, receiver, args] = node.args
  if (METHODS.includes(name)) return all([receiver, ...args], isInMacro)
  if (!MACROS.includes(name)) throw invalid(path, node.range.start, refusal(name))
  if (isInMacro) throw invalid(path, node.range.start, `"${name}" cannot stand within another`)
  return all([receiver], false) + MACRO_COST * all(args, true)
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  const parts: readonly unknown[] = Array.isArray(node.args) ? node.args.flat() : [node.args]
  return parts.filter(isNode)
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'range' in value
}

function refusal(name: string): string {
  const known = [...FUNCTIONS, ...METHODS, ...MACROS]
  return `"${name}" is not one of ${[...new Set(known)].join(', ')}`
}

/** Absent fields are left out, so that `has` tells of them. */
function toValue(item: CatalogueItem): Readonly<Record<string, unknown>> {
  const { id, title, categories, attributes, priceMinor, currency } = item
  return {
    id,
    categories,
    attributes,
    ...(title !== undefined && { title }),
    ...(priceMinor !== undefined && { priceMinor: BigInt(priceMinor) }),
    ...(currency !== undefined && { currency }),
  }
}

function invalid(path: string, position: number, says: string): EquipoiseError {
  const message = `Cannot read the expression "${path}" at character ${position + 1}: ${says}`
  return new EquipoiseError('expression_invalid', message, { details: { path, position } })
}

function summaryOf(error: unknown): string {
  return error instanceof Error && 'summary' in error ? String(error.summary) : 'It failed'
}

function positionOf(error: unknown): number {
  if (!(error instanceof Error && 'range' in error)) return 0
  const { range } = error
  const hasStart = typeof range === 'object' && range !== null && 'start' in range
  return hasStart && typeof range.start === 'number' ? range.start : 0
}
