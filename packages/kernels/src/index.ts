/** The recommender's kernels: the local model, solved fast. */

export { KEPT_BYTES_MAX, type KeptLimits } from './solve/kept-items.ts'
export { planSolve, type SolveShape } from './solve/plan-solve.ts'
export { type SolveRun, solveColumns, solveLocal } from './solve/solve-local.ts'
