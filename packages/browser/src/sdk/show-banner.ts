/**
 * Shows the banner and takes the answer. It is not modal: the page stays usable, the keyboard is
 * not caught, and Escape decides nothing. What was answered is sent once; where that fails a no
 * stands all the same, and a yes is asked for again another time.
 */
import { BANNER_ID, type DrawnBanner } from '../banner/view.ts'
import type { Host } from './parts.ts'
import { toElement } from './to-element.ts'

type Purposes = DrawnBanner['purposes']

let sheet: CSSStyleSheet | undefined

/** Shows it until the person has answered. */
export function showBanner(host: Host, banner: DrawnBanner, wasAsked: boolean): void {
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(banner.style)
    document.adoptedStyleSheets.push(sheet)
  }
  document.getElementById(BANNER_ID)?.remove()
  // What has the focus can take it: HTML and SVG elements alike.
  const returnTo = document.activeElement as HTMLElement | null
  const root = document.documentElement.style
  const element = toElement(banner.tree)
  const onKey = (event: KeyboardEvent): void => {
    // What the key gives the focus to is never hidden behind it (WCAG 2.2, 2.4.11).
    root.scrollPaddingBlockEnd = element.isConnected ? `${element.offsetHeight}px` : ''
    if (!element.isConnected) removeEventListener('keydown', onKey)
    if (event.key === 'Enter' && element.querySelector('input:focus')) event.preventDefault()
  }
  element.addEventListener('submit', (event) => {
    event.preventDefault()
    const give = givenIn(element, event.submitter?.getAttribute('value'), banner.purposes)
    element.remove()
    if (wasAsked) returnTo?.focus()
    void answer(host, banner, give)
  })
  addEventListener('keydown', onKey)
  document.body.prepend(element)
  if (wasAsked) element.querySelector('h2')?.focus()
}

/** Without a script the same answer is a form post; see the server's form route. */
function givenIn(
  element: HTMLElement,
  said: string | null | undefined,
  purposes: Purposes,
): Purposes {
  if (said === 'accept') return purposes
  if (said !== 'save') return []
  const given = [...element.querySelectorAll<HTMLElement>('input:checked')].flatMap((one) =>
    one.dataset['gives']?.split(' '),
  )
  return purposes.filter((one) => given.includes(one))
}

async function answer(
  { standing, connection }: Host,
  { purposes, nonce, notice }: DrawnBanner,
  give: Purposes,
): Promise<void> {
  const refuse = purposes.filter((one) => !give.includes(one))
  const isHeard = await standing.say({ give, refuse, nonce })
  if (isHeard || !give[0]) return
  // The page was open for longer than a nonce is good: the same words, and another nonce.
  const { id, version, language } = notice
  const { json } = await connection.send(`/v1/notices/${id}/nonce`, { version, language })
  if (typeof json['nonce'] === 'string') await standing.say({ give, refuse, nonce: json['nonce'] })
}
