/**
 * Shows the banner and takes the answer. It is not modal: the page stays usable, the keyboard is
 * not caught, and Escape decides nothing. What was answered is sent once; where that fails a no
 * stands all the same, and a yes is asked for again another time.
 */
import type { BannerPart, Host } from '../sdk/parts.ts'
import style from './banner.css'
import { bannerLayout } from './layout.ts'
import { toElements } from './to-elements.ts'
import { BANNER_ID, type BannerView } from './view.ts'

let sheet: CSSStyleSheet | undefined

export const show: BannerPart['show'] = (host, view, wasAsked) => {
  addStyle()
  document.getElementById(BANNER_ID)?.remove()
  const returnTo = document.activeElement
  const banner = toElements(bannerLayout(view))
  const close = (): void => {
    banner.remove()
    room('')
    if (wasAsked && returnTo instanceof HTMLElement) returnTo.focus()
  }
  banner.addEventListener('submit', (event) => {
    event.preventDefault()
    close()
    void answer(host, view, answerIn(event, view))
  })
  banner.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
  })
  document.body.prepend(banner)
  // What has the focus is never hidden behind it (WCAG 2.2, 2.4.11).
  room(`${banner.offsetHeight}px`)
  if (wasAsked) banner.querySelector('h2')?.focus()
}

/** Without a script the same answer is a form post; see the server's form route. */
function answerIn(event: SubmitEvent, { purposes, groups }: BannerView): BannerView['purposes'] {
  const form = event.currentTarget instanceof HTMLElement ? event.currentTarget : undefined
  const said = event.submitter?.getAttribute('value')
  if (said === 'accept') return purposes
  if (said !== 'save') return []
  const ticked = [...(form?.querySelectorAll<HTMLInputElement>('input:checked') ?? [])]
  const chosen = groups.filter(({ id }) => ticked.some(({ value }) => value === id))
  if (chosen.length === 0) return []
  const given = chosen.flatMap((group) => group.purposes)
  return purposes.filter((one) => one === 'device_storage' || given.includes(one))
}

async function answer(
  { standing, connection }: Host,
  { purposes, nonce, notice }: BannerView,
  give: BannerView['purposes'],
): Promise<void> {
  const refuse = purposes.filter((one) => !give.includes(one))
  if (give.length === 0) return void standing.say({ give, refuse })
  if (await standing.say({ give, refuse, nonce })) return
  // The page was open for longer than a nonce is good: the same words, and another nonce.
  const { id, version, language } = notice
  const { json } = await connection.send(`/v1/notices/${id}/nonce`, { version, language })
  if (typeof json['nonce'] === 'string') await standing.say({ give, refuse, nonce: json['nonce'] })
}

function addStyle(): void {
  if (sheet !== undefined) return
  sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  document.adoptedStyleSheets.push(sheet)
}

function room(size: string): void {
  document.documentElement.style.scrollPaddingBlockEnd = size
}
