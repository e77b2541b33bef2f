/**
 * The one catalogue of operational errors: code, HTTP status, title, what the caller can do, and
 * whether trying again can help. `docs/reference/errors.md` is generated from it.
 */
export const ERROR_CODES = [
  'malformed_json',
  'invalid_utf8',
  'invalid_request',
  'unknown_field',
  'invalid_subject',
  'invalid_id',
  'unknown_slot',
  'unknown_purpose',
  'invalid_region',
  'invalid_count',
  'assessment_missing',
  'law_facts_invalid',
  'signal_unwritable',
  'options_contradict',
  'expression_invalid',
  'ad_invalid',
  'ad_in_use',
  'too_many_ads',
  'bid_request_invalid',
  'openrtb_not_set_up',
  'question_invalid',
  'days_open',
  'epsilon_spent',
  'batch_too_large',
  'body_too_large',
  'head_too_large',
  'body_too_deep',
  'unsupported_media_type',
  'request_timeout',
  'unauthorized',
  'token_invalid',
  'origin_refused',
  'csrf_refused',
  'identity_unproven',
  'fresh_link_needed',
  'private_session',
  'nonce_invalid',
  'notice_unknown',
  'notice_retired',
  'notice_conflict',
  'too_many_notices',
  'reason_missing',
  'forbidden',
  'not_found',
  'method_not_found',
  'consent_changed',
  'guardian_needed',
  'asked_too_soon',
  'clock_set_back',
  'training_running',
  'training_disturbed',
  'too_many_requests',
  'busy',
  'shutting_down',
  'store_unavailable',
  'internal',
  'directory_in_use',
  'directory_unknown',
  'root_key_wrong',
  'key_missing',
  'ledger_broken',
  'config_invalid',
  'usage',
  'file_unreadable',
  'file_unwritable',
  'dataset_invalid',
  'evidence_missing',
  'model_invalid',
  'receipt_malformed',
  'receipt_altered',
  'checkpoint_untrusted',
  'log_forked',
  'proof_missing',
  'ledger_key_invalid',
  'address_invalid',
  'email_invalid',
  'template_invalid',
  'email_not_set_up',
  'smtp_unreachable',
  'report_invalid',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

export interface ErrorEntry {
  readonly status: number
  readonly title: string
  /** What the caller can do. */
  readonly remedy: string
  /** Whether the same call may succeed later. */
  readonly retry: boolean
}

export const ERRORS: Readonly<Record<ErrorCode, ErrorEntry>> = {
  malformed_json: entry(400, 'The body is not JSON', 'Send one complete JSON value', false),
  invalid_utf8: entry(400, 'The body is not UTF-8', 'Encode the text as UTF-8', false),
  invalid_request: entry(
    400,
    'The request is not of this form',
    'Compare it with the API reference',
    false,
  ),
  unknown_field: entry(
    400,
    'A field is not known',
    'Leave it out, or compare it with the API reference',
    false,
  ),
  invalid_subject: entry(400, 'No such form of subject', 'Give a sub_ id or an external id', false),
  invalid_id: entry(
    400,
    'No such form of id',
    'Give 1 to 256 characters, and no control characters',
    false,
  ),
  unknown_slot: entry(
    400,
    'No such slot',
    'Use home, item, basket, feed, playlist or email',
    false,
  ),
  unknown_purpose: entry(400, 'No such purpose', 'Use one of the purposes in the reference', false),
  invalid_region: entry(400, 'No such form of region', 'Use ISO 3166, such as DE or US-CA', false),
  invalid_count: entry(400, 'Not a count', 'Give a whole number in the stated range', false),
  assessment_missing: entry(
    400,
    'Our opt-in default is relaxed only with an assessment',
    'Write down why the law lets you and what it does to people, and name the places',
    false,
  ),
  law_facts_invalid: entry(
    400,
    'The facts of a question to the law cannot be read',
    'Compare them with the API reference; leave out what is unknown',
    false,
  ),
  signal_unwritable: entry(
    400,
    'The signal cannot be written',
    'A TC string needs the id of your own platform, 2 to 4095, as IAB Europe registered it',
    false,
  ),
  options_contradict: entry(
    400,
    'Two options exclude each other',
    'Leave one of the two out',
    false,
  ),
  expression_invalid: entry(
    400,
    'An expression cannot be used',
    'Mend it at the position named, as the guide to suggestions describes',
    false,
  ),
  ad_invalid: entry(
    400,
    'Something of advertising is not as it has to be',
    'Mend what the issues name, as the guide to ads describes',
    false,
  ),
  ad_in_use: entry(409, 'Something else names it', 'Change or remove that first', false),
  too_many_ads: entry(409, 'There are as many as there may be', 'Remove what has ended', false),
  bid_request_invalid: entry(
    400,
    'Not a bid request that can be read',
    'Mend what the issues name, by OpenRTB 2.6',
    false,
  ),
  openrtb_not_set_up: entry(
    409,
    'Bids cannot be billed',
    'Set EQUIPOISE_PUBLIC_ORIGIN, or ask with "test": 1',
    false,
  ),
  question_invalid: entry(
    400,
    'A report cannot be about that',
    'Mend what the detail names, as the guide to reports describes',
    false,
  ),
  days_open: entry(409, 'A day is not over yet', 'Ask again once it is over, in UTC', true),
  epsilon_spent: entry(
    409,
    'No more may be told of these days',
    'Read a report that was made of them, or ask about other weeks',
    false,
  ),
  batch_too_large: entry(413, 'Too many entries at once', 'Send at most the stated number', false),
  body_too_large: entry(413, 'The body is too large', 'Send smaller batches', false),
  head_too_large: entry(431, 'The head of the request is too large', 'Send less in it', false),
  body_too_deep: entry(400, 'The body is nested too deeply', 'Send a flatter value', false),
  unsupported_media_type: entry(
    415,
    'Not a type we read',
    'Send the type that the reference names',
    false,
  ),
  request_timeout: entry(408, 'The request took too long to arrive', 'Send it again', true),
  unauthorized: entry(401, 'No valid key', 'Send "Authorization: Bearer KEY"', false),
  token_invalid: entry(
    401,
    'The subject token does not hold',
    'Have your back end sign a new one',
    false,
  ),
  origin_refused: entry(
    403,
    'This key is not for that origin',
    'Add the origin to the key, or use the key of that site',
    false,
  ),
  csrf_refused: entry(
    403,
    'The page is not proven to be ours',
    'Send the Origin header and the CSRF token that GET /v1/session answers',
    false,
  ),
  identity_unproven: entry(
    403,
    'Nobody has vouched for that id',
    'Send a subject token that your back end signed for it',
    false,
  ),
  fresh_link_needed: entry(
    403,
    'A link from a mail is not enough for this, or no longer',
    'Ask for a fresh link at the privacy center, and open it in the browser that asked',
    false,
  ),
  private_session: entry(
    403,
    'The person asked for a private session',
    'Record nothing until they end it: their browser then sends the mark no more',
    false,
  ),
  nonce_invalid: entry(
    403,
    'A yes needs the nonce of the notice that was shown',
    'Ask POST /v1/notices/{id}/nonce for a new one, once for each yes',
    false,
  ),
  notice_unknown: entry(
    404,
    'No such notice is registered, or not in that version or language',
    'Register it with PUT /v1/notices/{id}',
    false,
  ),
  notice_retired: entry(409, 'The notice is retired', 'Ask with a version that is not', false),
  notice_conflict: entry(
    409,
    'This version of the notice has another content',
    'Register the new content as a version of its own',
    false,
  ),
  too_many_notices: entry(
    409,
    'As many notices are registered as there may be',
    'Use those that are there: a registered notice is never deleted',
    false,
  ),
  reason_missing: entry(
    400,
    'Acting for a person needs a reason',
    'Send it as the header "Equipoise-Reason"',
    false,
  ),
  forbidden: entry(403, 'This key may not do that', 'Use a key of the right kind', false),
  not_found: entry(404, 'Nothing here by that name', 'Check the id', false),
  method_not_found: entry(404, 'No such route', 'Compare it with the API reference', false),
  consent_changed: entry(409, 'Consent changed meanwhile', 'Ask again', true),
  guardian_needed: entry(
    403,
    'A guardian’s yes stands, and a child’s own would not count',
    'Ask a parent or guardian: by "guardian"',
    false,
  ),
  asked_too_soon: entry(
    409,
    'One may not ask about this now',
    'Wait until the time that the answer names; whoever comes by themselves is heard',
    false,
  ),
  clock_set_back: entry(
    503,
    'The clock is behind what was said before',
    'Set the clock of the server right, then try again: nothing was lost',
    true,
  ),
  training_running: entry(409, 'A training is under way', 'Wait for it to end', true),
  training_disturbed: entry(
    409,
    'People left faster than the model could follow',
    'Try again',
    true,
  ),
  too_many_requests: entry(429, 'Too many requests', 'Wait as long as Retry-After says', true),
  busy: entry(503, 'Too much at once', 'Wait and try again', true),
  shutting_down: entry(503, 'The server is stopping', 'Try again, perhaps elsewhere', true),
  store_unavailable: entry(503, 'The store cannot be written', 'Free space or mend the disk', true),
  internal: entry(
    500,
    'Something broke on our side',
    'Try again, then report the request id',
    true,
  ),
  directory_in_use: entry(500, 'Another process has this data directory', 'Stop it first', true),
  directory_unknown: entry(
    500,
    'Not a data directory, or of another version',
    'Name another, or begin one with serve or import',
    false,
  ),
  root_key_wrong: entry(
    500,
    'The root key does not open this directory',
    'Give the right key',
    false,
  ),
  key_missing: entry(
    500,
    'A key file is missing',
    'Bring the keys back from where they were',
    false,
  ),
  ledger_broken: entry(500, 'The ledger does not verify', 'Run "equipoise ledger verify"', false),
  config_invalid: entry(500, 'The configuration is not valid', 'Mend the variables named', false),
  usage: entry(400, 'Called wrongly', 'Read "equipoise help"', false),
  file_unreadable: entry(400, 'The file cannot be read', 'Check the path', false),
  file_unwritable: entry(400, 'The file cannot be written', 'Check the path', false),
  dataset_invalid: entry(
    400,
    'The data set cannot be used',
    'Mend what the detail names, or choose another protocol',
    false,
  ),
  evidence_missing: entry(400, 'No evidence of consent', 'Say where the consent is proven', false),
  model_invalid: entry(500, 'The model cannot be built', 'Read the detail', false),
  receipt_malformed: entry(400, 'Not a receipt', 'Give the file as it was downloaded', false),
  receipt_altered: entry(
    400,
    'The receipt does not hold',
    'Download it again: something in it was changed, or the log never had it',
    false,
  ),
  checkpoint_untrusted: entry(
    400,
    'The checkpoint is not signed by that key',
    'Check that the key is the log’s own',
    false,
  ),
  log_forked: entry(
    400,
    'The log has told another history elsewhere',
    'Keep both checkpoints: together they prove it',
    false,
  ),
  proof_missing: entry(
    400,
    'Two checkpoints are of different sizes, and nothing proves them to be of one log',
    'Ask /ledger/consistency for the proof between the two, and give it beside',
    false,
  ),
  ledger_key_invalid: entry(
    400,
    'Not the public key of a log',
    'Give it as /ledger/key answers it: name, id and key',
    false,
  ),
  address_invalid: entry(
    400,
    'Not an email address that we write to',
    'Give name@domain in ASCII, an international domain in its xn-- form',
    false,
  ),
  email_invalid: entry(
    400,
    'A list, template, campaign or automation cannot be read',
    'Mend what the issues name',
    false,
  ),
  template_invalid: entry(
    400,
    'The template cannot be used',
    'Mend what the issues name: nothing is sent before',
    false,
  ),
  email_not_set_up: entry(
    409,
    'Mail is not set up',
    'Set EQUIPOISE_SMTP_HOST, EQUIPOISE_EMAIL_FROM and EQUIPOISE_PUBLIC_ORIGIN',
    false,
  ),
  smtp_unreachable: entry(
    503,
    'The SMTP server does not answer',
    'Wait: it is tried again by itself, and nobody is written to twice',
    true,
  ),
  report_invalid: entry(400, 'Not a report about a mail', 'Send the mail as it came', false),
}

function entry(status: number, title: string, remedy: string, retry: boolean): ErrorEntry {
  return { status, title, remedy, retry }
}

/** An error that somebody can do something about. `message` never carries personal data. */
export class EquipoiseError extends Error {
  override readonly name = 'EquipoiseError'
  readonly code: ErrorCode
  /** More for the caller, such as the reasons of a refusal: shown as it is. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    more: { readonly cause?: unknown; readonly details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.details = more.details ?? {}
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return ERROR_CODES.some((known) => known === code)
}
