/** What no schema says of a creative: its addresses are safe, and it has what its kind needs. */
import type { Issue } from '@equipoise/core/values'
import type { CreativeForm } from './ad-forms.ts'
import { htmlIssue } from './check-html.ts'

const NEEDS: Readonly<Record<CreativeForm['kind'], 'text' | 'image' | 'html' | 'video'>> = {
  text: 'text',
  image: 'image',
  html: 'html',
  video: 'video',
}

export function creativeIssues(creative: CreativeForm): Issue[] {
  const { kind, link, image, video, html } = creative
  const needed = NEEDS[kind]
  const issues: Issue[] = []
  if (creative[needed] === undefined) {
    issues.push({ path: needed, code: 'content_missing', says: `A creative of ${kind} has it` })
  }
  const urls: [path: string, url: string | undefined][] = [
    ['link', link],
    ['image.url', image?.url],
    ['video.url', video?.url],
    ['video.captionsUrl', video?.captionsUrl],
  ]
  for (const [path, url] of urls) issues.push(...urlIssues(path, url))
  const wrong = html === undefined ? undefined : htmlIssue(html)
  if (wrong !== undefined) issues.push({ path: 'html', code: 'html_refused', says: wrong })
  for (const [path, shown] of textsOf(creative)) {
    if (hasControls(shown)) {
      issues.push({ path, code: 'text_unsafe', says: 'Want no control characters' })
    }
  }
  return issues
}

function urlIssues(path: string, text: string | undefined): Issue[] {
  if (text === undefined) return []
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:') {
    return [{ path, code: 'mixed_content', says: 'Want https, as the pages that show it have' }]
  }
  const isSafe = url?.protocol === 'https:' && url.username === '' && url.password === ''
  if (isSafe && !hasControls(text) && text.trim() === text) return []
  return [{ path, code: 'url_unsafe', says: 'Want an address that begins with https://' }]
}

function textsOf({ title, text, image, video, labels = [] }: CreativeForm): [string, string][] {
  const named: [string, string | undefined][] = [
    ['title', title],
    ['text', text?.replace(/\n/g, ' ')],
    ['image.alt', image?.alt],
    ['video.alt', video?.alt],
    ...labels.map((label, at): [string, string] => [`labels.${at}`, label]),
  ]
  return named.flatMap(([path, shown]) => (shown === undefined ? [] : [[path, shown]]))
}

/** Also those that turn the direction of a text about, so that it reads as another. */
function hasControls(text: string): boolean {
  return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text) || !text.isWellFormed()
}
