/** The colours that things are made in, and what else is the same thing in another one. */

export const TONES = ['lagoon', 'ink', 'ochre', 'clay', 'moss', 'plum'] as const
export type Tone = (typeof TONES)[number]

/** Ids of a thing in every colour, its own among them; nothing where it comes in one alone. */
export function coloursOf(id: string): readonly string[] {
  const tone = TONES.find((one) => id.endsWith(`-${one}`))
  return tone === undefined ? [] : TONES.map((one) => id.slice(0, -tone.length) + one)
}
