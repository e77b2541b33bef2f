/**
 * What the store keeps for email. About people: a contact (their address and what they chose) and
 * what was sent to them, sealed with their own key. About nobody: documents (lists, templates,
 * campaigns, automations), sends, and two sets of keyed hashes that outlive a person: mailboxes
 * that are never written to again, and how many mails began to a domain on a day.
 */
import type { DeliveryState, EmailAddress } from '@equipoise/core/email'
import type { Instant, SubjectId } from '@equipoise/core/values'
import type {
  CenterReader,
  CenterSystemReader,
  CenterSystemWriter,
  CenterWriter,
} from './center-port.ts'

/** One address of one person, and what they chose about it. */
export interface EmailContact {
  readonly address: EmailAddress
  /** IANA name of the zone in which they live, where they said so. */
  readonly zone: string | undefined
  /** Values for templates, by name. */
  readonly fields: Readonly<Record<string, string>>
  /** How they stand to each list, and since when. */
  readonly lists: Readonly<Record<string, ListStanding>>
  /** Items that they asked to be told of when they are back. */
  readonly watches: readonly { readonly item: string; readonly since: Instant }[]
  readonly relationship: EmailRelationship | undefined
  /** When it was shown that they read mail there: by a link in one, or as the business told. */
  readonly provenAt?: Instant | undefined
  /** Given before it was known who they are: it proves nothing of them until it is given anew. */
  readonly isOfDevice?: boolean | undefined
  readonly createdAt: Instant
}

export const LIST_STANDINGS = ['pending', 'confirmed', 'left'] as const

export interface ListStanding {
  readonly standing: (typeof LIST_STANDINGS)[number]
  readonly since: Instant
}

/** What may stand in for consent where a law lets it (soft opt-in). */
export interface EmailRelationship {
  readonly context: 'purchase' | 'negotiation' | 'free_account' | undefined
  readonly lastPurchaseAt: Instant | undefined
  readonly lastInquiryAt: Instant | undefined
  /** What is written of is one's own, and like what they bought. */
  readonly ownSimilarProducts: boolean
}

/** Why a mailbox is never written to again. Nothing but this is kept beside its hash. */
export const SUPPRESSION_REASONS = [
  'withdrawn',
  'complaint',
  'bounced',
  'erased',
  'imported',
] as const
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number]

/** Names one mail to one person. The same is never sent twice. */
export interface DeliveryKey {
  readonly send: string
  readonly subject: SubjectId
  /** Hash of what it is about, base64url; of a campaign always the same. */
  readonly occurrence: string
}

export interface Delivery extends DeliveryKey {
  readonly state: DeliveryState
  readonly attempts: number
}

/** What is kept of a mail, for the person who got it. */
export interface DeliveryDetail {
  /** Chosen beforehand by an automation; else chosen when it is sent. */
  readonly plan?: readonly string[] | undefined
  readonly messageId?: string | undefined
  readonly subject?: string | undefined
  readonly rung?: string | undefined
  readonly items?: readonly string[] | undefined
  /** When its last transaction began. */
  readonly at?: Instant | undefined
  /** Only of those who agreed to `email_tracking`. */
  readonly opened?: readonly Instant[] | undefined
  readonly followed?: readonly { readonly url: string; readonly at: Instant }[] | undefined
}

export interface KeptDelivery extends DeliveryDetail {
  readonly send: string
  readonly state: DeliveryState
  readonly code: string
}

/** What has to hold, in the same transaction, for a mail to begin. */
export interface Beginning {
  readonly key: DeliveryKey
  readonly address: EmailAddress
  readonly detail: DeliveryDetail
  /** Of its own day (UTC) and the address's domain, at most so many mails begin. */
  readonly day: string
  readonly perDayMax: number
  /** Suppressed for these it may go all the same: a mail that asks, at the person's own wish. */
  readonly despite?: readonly SuppressionReason[]
}

/** `gone`: begun, ended or erased already. `changed`: the address is another one now. */
export type Begun = 'begun' | 'gone' | 'changed' | 'suppressed' | 'paced'

export const EMAIL_DOCUMENT_KINDS = ['list', 'template', 'campaign', 'automation'] as const
export type EmailDocumentKind = (typeof EMAIL_DOCUMENT_KINDS)[number]

/** `body` is JSON of a form that its module knows. */
export interface EmailDocument {
  readonly kind: EmailDocumentKind
  readonly id: string
  readonly body: string
  readonly updatedAt: Instant
}

export interface EmailSend {
  readonly send: string
  /** `preparing`: its people are being gone through. */
  readonly status: 'preparing' | 'started' | 'stopped'
  /** JSON: the campaign and template as they were when it was started, and what was refused. */
  readonly body: string
  /** The last person who was gone through. */
  readonly cursor: SubjectId | undefined
  readonly startedAt: Instant
}

