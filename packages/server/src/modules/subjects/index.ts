export { findSubject, getSubject, identityIn, type SubjectReference } from './find-subject.ts'
