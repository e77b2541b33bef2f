import { type Operations, toOperations } from './generated/operations.ts'
import { type ClientOptions, readOptions } from './http/client-options.ts'
import { sender } from './http/send.ts'

export type Client = Operations

/**
 * The API as methods. Each fails with `EquipoiseProblem` where the server says no, and with
 * `EquipoiseUnreachable` where none answers.
 *
 * @example
 * const equipoise = createClient({ url: 'https://equipoise.example', key })
 * const { items } = await equipoise.decide({ externalId: 'c-1042', slot: 'home', count: 4 })
 *
 * @throws TypeError where an option cannot be used.
 */
export function createClient(options: ClientOptions): Client {
  return toOperations(sender(readOptions(options)))
}
