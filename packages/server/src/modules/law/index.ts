export {
  type AskedLaw,
  askDeadline,
  askLaw,
  type DeadlineAnswerView,
  type LawAnswerView,
} from './ask-law.ts'
export {
  type Cell,
  type Certainty,
  COVERED_AGES,
  type CoveredBand,
  coverAdults,
  coverLaws,
  coverPlace,
  type LawCoverage,
  type Need,
} from './cover-laws.ts'
export {
  createGate,
  type Gate,
  NO_SITUATION,
  type PersonGate,
  type Situation,
  type YesAbout,
} from './gate.ts'
export { differPacks, listPacks, type PackDifference, type PackView } from './list-packs.ts'
export { loadCalendars } from './load-calendars.ts'
export { LAWS_FOLDER, loadPack, loadPacks } from './load-packs.ts'
export type { Rulebook } from './read-rulebook.ts'
export {
  type AssessedRelaxation,
  endRelaxation,
  listRelaxations,
  type RelaxationView,
  type RelaxRequest,
  relaxLaw,
  viewRelaxation,
} from './relax-law.ts'
export {
  REPLAYED_MAX,
  type Replay,
  type ReplayedDecision,
  type ReplayedOutcome,
  type ReplayParts,
  replayDecisions,
} from './replay-decisions.ts'
export { replayReasons } from './replay-reasons.ts'
