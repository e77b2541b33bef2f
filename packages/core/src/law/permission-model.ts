/**
 * How a law lets a purpose be served, strictest first. Across legal orders the strictest wins: the
 * order of this list is the lattice. No consent, guardian or setting lowers `prohibited`.
 */
export const PERMISSION_MODELS = [
  'prohibited',
  'strictly_necessary',
  'explicit_separate_opt_in',
  'explicit_opt_in',
  'opt_in',
  'soft_opt_in',
  'opt_out',
  'limit',
  'legitimate_interest_with_objection',
  'notice',
  'unregulated',
] as const

export type PermissionModel = (typeof PERMISSION_MODELS)[number]

/** 0 is the strictest. Three models weigh the same: each permits until the person objects. */
const RANK: Readonly<Record<PermissionModel, number>> = {
  prohibited: 0,
  strictly_necessary: 1,
  explicit_separate_opt_in: 2,
  explicit_opt_in: 3,
  opt_in: 4,
  soft_opt_in: 5,
  opt_out: 6,
  limit: 6,
  legitimate_interest_with_objection: 6,
  notice: 7,
  unregulated: 8,
}

export function isPermissionModel(value: unknown): value is PermissionModel {
  return PERMISSION_MODELS.some((model) => model === value)
}

export function isStricter(a: PermissionModel, b: PermissionModel): boolean {
  return RANK[a] < RANK[b]
}

/** 0 is the strictest; the higher, the less is asked. */
export function rankOf(model: PermissionModel): number {
  return RANK[model]
}
