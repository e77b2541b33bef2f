/**
 * Reads the rule packs that ship with the product. A pack that does not parse refuses the start.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRulePack, type RulePack } from '@equipoise/core/law'
import { EquipoiseError } from '../../errors.ts'

export const LAWS_FOLDER: string = join(import.meta.dirname, '../../../../../laws')

/** @throws EquipoiseError `config_invalid` with the file and the first issue. */
export function loadPacks(folder: string = LAWS_FOLDER): readonly RulePack[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const packs = files
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => loadPack(join(folder, file)))
  if (!packs.some(({ scope }) => scope.kind === 'house')) {
    throw new EquipoiseError('config_invalid', `Cannot start: no house rules in "${folder}"`)
  }
  return packs
}

/** @throws EquipoiseError `config_invalid` with the first issue. */
export function loadPack(path: string): RulePack {
  const pack = parseRulePack(JSON.parse(readFileSync(path, 'utf8')))
  if (pack.ok) return pack.value
  const [issue] = pack.issues
  throw new EquipoiseError(
    'config_invalid',
    `Cannot read rule pack "${path}": ${issue?.path} (${issue?.code}): ${issue?.says}`,
  )
}
