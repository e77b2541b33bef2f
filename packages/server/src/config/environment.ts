/** The only file that reads the environment: every `EQUIPOISE_*` variable, once, as raw text. */
export const VARIABLES = [
  'EQUIPOISE_DATA',
  'EQUIPOISE_HOST',
  'EQUIPOISE_PORT',
  'EQUIPOISE_ROOT_KEY',
  'EQUIPOISE_LOG_LEVEL',
  'EQUIPOISE_MARKETS',
  'EQUIPOISE_DIRECTED_TO_MINORS',
  'EQUIPOISE_PLATFORM',
  'EQUIPOISE_SUPPORT_PEOPLE_MIN',
  'EQUIPOISE_MODEL_CLEARANCE_SECONDS',
  'EQUIPOISE_EXCLUDED_VERBS',
  'EQUIPOISE_HALF_LIFE_DAYS',
  'EQUIPOISE_MODEL_LAMBDA',
  'EQUIPOISE_MODEL_DROPOUT',
  'EQUIPOISE_MODEL_WEIGHT_EXPONENT',
  'EQUIPOISE_MODEL_NEIGHBOURS',
  'EQUIPOISE_EVENT_MAPPINGS',
  'EQUIPOISE_CONSENT_CATEGORIES',
  'EQUIPOISE_CONTROLLER',
  'EQUIPOISE_CONTROLLER_ADDRESS',
  'EQUIPOISE_CONTROLLER_CONTACT',
  'EQUIPOISE_STORED_IN',
  'EQUIPOISE_KEY_COPY_DAYS',
  'EQUIPOISE_RECIPIENTS',
  'EQUIPOISE_PRIVACY_URL',
  'EQUIPOISE_BANNER_PURPOSES',
  'EQUIPOISE_ORIGINS',
  'EQUIPOISE_PUBLIC_ORIGIN',
  'EQUIPOISE_TRUSTED_PROXIES',
  'EQUIPOISE_CONNECTIONS_MAX',
  'EQUIPOISE_REQUESTS_MAX',
  'EQUIPOISE_HEAD_TIMEOUT_MS',
  'EQUIPOISE_REQUEST_TIMEOUT_MS',
  'EQUIPOISE_ANSWER_TIMEOUT_MS',
  'EQUIPOISE_IDLE_TIMEOUT_MS',
  'EQUIPOISE_SHUTDOWN_TIMEOUT_MS',
  'EQUIPOISE_RATE_KEY_PER_SECOND',
  'EQUIPOISE_RATE_PAGE_PER_SECOND',
  'EQUIPOISE_RATE_SUBJECT_PER_MINUTE',
  'EQUIPOISE_RATE_OUTLET_PER_MINUTE',
  'EQUIPOISE_RATE_ADDRESS_PER_MINUTE',
  'EQUIPOISE_RATE_LOG_PER_MINUTE',
  'EQUIPOISE_RATE_REFUSAL_PER_MINUTE',
] as const

export type Variable = (typeof VARIABLES)[number]
export type Environment = Readonly<Partial<Record<Variable, string>>>

export function readEnvironment(): Environment {
  return Object.fromEntries(
    VARIABLES.flatMap((name) => {
      const value = process.env[name]
      return value === undefined || value === '' ? [] : [[name, value]]
    }),
  )
}

/** Variables that look like ours and are not: most often a typing error. */
export function unknownVariables(): readonly string[] {
  const known: readonly string[] = VARIABLES
  return Object.keys(process.env).filter(
    (name) => name.startsWith('EQUIPOISE_') && !known.includes(name),
  )
}
