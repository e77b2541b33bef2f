/** Makes `<equipoise-privacy-center>` known to the page. */
import { spokenNow } from '../languages/say.ts'
import { type OpenedCenter, openCenter } from './center.ts'
import { switchInPlace } from './page-language.ts'

/** In the history of the tab: somebody came by a token here. */
const SIGNED_IN = 'equipoise-signed-in'

class PrivacyCenter extends HTMLElement {
  static readonly observedAttributes: readonly string[] = ['lang']

  connectedCallback(): void {
    if (this.childElementCount > 0) return
    const { token } = this.dataset
    const asked = this.lang
    const server = this.getAttribute('server')
    const location = this.getAttribute('location')
    this.#center = openCenter(this, {
      key: this.getAttribute('key') ?? '',
      ...(server !== null && { server }),
      ...(location !== null && { location }),
      subjectToken: () => this.token ?? token,
      isSignInGone: () => (this.token ?? token) === undefined && wasSignedIn(),
    })
    switchInPlace(this, () => this.token !== undefined)
    const { documentElement } = document
    const tags = [asked, documentElement.lang, ...navigator.languages].filter((one) => one !== '')
    void this.#center.speak(tags)
  }

  /** Another language while it is there. */
  attributeChangedCallback(_: string, before: string | null, now: string | null): void {
    if (now === null || now === before || now === spokenNow().language) return
    void this.#center?.speak([now])
  }

  #center: OpenedCenter | undefined

  /** A token that the business's back end signed, where somebody has signed in. */
  token: string | undefined = tokenInAddress()
}

/** A link may bring one behind `#`, which is sent to nobody; it is taken out of sight at once. */
function tokenInAddress(): string | undefined {
  const found = /^#token=([\w.-]+)$/.exec(location.hash)?.[1]
  if (found === undefined) return undefined
  history.replaceState(history.state, '', location.pathname + location.search)
  markSignedIn()
  // Each section that one goes to is an entry of its own in the history.
  addEventListener('hashchange', markSignedIn)
  return found
}

function markSignedIn(): void {
  history.replaceState({ ...history.state, [SIGNED_IN]: true }, '')
}

/** The token is gone with a reload; that there was one is not. */
function wasSignedIn(): boolean {
  return Object(history.state)[SIGNED_IN] === true
}

if (customElements.get('equipoise-privacy-center') === undefined) {
  customElements.define('equipoise-privacy-center', PrivacyCenter)
}
