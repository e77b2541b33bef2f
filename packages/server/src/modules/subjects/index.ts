export {
  findSubject,
  findSubjects,
  getSubject,
  identityIn,
  type SubjectReference,
} from './find-subject.ts'
export { vouchSubject } from './vouch-subject.ts'
