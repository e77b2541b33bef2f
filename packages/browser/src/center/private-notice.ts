/**
 * Where a private session lasts the center says so as well, with the way to end it. What somebody
 * sees and does here is their right, and goes on in one.
 */
import { isPaused, setPaused } from '../sdk/private-session.ts'
import { drawPrivateBar, ENGLISH } from '../words/private-bar.ts'

export interface PrivateNotice {
  /** In the best of those languages. */
  show(languages: readonly string[]): Promise<void>
  /** It was begun or ended elsewhere. */
  hear(paused: boolean): void
}

/** @param onEnd tells whoever has to know. */
export function openPrivateNotice(server: string, onEnd: () => void): PrivateNotice {
  let spoken: readonly string[] = []
  let words = ENGLISH
  const draw = (): void =>
    drawPrivateBar(isPaused() ? words : undefined, () => {
      notice.hear(false)
      onEnd()
    })
  const notice: PrivateNotice = {
    async show(languages) {
      spoken = languages
      if (!isPaused()) return
      words = await readWords(server, languages)
      draw()
    },
    hear(paused) {
      setPaused(paused)
      if (paused) void notice.show(spoken)
      else draw()
    },
  }
  return notice
}

async function readWords(server: string, languages: readonly string[]): Promise<typeof ENGLISH> {
  try {
    const response = await fetch(`${server}/sdk/words?languages=${languages}`)
    const { paused, resume, language, direction } = Object(await response.json())
    if (typeof paused !== 'string') return ENGLISH
    return { says: paused, end: resume, language, direction }
  } catch {
    return ENGLISH
  }
}