export interface EmailSystemReader extends CenterSystemReader {
  /** People who have shown that they read mail to that address; capitals and tags aside. */
  listContactsAt(address: EmailAddress, count: number): Promise<readonly SubjectId[]>
  findEmailDocument(kind: EmailDocumentKind, id: string): Promise<EmailDocument | undefined>
  /** By id. */
  listEmailDocuments(kind: EmailDocumentKind): Promise<readonly EmailDocument[]>
  findEmailSend(send: string): Promise<EmailSend | undefined>
  listEmailSends(): Promise<readonly EmailSend[]>
  /** Ids of people with a contact, in a fixed order: the gate is asked about each. */
  listEmailContacts(after: SubjectId | undefined, count: number): Promise<readonly SubjectId[]>
  /** Queued, and due by then; the longest due first. */
  listDueDeliveries(at: Instant, count: number): Promise<readonly Delivery[]>
  /** When the next queued one is due. */
  nextDeliveryAt(): Promise<Instant | undefined>
  /** How many of a send are in each state, and why. */
  countDeliveries(
    send: string,
  ): Promise<
    readonly { readonly state: DeliveryState; readonly code: string; readonly count: number }[]
  >
  countSuppressions(): Promise<number>
  findSuppression(address: EmailAddress): Promise<SuppressionReason | undefined>
}

export interface EmailSystemWriter extends EmailSystemReader, CenterSystemWriter {
  putEmailDocument(document: EmailDocument): Promise<void>
  deleteEmailDocument(kind: EmailDocumentKind, id: string): Promise<boolean>
  /** False where there is such a send: then nothing is changed. */
  createEmailSend(send: EmailSend): Promise<boolean>
  updateEmailSend(
    send: string,
    change: Partial<Omit<EmailSend, 'send' | 'startedAt'>>,
  ): Promise<void>
  /** Puts people in the row; whoever is in it already stays as they are. Returns how many came. */
  enqueue(
    send: string,
    deliveries: readonly { readonly subject: SubjectId; readonly dueAt: Instant }[],
  ): Promise<number>
  /** Ends, or puts off, one that is `from`; false where it is not any more. */
  moveDelivery(
    key: DeliveryKey,
    from: 'queued' | 'sending',
    to: {
      readonly state: DeliveryState
      readonly dueAt?: Instant | undefined
      readonly code: string
    },
  ): Promise<boolean>
  /** What a crash left in the middle is in doubt from now on. Returns how many there were. */
  doubtSending(): Promise<number>
  /** Ends what of a send is still queued. Returns how many there were. */
  dropQueued(send: string, code: string): Promise<number>
  suppress(address: EmailAddress, reason: SuppressionReason): Promise<void>
  /** Contacts that nobody confirmed in time go. Returns how many there were. */
  sweepContacts(at: Instant): Promise<number>
}

/** Under a permit for `email_marketing`, or for `email_tracking` where it says so. */
export interface MailReader {
  findContact(): Promise<EmailContact | undefined>
  findDelivery(key: DeliveryKey): Promise<DeliveryDetail | undefined>
  listDeliveries(): Promise<readonly KeptDelivery[]>
}

export interface MailWriter extends MailReader {
  beginDelivery(beginning: Beginning): Promise<Begun>
  /** Plans a mail of an automation; false where it was planned before. */
  planDelivery(
    key: Omit<DeliveryKey, 'occurrence'>,
    plan: {
      readonly occurrence: string
      readonly items: readonly string[]
      readonly dueAt: Instant
    },
  ): Promise<boolean>
  /** Notes what they did with a mail; false where there is no such mail. `email_tracking` only. */
  noteTracked(
    key: DeliveryKey,
    what: { readonly at: Instant; readonly url?: string },
  ): Promise<boolean>
}

/** What a person, or whoever acts for them, may do with their own contact. */
export interface ContactReader extends CenterReader {
  findContact(): Promise<EmailContact | undefined>
  /** Latest first. */
  listDeliveries(): Promise<readonly KeptDelivery[]>
}

export interface ContactWriter extends ContactReader, CenterWriter {
  /**
   * Acts `consent` and `correction`.
   *
   * @param pendingUntil where nothing of it is confirmed: then it goes.
   */
  putContact(contact: EmailContact, pendingUntil: Instant | undefined): Promise<void>
  removeContact(): Promise<boolean>
  /** Never writes to the person's address again, until they ask for it themselves. */
  suppressContact(reason: SuppressionReason): Promise<void>
  /** They asked for mail again, at this very address. Act `consent`. */
  liftSuppression(): Promise<void>
  /** A mail that asks whether they want any: the only one without a permit. Act `consent`. */
  beginDelivery(beginning: Beginning): Promise<Begun>
  planDelivery: MailWriter['planDelivery']
}
