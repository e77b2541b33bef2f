/** What is held of a person for email, as they get it. */
import { formatInstant, type Instant } from '@equipoise/core/values'
import type {
  EmailContact,
  KeptCenterAccess,
  KeptDelivery,
  RightsReader,
} from '../../store/index.ts'

export interface ExportedEmail {
  readonly contact: ExportedContact | null
  /** What was sent, or is to be, the latest first. */
  readonly deliveries: readonly ExportedDelivery[]
}

export interface ExportedContact {
  readonly address: string
  readonly zone: string | null
  readonly fields: Readonly<Record<string, string>>
  readonly lists: readonly {
    readonly list: string
    readonly standing: string
    readonly since: string
  }[]
  readonly watches: readonly { readonly item: string; readonly since: string }[]
  readonly relationship: {
    readonly context: string | null
    readonly lastPurchaseAt: string | null
    readonly lastInquiryAt: string | null
    readonly ownSimilarProducts: boolean
  } | null
  /** When it was shown that they read mail there. */
  readonly provenAt: string | null
  /** Given before it was known who they are. */
  readonly ofDevice: boolean
  readonly createdAt: string
}

export interface ExportedCenterAccess {
  readonly askedAt: string
  readonly openedAt: string | null
  readonly sameBrowser: boolean
  readonly language: string
  readonly until: string
}

export interface ExportedDelivery {
  readonly send: string
  readonly state: string
  readonly code: string
  readonly at: string | null
  readonly subject: string | null
  readonly rung: string | null
  readonly items: readonly string[]
  readonly opened: readonly string[]
  readonly followed: readonly { readonly url: string; readonly at: string }[]
}

export async function exportEmailOf(reader: RightsReader): Promise<ExportedEmail> {
  const contact = await reader.findContact()
  return {
    contact: contact === undefined ? null : viewContact(contact),
    deliveries: (await reader.listDeliveries()).map(viewDelivery),
  }
}

function viewContact(contact: EmailContact): ExportedContact {
  const { address, zone, fields, lists, watches, relationship, provenAt, createdAt } = contact
  const { isOfDevice = false } = contact
  return {
    address,
    zone: zone ?? null,
    fields,
    lists: Object.entries(lists).map(([list, { standing, since }]) => ({
      list,
      standing,
      since: formatInstant(since),
    })),
    watches: watches.map(({ item, since }) => ({ item, since: formatInstant(since) })),
    relationship:
      relationship === undefined
        ? null
        : {
            context: relationship.context ?? null,
            lastPurchaseAt: timeOrNull(relationship.lastPurchaseAt),
            lastInquiryAt: timeOrNull(relationship.lastInquiryAt),
            ownSimilarProducts: relationship.ownSimilarProducts,
          },
    provenAt: timeOrNull(provenAt),
    ofDevice: isOfDevice,
    createdAt: formatInstant(createdAt),
  }
}

export function viewCenterAccess(kept: KeptCenterAccess): ExportedCenterAccess {
  const { askedAt, openedAt, isSameBrowser = false, language, until } = kept
  return {
    askedAt: formatInstant(askedAt),
    openedAt: timeOrNull(openedAt),
    sameBrowser: isSameBrowser,
    language,
    until: formatInstant(until),
  }
}

function viewDelivery({ send, state, code, ...detail }: KeptDelivery): ExportedDelivery {
  const { at, subject, rung, items, plan, opened = [], followed = [] } = detail
  return {
    send,
    state,
    code,
    at: timeOrNull(at),
    subject: subject ?? null,
    rung: rung ?? null,
    items: items ?? plan ?? [],
    opened: opened.map(formatInstant),
    followed: followed.map((one) => ({ url: one.url, at: formatInstant(one.at) })),
  }
}

function timeOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : formatInstant(at)
}
