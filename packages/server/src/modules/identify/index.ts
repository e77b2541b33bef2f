export { type Identified, type IdentifyParts, identifySubject } from './identify-subject.ts'
