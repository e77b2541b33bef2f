/**
 * The headers by which a mail program offers to stop a list: RFC 2369 (`List-*`), RFC 2919
 * (`List-Id`) and RFC 8058 (one click, by a POST that needs no login). A signature has to cover
 * both headers of RFC 8058, so `SIGNED_HEADERS` names them.
 */
export interface ListLinks {
  /** https; where a POST of `List-Unsubscribe=One-Click` ends it. */
  readonly unsubscribeUrl: string
  /** A mailbox that ends it too; left out where there is none. */
  readonly unsubscribeAddress?: string | undefined
  /** Where one reads what this list is, and changes it. */
  readonly helpUrl: string
  readonly listId: string
  readonly domain: string
}

export function listHeaders(links: ListLinks): Readonly<Record<string, string>> {
  const { unsubscribeUrl, unsubscribeAddress, helpUrl, listId, domain } = links
  const mailto = unsubscribeAddress === undefined ? '' : `, <mailto:${unsubscribeAddress}>`
  return {
    'List-Id': `<${listId}.${domain}>`,
    'List-Unsubscribe': `<${unsubscribeUrl}>${mailto}`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Help': `<${helpUrl}>`,
  }
}

export const SIGNED_HEADERS: readonly string[] = [
  'From',
  'Reply-To',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'List-Id',
  'List-Help',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Auto-Submitted',
  'Feedback-ID',
]
