/** Holds answers to an OpenAPI document: route, status, media type and form. */
import assert from 'node:assert/strict'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

export interface OpenApi {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

export interface Operation {
  /** The action of the access table that the route takes. */
  readonly 'x-may'?: string
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly tags: readonly string[]
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
  readonly responses: Readonly<Record<string, Documented>>
}

interface Documented {
  readonly description: string
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}

interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

export interface Route {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

export function routesOf({ paths }: OpenApi): readonly Route[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
}

/** Fails where an answer is not as documented; routes outside the document are not looked at. */
export function answerChecker(
  document: OpenApi,
): (method: string, path: string, answer: Answered) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ ...document, $id: 'openapi' })
  const validators = new Map<string, ValidateFunction>()
  const routes = routesOf(document).map((route) => ({ ...route, pattern: patternOf(route.path) }))

  return (method, path, { status, headers, text, json }) => {
    const [bare = ''] = path.split('?')
    const fitting = routes.filter((one) => one.method === method && one.pattern.test(bare))
    const route = fitting.find((one) => one.path === bare) ?? fitting[0]
    if (!route) return
    const name = `${method} ${route.path} ${status}`
    const documented = route.operation.responses[status]
    assert.ok(documented, `${name} is not documented: ${text.slice(0, 300)}`)
    if (documented.content === undefined) return assert.equal(text, '', name)
    const [type = ''] = (headers.get('content-type') ?? '').split(';')
    assert.ok(documented.content[type], `${name} answers ${type}`)
    const validate = validators.get(name) ?? ajv.compile({ $ref: pointer(route, status, type) })
    validators.set(name, validate)
    assert.ok(validate(json), `${name}: ${JSON.stringify(validate.errors)}`)
  }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
}

function pointer({ method, path }: Route, status: number, type: string): string {
  const parts = ['paths', path, method.toLowerCase(), 'responses', `${status}`, 'content', type]
  const escaped = parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
  return `openapi#/${[...escaped, 'schema'].map(encodeURIComponent).join('/')}`
}
