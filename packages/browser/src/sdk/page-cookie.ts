/** Cookies of the page itself, which last as long as its browser lets what a script sets last. */

export function readCookie(name: string): string | undefined {
  try {
    return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1]
  } catch {
    // A sandboxed frame has none.
    return undefined
  }
}

/** @param until an attribute that says when it goes; without one, with the browser's session. */
export function writeCookie(name: string, text: string, until = ''): void {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere
    document.cookie = `${name}=${text};path=/;secure;samesite=lax${until}`
  } catch {
    // A sandboxed frame has none.
  }
}
