/** The program: `node -C @equipoise/source main.ts COMMAND`. */
import { runCommandLine } from './cli/index.ts'

process.exitCode = await runCommandLine(process.argv.slice(2))
