export { ACCESS_KEY_KINDS, OPERATOR_ROLES } from '../../store/index.ts'
export {
  type AccessParts,
  type CreatedKey,
  createAccessKey,
  isKeyForm,
  type NewKey,
} from './access-keys.ts'
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
