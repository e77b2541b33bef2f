/** What a record needs and only a person can tell: where to say it, and which law asks. */
export interface OpenPoint {
  /** The field of the file that `EQUIPOISE_RECORDS` names. */
  readonly field: string
  readonly says: string
  readonly citation: string
}

export interface Question extends OpenPoint {
  readonly answer: unknown
}

/** Those that nothing was said to. */
export function openPoints(questions: readonly Question[]): readonly OpenPoint[] {
  return questions
    .filter(({ answer }) => answer === undefined || (Array.isArray(answer) && answer.length === 0))
    .map(({ field, says, citation }) => ({ field, says, citation }))
}
