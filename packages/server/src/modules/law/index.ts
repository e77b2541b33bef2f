export { createGate, type Gate, NO_SITUATION, type PersonGate, type Situation } from './gate.ts'
export { LAWS_FOLDER, loadPacks } from './load-packs.ts'
export { type Rulebook, replayReasons } from './replay-reasons.ts'
