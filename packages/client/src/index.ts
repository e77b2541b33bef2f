export { type Client, createClient } from './create-client.ts'
export type { Operations } from './generated/operations.ts'
export type * from './generated/schemas.ts'
export type { ClientOptions, Fetch } from './http/client-options.ts'
export { EquipoiseProblem, type ProblemCode } from './http/equipoise-problem.ts'
export { EquipoiseUnreachable } from './http/equipoise-unreachable.ts'
export type { RequestOptions } from './http/operation.ts'
export { isPassing } from './http/retry.ts'
export {
  InteractionQueue,
  type LostInteractions,
  type NewInteraction,
  type QueueOptions,
} from './interaction-queue.ts'
export { type SubjectToken, signSubjectToken } from './sign-subject-token.ts'
