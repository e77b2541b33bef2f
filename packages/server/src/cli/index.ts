export type { Command } from './command.ts'
export { COMMANDS } from './commands/index.ts'
export { runCommandLine } from './run.ts'
export { SERVER_COMMANDS } from './server-commands.ts'
