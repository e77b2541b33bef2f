/**
 * What a database file really holds: its tables with their columns, read from the engine's own
 * schema, so that a table that nobody told of is found all the same.
 */
import type { KeptTable } from '../store.ts'
import { type Database, textIn } from './database.ts'

/** @param file the name of the file in the data directory. */
export function surveyTables(database: Database, file: string): readonly KeptTable[] {
  const names = database
    .all(
      // Those that the engine keeps for itself begin so.
      `SELECT name FROM sqlite_schema
       WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name`,
    )
    .map((row) => textIn(row, 'name'))
  return names.map((name) => ({
    place: `${file}/${name}`,
    columns: database
      .all('SELECT name FROM pragma_table_info(?) ORDER BY cid', name)
      .map((row) => textIn(row, 'name')),
    empty: database.get(`SELECT 1 FROM "${name.replaceAll('"', '""')}" LIMIT 1`) === undefined,
  }))
}
