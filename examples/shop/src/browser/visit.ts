/**
 * Goes from page to page without leaving: what the panel holds in memory then lives on. Where
 * anything is unusual, the browser goes by itself.
 */

/** @param onPage told once the new page is in its place. */
export function openVisits(onPage: () => void): void {
  let visits = 0

  async function visit(address: string, init: RequestInit, isBack = false): Promise<void> {
    visits += 1
    const own = visits
    try {
      const response = await fetch(address, init)
      const text = await response.text()
      // Somebody went on meanwhile.
      if (own !== visits) return
      if (!show(text)) return location.assign(address)
      if (!isBack) {
        history.pushState(null, '', response.url)
        scrollTo(0, 0)
      }
      onPage()
    } catch {
      location.assign(init.method === 'POST' ? location.href : address)
    }
  }

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || event.defaultPrevented || isSpecial(event)) return
    if (!isOurs(link)) return
    event.preventDefault()
    void visit(link.href, {})
  })
  document.addEventListener('submit', (event) => {
    const form = event.target
    // The banner's own form is the SDK's.
    if (event.defaultPrevented) return
    if (!(form instanceof HTMLFormElement) || new URL(form.action).pathname === '/as') return
    event.preventDefault()
    const said = new FormData(form, event.submitter)
    // The shop's forms have no files.
    const text = new URLSearchParams([...said].map(([name, value]) => [name, String(value)]))
    if (form.method === 'post') void visit(form.action, { method: 'POST', body: text })
    else void visit(`${form.action}?${text}`, {})
  })
  addEventListener('popstate', () => void visit(location.href, {}, true))
}

function isSpecial({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button !== 0 || metaKey || ctrlKey || shiftKey || altKey
}

function isOurs({ origin, pathname, hash, target }: HTMLAnchorElement): boolean {
  return (
    origin === location.origin && hash === '' && target === '' && !pathname.startsWith('/privacy')
  )
}

/** Puts the page's own part in place; false where it is none of the shop's. */
function show(text: string): boolean {
  const next = new DOMParser().parseFromString(text, 'text/html')
  const [main, old] = [next.getElementById('main'), document.getElementById('main')]
  if (main === null || old === null) return false
  old.replaceWith(document.adoptNode(main))
  document.title = next.title
  for (const selector of ['.basket span', '.as input[name=back]']) {
    const [from, to] = [next.querySelector(selector), document.querySelector(selector)]
    if (from && to) to.replaceWith(document.adoptNode(from))
  }
  main.focus({ preventScroll: true })
  return true
}
