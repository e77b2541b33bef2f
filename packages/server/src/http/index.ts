export { ACTIONS, type Action, CREDENTIALS, type Credential, reachOf } from './access-table.ts'
export { type Stopping, stopServer } from './limits/stop-server.ts'
export { createServer, type ServerOptions } from './server.ts'
