/** Reads the calendars that ship with the product. One that does not parse refuses the start. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BusinessCalendar, parseCalendar } from '@equipoise/core/law'
import { EquipoiseError } from '../../errors.ts'

const CALENDARS_FOLDER: string = join(import.meta.dirname, '../../../../../calendars')

/** @throws EquipoiseError `config_invalid` with the file and the first issue. */
export function loadCalendars(folder: string = CALENDARS_FOLDER): readonly BusinessCalendar[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.toSorted().map((file) => loadCalendar(join(folder, file)))
}

function loadCalendar(path: string): BusinessCalendar {
  const calendar = parseCalendar(JSON.parse(readFileSync(path, 'utf8')))
  if (calendar.ok) return calendar.value
  const [issue] = calendar.issues
  throw new EquipoiseError(
    'config_invalid',
    `Cannot read calendar "${path}": ${issue?.path} (${issue?.code}): ${issue?.says}`,
  )
}
