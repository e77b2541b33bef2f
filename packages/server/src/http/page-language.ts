/**
 * The language of a page of ours: the one that its address asks for (`?lang=`), else the browser's
 * (`Accept-Language`, RFC 9110, 12.5.4). Nothing is kept of it.
 */
import { type Translation, wordsFor } from '@equipoise/browser/languages'
import type { FastifyRequest } from 'fastify'

const LENGTH_MAX = 500
const TAGS_MAX = 20

export function languageOf({ query, headers }: FastifyRequest): Translation {
  const asked = Object(query)['lang']
  return wordsFor([
    ...(typeof asked === 'string' ? [asked] : []),
    ...preferred(headers['accept-language'] ?? ''),
  ])
}

/** Best first; what cannot be read comes last, and what is not wanted does not come. */
function preferred(header: string): readonly string[] {
  return header
    .slice(0, LENGTH_MAX)
    .split(',')
    .slice(0, TAGS_MAX)
    .map((part) => {
      const [tag = '', weight = 'q=1'] = part.trim().split(/\s*;\s*/)
      return { tag, quality: Number(/^q=(\d(?:\.\d{1,3})?)$/.exec(weight)?.[1] ?? 0) }
    })
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .toSorted((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag)
}
