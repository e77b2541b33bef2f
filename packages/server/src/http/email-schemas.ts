/** The forms of email: lists, templates, campaigns, automations, people's addresses, sends. */
import { AUTOMATION_KINDS, ITEMS_MAX } from '@equipoise/core/email'
import { Type } from 'typebox'
import { AnonymousId, ExternalId, list, nullable, Region, SubjectId, Time } from './schemas.ts'

const CLOSED = { additionalProperties: false }
const ID = '^[a-z0-9][a-z0-9-]{0,63}$'
const CLOCK = '^([01][0-9]|2[0-4]):[0-5][0-9]$'

const EmailId = Type.String({ pattern: ID, description: 'Your own name of it, in lower case' })
export const EmailPath = Type.Object({ id: EmailId })

const OneLine = Type.String({ minLength: 1, maxLength: 200, description: 'One line of text' })
const Count = Type.Integer({ minimum: 0 })

const ListFields = {
  title: OneLine,
  doubleOptIn: Type.Optional(
    Type.Boolean({ default: true, description: 'Whoever is put on it is asked by a mail first' }),
  ),
  language: Type.Optional(
    Type.String({
      pattern: '^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,2}$',
      description: 'BCP 47: what we say in its mails is said in it; English without it',
    }),
  ),
}

const TemplateFields = {
  subject: OneLine,
  mjml: Type.String({ maxLength: 100_000, description: 'MJML, with variables as {{name}}' }),
  text: Type.Optional(
    Type.String({ maxLength: 100_000, description: 'The plain part; made of the MJML without it' }),
  ),
}

const Window = Type.Object(
  {
    from: Type.String({ pattern: CLOCK, description: 'By the clock of the recipient, 09:00' }),
    to: Type.String({ pattern: CLOCK }),
    days: Type.Optional(
      Type.Array(
        Type.Unsafe<string>({
          type: 'string',
          enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
        }),
        { minItems: 1, maxItems: 7 },
      ),
    ),
  },
  CLOSED,
)

const MailingFields = {
  list: EmailId,
  template: EmailId,
  variables: Type.Optional(
    Type.Record(Type.String(), Type.String({ maxLength: 2_000 }), {
      maxProperties: 50,
      description: 'Values of the template’s own variables; those named …Url are https: links',
    }),
  ),
  items: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: ITEMS_MAX,
      default: 0,
      description: 'How many are chosen for each person when it is sent',
    }),
  ),
  categories: Type.Optional(
    Type.Array(Type.String({ maxLength: 500 }), {
      maxItems: 20,
      description: 'Only items of these',
    }),
  ),
  window: Type.Optional(Window),
}

const CampaignFields = {
  ...MailingFields,
  sendAt: Type.Optional(
    Type.String({
      maxLength: 40,
      description: 'RFC 3339, or the recipient’s own clock as 2026-12-01T09:00; at once without it',
    }),
  ),
}

const AutomationFields = {
  ...MailingFields,
  kind: Type.Unsafe<string>({ type: 'string', enum: [...AUTOMATION_KINDS] }),
  enabled: Type.Optional(Type.Boolean({ default: false })),
  delayMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 129_600, default: 60 })),
  followCap: Type.Optional(
    Type.Object(
      {
        times: Type.Integer({ minimum: 1, maximum: 2 }),
        days: Type.Integer({ minimum: 7, maximum: 365 }),
      },
      { ...CLOSED, description: 'How often an item may follow a person, in how many days' },
    ),
  ),
}

/** By kind: what is put, and what is answered. */
export const EMAIL_FORMS = {
  list: formOf(ListFields),
  template: formOf(TemplateFields),
  campaign: formOf(CampaignFields),
  automation: formOf(AutomationFields),
} as const

function formOf<F extends Parameters<typeof Type.Object>[0]>(fields: F) {
  return {
    body: Type.Object(fields, CLOSED),
    answer: Type.Unsafe<object>(Type.Object({ id: EmailId, ...fields })),
  }
}

const Who = {
  subject: Type.Optional(SubjectId),
  externalId: Type.Optional(ExternalId),
  anonymousId: Type.Optional(AnonymousId),
}

const Relationship = Type.Object(
  {
    context: Type.Optional(
      Type.Unsafe<'purchase' | 'negotiation' | 'free_account'>({
        type: 'string',
        enum: ['purchase', 'negotiation', 'free_account'],
        description: 'In which the address was got',
      }),
    ),
    lastPurchaseAt: Type.Optional(Time),
    lastInquiryAt: Type.Optional(Time),
    ownSimilarProducts: Type.Boolean({
      description: 'What is written of is your own, and like what they bought',
    }),
  },
  { ...CLOSED, description: 'What may stand in for consent where a law lets it (soft opt-in)' },
)

