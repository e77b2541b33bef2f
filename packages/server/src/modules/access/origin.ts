import { EquipoiseError } from '../../errors.ts'

/**
 * An origin as browsers send it: scheme, host and port alone. Only `localhost` may go without TLS.
 */
export function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal(url))
  if (url === undefined || !isSecure || url.origin !== text) {
    throw new EquipoiseError(
      'invalid_request',
      'Cannot read an origin: want a scheme and a host as browsers send them, https://shop.example',
    )
  }
  return url.origin
}

function isLocal({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}
