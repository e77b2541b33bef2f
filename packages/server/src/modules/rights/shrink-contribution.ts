import type { Removal, RightsWriter } from '../../store/index.ts'
import { itemsForTraining } from '../train/index.ts'

/**
 * Takes out of a person's part in the training state what no kept interaction holds there any more.
 */
export async function shrinkContribution(writer: RightsWriter): Promise<Removal> {
  const before = await writer.findContribution()
  const left = new Set(itemsForTraining(await writer.listInteractions()))
  const items = before?.items.filter((item) => left.has(item)) ?? []
  if (before === undefined || items.length === 0) return writer.replaceContribution(undefined)
  // What it was made of is no longer all there: the next training makes it anew.
  return writer.replaceContribution({ items, until: before.until, madeOf: undefined })
}
