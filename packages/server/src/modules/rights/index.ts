export { type ActingFor, COMMAND_LINE } from './acting-for.ts'
export { changeSubjectWishes, readWishes, viewWishes } from './change-wishes.ts'
export { type Erased, eraseSubject } from './erase-subject.ts'
export { EXPORT_SCHEMA_ID, exportSubject, type SubjectExport } from './export-subject.ts'
export { type FollowCount, listFollowCounts } from './follow-counts.ts'
export { INTERESTS_MAX, type Interest, type Interests, readInterests } from './interests.ts'
export { MARKS_MAX, type Mark, markWrong, unmark, type Wrong } from './mark-wrong.ts'
export { PAUSE_DAYS_MAX, pauseSubject, resumeSubject } from './pause-subject.ts'
export { removeInteraction } from './remove-interaction.ts'
export { rightsLeaf } from './rights-leaf.ts'
export type { RightsParts } from './rights-parts.ts'
export {
  getClearance,
  type ListedImpression,
  listImpressions,
  listKeptInteractions,
} from './rights-queries.ts'
export {
  answerRequest,
  listRequests,
  OUTCOMES,
  PERSON_REQUESTS,
  type RightsRequestView,
  receiveRequest,
  WHY_LENGTH_MAX,
} from './rights-requests.ts'
export { setCeiling } from './set-ceiling.ts'
