export { ACCESS_KEY_KINDS, OPERATOR_ROLES } from '../../store/index.ts'
export {
  type AccessParts,
  type CreatedKey,
  createAccessKey,
  isKeyForm,
  type NewKey,
} from './access-keys.ts'
export {
  ASKED_COOKIE,
  CENTER_COOKIE,
  CENTER_MINUTES,
  type CenterSession,
  endCenterSession,
  type FoundLink,
  FRESH_MINUTES,
  findCenterSession,
  findLink,
  hashBrowser,
  hashLink,
  useLink,
} from './center-sessions.ts'
export { KeyRing } from './key-ring.ts'
export {
  csrfTokenOf,
  isCsrfToken,
  isSessionForm,
  makeSession,
  SESSION_COOKIE,
  SESSION_LIFETIME_DAYS,
} from './sessions.ts'
export {
  SubjectTokens,
  TOKEN_AUDIENCE,
  TOKEN_LIFETIME_MINUTES_MAX,
  type TokenHolder,
} from './subject-tokens.ts'
