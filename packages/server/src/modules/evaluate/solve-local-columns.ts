/** Our own model, solved by the kernels on every core, for any number of items. */
import { type SolveColumns, toContributionLists } from '@equipoise/core/evaluate'
import { modelOptionsIssue } from '@equipoise/core/recommend'
import { solveLocal } from '@equipoise/kernels'

/** With `solveLocal`: as `SolveColumns`, within 4 GiB. */
export const solveLocalColumns: SolveColumns = async (lists, options, onProgress) => {
  const issue = modelOptionsIssue(options)
  if (issue !== undefined) throw new RangeError(`Cannot solve for the weights: ${issue}`)
  const contributions = toContributionLists(lists, options.exponentTenths)
  const { columns } = await solveLocal(contributions, options, { onProgress })
  return columns
}
