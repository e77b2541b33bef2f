/**
 * Another language of our own page without leaving it. Whoever came by a token in the address is
 * known by nothing else: a new page would know nobody. Without that, or a script, it is a form.
 */

const FORM = 'form[data-language]'
/** What the server says around the center. */
const AROUND = ['.skip', 'header', '.way'] as const

/** @param isHeld whether somebody is known by what only this page holds. */
export function switchInPlace(center: HTMLElement, isHeld: () => boolean): void {
  document.addEventListener('submit', (event) => {
    const { target: form } = event
    if (!(form instanceof HTMLFormElement && form.matches(FORM)) || !isHeld()) return
    event.preventDefault()
    void switchTo(String(new FormData(form).get('lang')), form.action, center)
  })
}

async function switchTo(language: string, action: string, center: HTMLElement): Promise<void> {
  const { pathname } = new URL(action)
  const address = `${pathname}?lang=${encodeURIComponent(language)}`
  const page = await readPage(address)
  // Where nothing came all stays as it is: half a page in each language helps nobody.
  if (page === undefined) return
  const { title, documentElement } = page
  for (const part of AROUND) {
    const now = page.querySelector(part)
    if (now !== null) document.querySelector(part)?.replaceWith(now)
  }
  document.title = title
  Object.assign(document.documentElement, { lang: documentElement.lang, dir: documentElement.dir })
  history.replaceState(history.state, '', address)
  document.querySelector<HTMLElement>(`${FORM} button`)?.focus()
  center.lang = language
}

async function readPage(address: string): Promise<Document | undefined> {
  try {
    const response = await fetch(address)
    return response.ok
      ? new DOMParser().parseFromString(await response.text(), 'text/html')
      : undefined
  } catch {
    return undefined
  }
}
