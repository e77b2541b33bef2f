/**
 * The thread that opens what people gave to the training state. It is handed the keys that wrap
 * theirs, as key objects of this process, and what is sealed; it reads no file and keeps nothing
 * but the names of items.
 */
import { parentPort, workerData } from 'node:worker_threads'
import type { Wrapping } from '../../keys/subject-keys.ts'
import { type PackedParts, PartsOpener } from './sealed-parts.ts'

// Given by `OpeningThread`.
const opener = new PartsOpener(workerData as Wrapping)
parentPort?.on('message', (packed: PackedParts) => {
  const opened = opener.open(packed)
  parentPort?.postMessage(opened, [opened.starts.buffer, opened.numbers.buffer])
})
parentPort?.postMessage('ready')
