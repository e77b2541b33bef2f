export { findSubject, getSubject, type SubjectReference } from './find-subject.ts'