export const SubscribeBody = Type.Object(
  {
    ...Who,
    address: Type.String({ maxLength: 300, description: 'name@domain in ASCII' }),
    list: EmailId,
    zone: Type.Optional(Type.String({ maxLength: 64, description: 'IANA, such as Europe/Berlin' })),
    region: Type.Optional(Region),
    fields: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 200 }), {
        maxProperties: 20,
        description: 'For templates: {{contact.NAME|"default"}}',
      }),
    ),
    relationship: Type.Optional(Relationship),
    proof: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2_000,
        description: 'Where they confirmed it already',
      }),
    ),
    again: Type.Optional(
      Type.Boolean({ description: 'They asked again themselves, after they had said no' }),
    ),
  },
  CLOSED,
)

export const SubscribeAnswer = Type.Object({
  standing: Type.Unsafe<'pending' | 'confirmed'>({
    type: 'string',
    enum: ['pending', 'confirmed'],
    description: 'On the list. Whether anything is sent, the gate says each time',
  }),
  asking: Type.Unsafe<'no' | 'queued' | 'asked_already' | 'suppressed'>({
    type: 'string',
    enum: ['no', 'queued', 'asked_already', 'suppressed'],
    description: 'Whether a mail that asks is on its way',
  }),
})

export const WatchBody = Type.Object(
  { ...Who, item: Type.String({ minLength: 1, maxLength: 256 }) },
  CLOSED,
)

export const WatchAnswer = Type.Object({ item: Type.String() })

export const PreviewBody = Type.Object(
  { ...Who },
  { ...CLOSED, description: 'As whom; as somebody who refused everything without one' },
)

export const PreviewAnswer = Type.Object({
  subject: Type.String(),
  html: Type.String(),
  text: Type.String(),
  headers: Type.Record(Type.String(), Type.String()),
  rung: Type.String(),
  items: list(Type.String()),
  outcome: Type.Unsafe<'permitted' | 'refused'>({
    type: 'string',
    enum: ['permitted', 'refused'],
    description: 'Whether this person would be sent it now',
  }),
  reasons: list(Type.Object({ code: Type.String(), says: Type.String(), citation: Type.String() })),
})

export const SendAnswer = Type.Object({
  send: Type.String(),
  started: Type.Boolean({ description: 'False where it was started before: it is the same send' }),
})

export const StopAnswer = Type.Object({ stopped: Count })

export const SendStatusAnswer = Type.Object({
  send: Type.String(),
  campaign: Type.String(),
  status: Type.Unsafe<'preparing' | 'started' | 'stopped' | 'done'>({
    type: 'string',
    enum: ['preparing', 'started', 'stopped', 'done'],
  }),
  startedAt: Time,
  states: Type.Object(
    { queued: Count, sending: Count, sent: Count, failed: Count, in_doubt: Count, dropped: Count },
    { description: 'What is in doubt is not sent again' },
  ),
  codes: Type.Record(Type.String(), Count, { description: 'Why, by code' }),
  leftOut: Type.Record(Type.String(), Count, {
    description: 'Who was not in the row at all, by reason',
  }),
})

export const EmailStatusAnswer = Type.Object({
  transport: Type.Object({
    configured: Type.Boolean(),
    reachable: Type.Boolean(),
    code: nullable(Type.String()),
    retryAt: nullable(Time),
  }),
  suppressed: Count,
  nextAt: nullable(Time),
  dns: nullable(
    Type.Object(
      { name: Type.String(), type: Type.Literal('TXT'), value: Type.String() },
      { description: 'What the DNS of the sender’s domain has to say for its signatures' },
    ),
  ),
})

export const ReportBody = Type.Unsafe<Uint8Array>({
  contentMediaType: 'message/rfc822',
  description: 'The mail as it came back: a bounce (RFC 3464) or a complaint (RFC 5965)',
})

export const ReportAnswer = Type.Object({
  kind: Type.Unsafe<'bounced' | 'failed' | 'put_off' | 'complaint' | 'other'>({
    type: 'string',
    enum: ['bounced', 'failed', 'put_off', 'complaint', 'other'],
  }),
  status: nullable(Type.String({ description: 'RFC 3463' })),
  known: Type.Boolean({ description: 'Whether it is about somebody whom we wrote to' }),
})

export const TransferForm = Type.Object(
  {
    schema: Type.Literal('equipoise/email@1'),
    lists: Type.Array(Type.Unknown(), { maxItems: 1_000 }),
    templates: Type.Array(Type.Unknown(), { maxItems: 1_000 }),
    campaigns: Type.Array(Type.Unknown(), { maxItems: 1_000 }),
    automations: Type.Array(Type.Unknown(), { maxItems: 1_000 }),
  },
  CLOSED,
)

export const TransferAnswer = Type.Object({
  lists: Count,
  templates: Count,
  campaigns: Count,
  automations: Count,
})
