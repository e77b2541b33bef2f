/**
 * Loaded before a program (`NODE_OPTIONS=--import=…`), in all of its threads: writes down every
 * attempt to reach somebody, one JSON object a line, into the file that `WATCHED_TO` names. It
 * hinders none.
 */
import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const FILE = process.env['WATCHED_TO'] ?? '/dev/null'

/** As `act`, and written down before, with the first argument that says where to. */
type Wrapped = (...args: unknown[]) => unknown

function watch(owner: object, name: string, by: string): void {
  const act: unknown = Reflect.get(owner, name)
  if (typeof act !== 'function') return
  Reflect.set(owner, name, function watched(this: unknown, ...args: unknown[]) {
    const to = placeIn(args)
    // To look up what is an address already, nobody is asked.
    const isNothing = by === 'dns' && net.isIP(to) !== 0
    if (!isNothing) appendFileSync(FILE, `${JSON.stringify({ pid: process.pid, by, to })}\n`)
    return (act as Wrapped).apply(this, args)
  } satisfies Wrapped)
}

/** Host and port, or a path, wherever they stand among the arguments. */
function placeIn(args: readonly unknown[]): string {
  for (const arg of args.flat()) {
    if (typeof arg === 'string' || typeof arg === 'number') return String(arg)
    const { host, port, path, address, file } = Object(arg)
    const place = [host ?? address ?? path ?? file, port].filter((part) => part !== undefined)
    if (place.length > 0) return place.join(':')
  }
  return 'somewhere'
}

watch(net.Socket.prototype, 'connect', 'socket')
watch(dgram.Socket.prototype, 'send', 'datagram')
watch(dgram.Socket.prototype, 'connect', 'datagram')
for (const resolver of [
  dns,
  dns.promises,
  dns.Resolver.prototype,
  dns.promises.Resolver.prototype,
]) {
  const names = Object.getOwnPropertyNames(resolver)
  for (const name of names.filter((one) => /^(?:lookup|resolve|reverse)/.test(one))) {
    watch(resolver, name, 'dns')
  }
}
watch(childProcess.ChildProcess.prototype, 'spawn', 'program')
syncBuiltinESMExports()
