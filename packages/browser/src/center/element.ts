/** Makes `<equipoise-privacy-center>` known to the page. */
import { openCenter } from './center.ts'

class PrivacyCenter extends HTMLElement {
  connectedCallback(): void {
    if (this.childElementCount > 0) return
    const { token } = this.dataset
    const server = this.getAttribute('server')
    const location = this.getAttribute('location')
    void openCenter(this, {
      key: this.getAttribute('key') ?? '',
      ...(server !== null && { server }),
      ...(location !== null && { location }),
      subjectToken: () => this.token ?? token,
    })
  }

  /** A token that the business's back end signed, where somebody has signed in. */
  token: string | undefined = tokenInAddress()
}

/** A link may bring one behind `#`, which is sent to nobody; it is taken out of sight at once. */
function tokenInAddress(): string | undefined {
  const found = /^#token=([\w.-]+)$/.exec(location.hash)?.[1]
  if (found !== undefined) history.replaceState(null, '', location.pathname + location.search)
  return found
}

if (customElements.get('equipoise-privacy-center') === undefined) {
  customElements.define('equipoise-privacy-center', PrivacyCenter)
}
