/** Progress on the error stream: a bar on a terminal, a line a stage elsewhere. */
import type { OnProgress } from './command.ts'

const CELLS = 28
const REDRAW_MS = 80

export interface ProgressLine {
  readonly onProgress: OnProgress
  /** Takes the bar away. */
  end(): void
}

export function progressLine(stream: NodeJS.WriteStream, now: () => number): ProgressLine {
  return stream.isTTY ? drawnBar(stream, now) : stageLines(stream)
}

function drawnBar(stream: NodeJS.WriteStream, now: () => number): ProgressLine {
  let drawnAt = Number.NEGATIVE_INFINITY
  let drawn = false
  return {
    onProgress(stage, ratio) {
      if (ratio < 1 && now() - drawnAt < REDRAW_MS) return
      drawnAt = now()
      drawn = true
      const full = Math.round(Math.max(0, Math.min(1, ratio)) * CELLS)
      const bar = `${'━'.repeat(full)}${'╌'.repeat(CELLS - full)}`
      stream.write(`\r\u001b[2K${bar} ${Math.floor(ratio * 100)} % ${stage}`)
    },
    end() {
      if (drawn) stream.write('\r\u001b[2K')
    },
  }
}

function stageLines(stream: NodeJS.WriteStream): ProgressLine {
  let last = ''
  return {
    onProgress(stage) {
      if (stage === last) return
      last = stage
      stream.write(`${stage}\n`)
    },
    end() {},
  }
}
