/** What a server was seen to keep and to reach, held against what its privacy label tells. */
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Json } from './server.ts'

export interface Seen {
  /** `equipoise.db/subjects.lookup`: file, table, column. */
  readonly columns: readonly string[]
  /** Relative to the data directory. */
  readonly files: readonly string[]
  readonly cookies: readonly string[]
  /** Where it tried to connect: `by to`. */
  readonly reached: readonly string[]
}

/** Each thing that was seen and that the label does not tell. */
export function untoldBy(
  label: Json,
  { columns, files, cookies, reached }: Seen,
): readonly string[] {
  const told = toldColumns(label)
  const places: readonly string[] = label.keeps.flatMap(({ places: of }: Json) => Object.keys(of))
  const names: readonly string[] = label.device.map(({ name }: Json) => name)
  const hosts: readonly string[] = label.connectsTo.map(({ to }: Json) => to)
  const isTold = (file: string): boolean =>
    places.some(
      (place) => place === file || (place.endsWith('*') && file.startsWith(place.slice(0, -1))),
    )
  return [
    ...columns.filter((column) => !told.includes(column)),
    ...files.filter((file) => !isTold(file)),
    ...cookies.filter((cookie) => !names.includes(cookie)),
    ...reached.filter((one) => !hosts.some((host) => one.includes(host))),
  ]
}

/** Each column that the label tells and that is not there. */
export function inventedBy(label: Json, { columns }: Seen): readonly string[] {
  return toldColumns(label).filter((column) => !columns.includes(column))
}

function toldColumns(label: Json): readonly string[] {
  return label.keeps.flatMap(({ places }: Json) =>
    Object.entries<object>(places).flatMap(([place, columns]) =>
      Object.keys(columns).map((column) => `${place}.${column}`),
    ),
  )
}

/** By a connection of its own, so that nothing of the product's stands in between. */
export function columnsOf(path: string, file: string): readonly string[] {
  const database = new DatabaseSync(path, { readOnly: true })
  const rows = database
    .prepare(
      `SELECT m.name AS place, c.name AS field FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
       WHERE m.type = 'table' AND m.name NOT GLOB 'sqlite_*'`,
    )
    .all()
  database.close()
  return rows.map(({ place, field }) => `${file}/${place}.${field}`)
}

/** @param pid of the server: the program that started it is none of it. */
export function reachedBy(path: string, pid: number): readonly string[] {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  return lines
    .map((line): Json => JSON.parse(line))
    .filter((one) => one.pid === pid)
    .map(({ by, to }) => `${by} ${to}`)
}
