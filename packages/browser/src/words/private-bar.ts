/** What the page says while a private session lasts, and the way to end it. */
import { BANNER_ID } from '../banner/view.ts'

/** Until the words of the person’s language are there. */
export const ENGLISH = {
  language: 'en',
  direction: 'ltr',
  says: 'Private session: nothing is recorded, nothing leaves.',
  end: 'End it',
}
const BAR = 'equipoise-private'

/** Says that it lasts, with a way to end it; or takes that away. */
export function drawPrivateBar(words: typeof ENGLISH | undefined, end: () => void): void {
  document.getElementById(BAR)?.remove()
  const root = document.documentElement
  root.style.paddingBlockEnd = root.style.scrollPaddingBlockEnd = ''
  if (words === undefined) return
  // No answer of somebody's would go out meanwhile.
  document.getElementById(BANNER_ID)?.remove()
  const bar = document.createElement('div')
  bar.id = BAR
  bar.setAttribute('role', 'status')
  bar.lang = words.language
  bar.dir = words.direction
  Object.assign(bar.style, LOOK)
  const button = document.createElement('button')
  button.textContent = words.end
  Object.assign(button.style, BUTTON_LOOK)
  button.addEventListener('click', end)
  bar.append(words.says, button)
  // Whatever the page does with its body, and before it has one.
  root.append(bar)
  // Nothing of the page, and nothing that the keyboard comes to, lies behind it for good.
  root.style.paddingBlockEnd = root.style.scrollPaddingBlockEnd = `${bar.offsetHeight}px`
}

const LOOK: Partial<CSSStyleDeclaration> = {
  position: 'fixed',
  inset: 'auto 0 0',
  zIndex: '2147483646',
  padding: '8px 16px',
  display: 'flex',
  gap: '16px',
  alignItems: 'center',
  justifyContent: 'center',
  font: '14px/1.5 system-ui,sans-serif',
  background: '#12232e',
  color: '#fbfaf7',
}

const BUTTON_LOOK: Partial<CSSStyleDeclaration> = {
  minHeight: '44px',
  padding: '0 16px',
  font: 'inherit',
  color: 'inherit',
  background: 'none',
  border: '1px solid',
  borderRadius: '10px',
}
