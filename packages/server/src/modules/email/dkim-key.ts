/**
 * The key that mails are signed with (DKIM, RFC 6376; RSA of 2048 bits as RFC 8301 wants). It is
 * made here and never shown: it lies wrapped in `keys/dkim.key`. Its public half is what the DNS
 * publishes at `SELECTOR._domainkey.DOMAIN`.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { RootKeys } from '../../keys/root-keys.ts'

const SECRET = 'dkim'
const BITS = 2_048
const OPENED = new WeakMap<RootKeys, string>()

/** PEM (PKCS #8). */
export function dkimKey(root: RootKeys): string {
  const known = OPENED.get(root) ?? root.readSecret(SECRET)?.toString('utf8') ?? makeKey(root)
  OPENED.set(root, known)
  return known
}

function makeKey(root: RootKeys): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  root.writeSecret(SECRET, Buffer.from(pem))
  return pem
}

export interface DkimRecord {
  readonly name: string
  readonly type: 'TXT'
  readonly value: string
}

/** What the DNS of the sender's domain has to say. */
export function dkimRecord(root: RootKeys, domain: string, selector: string): DkimRecord {
  const der = createPublicKey(dkimKey(root)).export({ type: 'spki', format: 'der' })
  const value = `v=DKIM1; k=rsa; p=${der.toString('base64')}`
  return { name: `${selector}._domainkey.${domain}`, type: 'TXT', value }
}
