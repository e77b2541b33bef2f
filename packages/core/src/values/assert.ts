/**
 * States an invariant. A broken one means that the program contradicts itself, so the act under way
 * is given up; it is never a way to report bad input.
 *
 * @throws Error naming what was expected.
 */
export function assert(condition: boolean, expected: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: expected ${expected}`)
}
