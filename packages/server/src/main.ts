/** The program: `node -C @equipoise/source main.ts COMMAND`. */
import { enableCompileCache } from 'node:module'

// Before anything else is loaded: a command then starts in half the time.
enableCompileCache()
const { runCommandLine } = await import('./cli/index.ts')

process.exitCode = await runCommandLine(process.argv.slice(2))
