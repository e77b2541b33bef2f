/** `keys create`, `ledger verify` and `doctor`. */
import { createAccessKey } from '../../modules/access/index.ts'
import type { Command } from '../command.ts'
import { textOf } from '../option-values.ts'
import { UsageError } from '../usage.ts'

const KEYS_CREATE: Command = {
  words: ['keys', 'create'],
  creates: true,
  says: 'makes a key, and shows it this once',
  options: {
    kind: { type: 'string', value: 'secret|operator', says: 'for a server, or for a person' },
  },
  async run(app, { options }) {
    const kind = textOf(options, 'kind')
    if (kind !== 'secret' && kind !== 'operator') {
      throw new UsageError('Say which kind of key: --kind secret or --kind operator')
    }
    return { ...(await createAccessKey(app, kind)) }
  },
}

const LEDGER_VERIFY: Command = {
  words: ['ledger', 'verify'],
  says: 'checks every leaf, checkpoint and act of the ledger',
  options: {},
  async run(app) {
    const { entries, root, problems } = await app.store.verifyLedger()
    return { entries, root, valid: problems.length === 0, problems }
  },
  succeeded: (result) => result['valid'] === true,
}

interface Check {
  readonly name: string
  readonly ok: boolean
  readonly says: string
}

const DOCTOR: Command = {
  words: ['doctor'],
  says: 'checks the store, the ledger, the keys and the model',
  options: {},
  async run(app) {
    const store = await app.store.check()
    const ledger = await app.store.verifyLedger()
    const stale = await app.trainer.isStale()
    const model = app.published()
    const checks: Check[] = [
      check('store', store.length === 0, store[0] ?? 'The database is sound'),
      check('ledger', ledger.problems.length === 0, ledger.problems[0] ?? 'The ledger verifies'),
      check('keys', true, `The root key opens this directory (epoch ${app.root.epoch})`),
      check('laws', true, `${app.gate.packs.length} rule packs are loaded`),
      check('model', !stale, stale ? 'The model has to be built anew' : modelSays(model?.manifest)),
    ]
    return { ok: checks.every(({ ok }) => ok), checks }
  },
  succeeded: (result) => result['ok'] === true,
}

function check(name: string, ok: boolean, says: string): Check {
  return { name, ok, says }
}

function modelSays(
  manifest: { readonly subjects: number; readonly items: number } | undefined,
): string {
  if (!manifest) return 'No model has been trained yet'
  return `The model holds ${manifest.items} items of ${manifest.subjects} people`
}

export const UPKEEP_COMMANDS: readonly Command[] = [KEYS_CREATE, LEDGER_VERIFY, DOCTOR]
