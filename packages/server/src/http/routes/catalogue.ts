/** The catalogue: one item, many lines, or none any more. */
import type { Issue } from '@equipoise/core/values'
import { Type } from 'typebox'
import type { App } from '../../app.ts'
import { EquipoiseError, type ErrorCode } from '../../errors.ts'
import { BULK_LINES_MAX, parseItem, SEARCHED_ITEMS_MAX } from '../../modules/catalogue/index.ts'
import type { CatalogueItem } from '../../store/index.ts'
import type { Api } from '../api.ts'
import { ItemForm } from '../documented-bodies.ts'
import { LINES_TYPE, readLinesBodies } from '../read-body.ts'
import { BulkAnswer, Item, ItemBody, ItemPath, LinesBody, list } from '../schemas.ts'
import { bodyProblems, problems } from './problems.ts'

const LINES_BYTES_MAX = 8 * 1024 * 1024
const PAGE_MAX = 200

const PageQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 100, description: 'In title or categories' })),
    category: Type.Optional(Type.String({ maxLength: 500, description: 'One of its categories' })),
    offset: Type.Optional(Type.String({ pattern: '^[0-9]{1,7}$', description: 'From 0' })),
    count: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,3}$', description: `1 to ${PAGE_MAX}; 50 without it` }),
    ),
  },
  { additionalProperties: false },
)

export function catalogueRoutes(api: Api, app: App): void {
  const { catalogue } = app

  api.route({
    method: 'PUT',
    url: '/v1/items/:id',
    config: { may: 'write_catalogue', documentedBody: ItemForm },
    schema: {
      operationId: 'putItem',
      tags: ['catalogue'],
      summary: 'List an item, or describe it anew',
      description: 'It replaces what was listed under this id, and counts in the next decision.',
      params: ItemPath,
      body: ItemBody,
      response: { 200: Item, ...bodyProblems() },
    },
    handler: async ({ params: { id }, body }) => {
      const item = parseItem(body, id)
      if (!item.ok) {
        const [issue] = item.issues
        throw new EquipoiseError(codeOf(issue), `Cannot read the item: ${issue?.says}`, {
          details: { issues: item.issues },
        })
      }
      await catalogue.put(item.value)
      return view(item.value)
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/items/:id',
    config: { may: 'read_catalogue' },
    schema: {
      operationId: 'readItem',
      tags: ['catalogue'],
      summary: 'Read an item',
      params: ItemPath,
      response: { 200: Item, ...problems(404) },
    },
    handler: async ({ params: { id } }) => {
      const item = catalogue.find(id)
      if (!item) throw new EquipoiseError('not_found', 'Cannot find the item')
      return view(item)
    },
  })

  api.route({
    method: 'GET',
    url: '/v1/items',
    config: { may: 'read_catalogue' },
    schema: {
      operationId: 'listItems',
      tags: ['catalogue'],
      summary: 'List items, page by page: all, those of a category, those that a text is found in',
      querystring: PageQuery,
      response: {
        200: Type.Object({
          total: Type.Integer(),
          complete: Type.Boolean({
            description: `False where a search did not look at all: it looks at ${SEARCHED_ITEMS_MAX.toLocaleString('en')} items`,
          }),
          items: list(Item),
        }),
        ...problems(),
      },
    },
    handler: async ({ query }) => {
      const offset = Number(query.offset ?? 0)
      const count = Number(query.count ?? 50)
      if (count < 1 || count > PAGE_MAX) {
        throw new EquipoiseError('invalid_count', `Cannot list that many: want 1 to ${PAGE_MAX}`)
      }
      const { search = '', category } = query
      const { items, ...found } = catalogue.search({ search, category, offset, count })
      return { ...found, items: items.map(view) }
    },
  })

  api.route({
    method: 'DELETE',
    url: '/v1/items/:id',
    config: { may: 'write_catalogue' },
    schema: {
      operationId: 'deleteItem',
      tags: ['catalogue'],
      summary: 'Take an item off the catalogue; it is no longer recommended',
      params: ItemPath,
      response: { 204: Type.Null(), ...bodyProblems(404) },
    },
    handler: async ({ params: { id } }, reply) => {
      await catalogue.remove(id)
      return reply.code(204).send(null)
    },
  })
}

/** In a scope of its own: no other route reads lines, and this one reads nothing else. */
export function bulkRoutes(api: Api, { catalogue }: App): void {
  readLinesBodies(api)
  api.route({
    method: 'POST',
    url: '/v1/items/bulk',
    bodyLimit: LINES_BYTES_MAX,
    config: { may: 'write_catalogue' },
    schema: {
      operationId: 'putItems',
      tags: ['catalogue'],
      summary: 'List many items, one JSON object a line',
      description: `At most ${BULK_LINES_MAX} lines of ${LINES_TYPE}, each as the body of PUT /v1/items/{id} with its id. Good lines are kept, bad ones are named.`,
      consumes: [LINES_TYPE],
      body: LinesBody,
      response: { 200: BulkAnswer, ...bodyProblems() },
    },
    handler: ({ body }) => catalogue.putLines(body),
  })
}

/** Each issue has a code of its own; the ones that the catalogue of errors knows come first. */
function codeOf(issue: Issue | undefined): ErrorCode {
  if (issue?.code === 'unknown_field') return 'unknown_field'
  return issue?.path === 'id' ? 'invalid_id' : 'invalid_request'
}

function view(item: CatalogueItem) {
  const { title, priceMinor, currency, categories, sensitive, attributes, id, available } = item
  return {
    id,
    categories,
    attributes,
    available,
    sensitive,
    ...(title === undefined ? {} : { title }),
    ...(priceMinor === undefined ? {} : { priceMinor }),
    ...(currency === undefined ? {} : { currency }),
  }
}
