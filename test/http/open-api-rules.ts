/**
 * What a good OpenAPI document has, beyond being valid: each rule with what it says where it is
 * broken. open-api-lint.test.ts tries each on a document that breaks it.
 */

export interface LintDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, LintOperation>>>>
  readonly tags?: readonly { readonly name: string }[]
  readonly components?: {
    readonly schemas?: Readonly<Record<string, unknown>>
    readonly securitySchemes?: Readonly<Record<string, unknown>>
  }
}

export interface LintOperation {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security?: readonly Readonly<Record<string, unknown>>[]
  readonly parameters?: readonly LintParameter[]
  readonly responses?: Readonly<Record<string, LintAnswer>>
}

interface LintParameter {
  readonly name: string
  readonly in: string
  readonly description?: string
}

interface LintAnswer {
  readonly description?: string
  readonly content?: Readonly<Record<string, { readonly schema?: unknown }>>
}

export interface LintRule {
  readonly name: string
  readonly find: (document: LintDocument) => readonly string[]
}

interface Place {
  readonly at: string
  readonly path: string
  readonly operation: LintOperation
}

const METHODS = new Set(['get', 'put', 'post', 'patch', 'delete', 'head', 'options'])

export const LINT_RULES: readonly LintRule[] = [
  {
    name: 'each operation has an id of its own, as a method is called',
    find: (document) => {
      const seen = new Map<string, string>()
      return ofEach(document, ({ at, operation: { operationId = '' } }) => {
        const other = seen.get(operationId)
        seen.set(operationId, at)
        if (!/^[a-z][a-zA-Z0-9]+$/.test(operationId)) return [`${at} has no operationId`]
        return other === undefined ? [] : [`${at} has the operationId of ${other}: ${operationId}`]
      })
    },
  },
  {
    name: 'each operation has a summary, as a sentence without a full stop',
    find: (document) =>
      ofEach(document, ({ at, operation: { summary = '' } }) =>
        /^\p{Lu}.{4,}[^.]$/u.test(summary) ? [] : [`${at} has no summary: say what it does`],
      ),
  },
  {
    name: 'each operation has one tag, which the document explains',
    find: (document) => {
      const known = new Set((document.tags ?? []).map(({ name }) => name))
      return ofEach(document, ({ at, operation: { tags = [] } }) =>
        tags.length === 1 && tags.every((tag) => known.has(tag))
          ? []
          : [`${at} has the tags [${tags}]: give it one of [${[...known]}]`],
      )
    },
  },
  {
    name: 'each parameter is described, and each of a path is in it',
    find: (document) =>
      ofEach(document, ({ at, path, operation: { parameters = [] } }) => {
        const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
        const given = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
        return [
          ...wanted
            .filter((name) => !given.includes(name))
            .map((name) => `${at} does not say what {${name}} is`),
          ...parameters
            .filter(({ description = '' }) => description === '')
            .map(({ name }) => `${at} does not describe "${name}"`),
        ]
      }),
  },
  {
    name: 'each error is a problem (RFC 9457)',
    find: (document) =>
      ofEach(document, ({ at, operation: { responses = {} } }) =>
        Object.entries(responses)
          .filter(([status]) => /^[45]|default/.test(status))
          .filter(([, { content = {} }]) => !isProblem(content))
          .map(([status]) => `${at} answers ${status} with something else than a problem`),
      ),
  },
  {
    name: 'each operation says what goes well, and in which form',
    find: (document) =>
      ofEach(document, ({ at, operation: { responses = {} } }) => {
        const good = Object.entries(responses).filter(([status]) => status.startsWith('2'))
        if (good.length === 0) return [`${at} does not say how it answers when it goes well`]
        return good
          .filter(
            ([status, { content }]) => status !== '204' && Object.keys(content ?? {}).length < 1,
          )
          .map(([status]) => `${at} answers ${status} in a form that is not told`)
      }),
  },
  {
    name: 'each operation says who may call it',
    find: (document) => {
      const schemes = Object.keys(document.components?.securitySchemes ?? {})
      return ofEach(document, ({ at, operation: { security, description = '' } }) => {
        const unknown = (security ?? [])
          .flatMap(Object.keys)
          .filter((name) => !schemes.includes(name))
        return [
          ...(security === undefined ? [`${at} does not say with which credentials`] : []),
          ...unknown.map((name) => `${at} names a credential that is not explained: ${name}`),
          ...(/\bWho may: .+\./.test(description) ? [] : [`${at} does not say who may call it`]),
        ]
      })
    },
  },
  {
    name: 'each form that has a name is used',
    find: (document) => {
      const text = JSON.stringify(document)
      return Object.keys(document.components?.schemas ?? {})
        .filter((name) => !text.includes(`"#/components/schemas/${name}"`))
        .map((name) => `components.schemas.${name} is used by nothing`)
    },
  },
  {
    name: 'no example has anybody’s data in it',
    find: (document) =>
      examplesIn(document).flatMap(({ at, value }) =>
        PERSONAL.filter(({ form }) => form.test(value)).map(
          ({ what }) =>
            `${at} has ${what} in an example: use one of example.org, or an invented id`,
        ),
      ),
  },
]

/** Names and numbers that nobody has are for examples: RFC 2606, RFC 5737, RFC 3849. */
const PERSONAL: readonly { readonly what: string; readonly form: RegExp }[] = [
  {
    what: 'an address for mail',
    form: /[\w.+-]+@(?!(?:[\w-]+\.)*example(?:\.(?:com|net|org))?\b)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/i,
  },
  {
    what: 'an address of a machine',
    form: /\b(?!(?:192\.0\.2|198\.51\.100|203\.0\.113|127\.0\.0)\.)(?:\d{1,3}\.){3}\d{1,3}\b/,
  },
  {
    what: 'a telephone number',
    form: /\+\d[\d ()/-]{7,}|\b0\d{2,5}[ /-]\d{3,}/,
  },
  { what: 'a birthday', form: /\b(?:born|birth\w*)\b.{0,12}\d{4}/i },
]

interface Example {
  readonly at: string
  readonly value: string
}

/** Every `example`, `examples` and `default`, as text, and the place where it stands. */
function examplesIn(value: unknown, at: string = ''): readonly Example[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => {
    const here = at === '' ? key : `${at} ${key}`
    return ['example', 'examples', 'default'].includes(key)
      ? [{ at: here, value: JSON.stringify(part) }]
      : examplesIn(part, here)
  })
}

function ofEach(
  { paths }: LintDocument,
  find: (place: Place) => readonly string[],
): readonly string[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.has(method))
      .flatMap(([method, operation]) =>
        find({ at: `${method.toUpperCase()} ${path}`, path, operation }),
      ),
  )
}

function isProblem(content: NonNullable<LintAnswer['content']>): boolean {
  const { schema } = content['application/problem+json'] ?? {}
  const isOne = JSON.stringify(schema ?? null) === '{"$ref":"#/components/schemas/Problem"}'
  return isOne && Object.keys(content).length === 1
}
