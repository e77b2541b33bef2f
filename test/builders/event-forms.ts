/**
 * The forms of other people's events, which our document leaves open: Segment's and CloudEvents.
 */
import type { JsonSchema } from './schema-values.ts'

const TEXT: JsonSchema = { type: 'string' }
const ID: JsonSchema = { type: 'string', minLength: 1, maxLength: 256 }
const TIME: JsonSchema = { type: 'string', format: 'date-time' }

const PRODUCT: JsonSchema = {
  type: 'object',
  properties: { product_id: ID, sku: ID, item_id: ID, name: TEXT, price: { type: 'number' } },
  additionalProperties: true,
}

const CONTEXT: JsonSchema = {
  type: 'object',
  properties: {
    consent: {
      type: 'object',
      properties: {
        categoryPreferences: {
          type: 'object',
          properties: {
            site_personalization: { type: 'boolean' },
            model_training: { type: 'boolean' },
          },
          additionalProperties: true,
        },
      },
    },
    ip: TEXT,
    locale: TEXT,
    traits: { type: 'object' },
  },
  additionalProperties: true,
}

const CALL: JsonSchema = {
  type: 'object',
  properties: {
    type: { enum: ['track', 'page', 'screen', 'identify', 'alias', 'group'] },
    event: {
      enum: [
        'Product Viewed',
        'Product Added',
        'Order Completed',
        'view_item',
        'purchase',
        'Other',
      ],
    },
    userId: { ...ID },
    anonymousId: ID,
    previousId: ID,
    groupId: ID,
    messageId: ID,
    timestamp: TIME,
    sentAt: TIME,
    originalTimestamp: TIME,
    name: TEXT,
    traits: { type: 'object' },
    context: CONTEXT,
    properties: {
      type: 'object',
      properties: {
        ...PRODUCT.properties,
        products: { type: 'array', items: PRODUCT },
        items: { type: 'array', items: PRODUCT },
      },
      additionalProperties: true,
    },
    writeKey: TEXT,
  },
  required: ['event', 'type'],
  additionalProperties: false,
}

const CLOUD_EVENT: JsonSchema = {
  type: 'object',
  properties: {
    specversion: { enum: ['1.0', '1.0', '0.3'] },
    id: ID,
    source: TEXT,
    type: { enum: ['com.shop.product.viewed', 'Product Viewed', 'track', 'purchase'] },
    subject: ID,
    time: TIME,
    datacontenttype: { enum: ['application/json', 'text/plain'] },
    data: CALL,
    data_base64: TEXT,
  },
  required: ['specversion', 'id', 'source', 'type'],
  additionalProperties: true,
}

/** By path. */
export const EVENT_FORMS: Readonly<Record<string, JsonSchema>> = {
  ...Object.fromEntries(
    ['track', 'page', 'screen', 'identify', 'alias', 'group'].map((kind) => [`/v1/${kind}`, CALL]),
  ),
  '/v1/batch': {
    type: 'object',
    properties: { batch: { type: 'array', items: CALL }, sentAt: TIME, writeKey: TEXT },
    required: ['batch'],
    additionalProperties: false,
  },
  '/v1/events': CLOUD_EVENT,
  '/v1/items/bulk': {
    type: 'object',
    properties: {
      id: ID,
      title: { type: 'string', maxLength: 500 },
      categories: { type: 'array', items: { type: 'string', maxLength: 500 } },
      attributes: { type: 'object', additionalProperties: { type: 'string', maxLength: 500 } },
      priceMinor: { type: 'integer', minimum: 0 },
      currency: { enum: ['EUR', 'USD'] },
      available: { type: 'boolean' },
      sensitive: { type: 'array', items: { type: 'string', maxLength: 500 } },
    },
    required: ['id', 'title'],
    additionalProperties: false,
  },
}
