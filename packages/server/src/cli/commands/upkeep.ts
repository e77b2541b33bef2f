/** `keys`, `ledger verify` and `doctor`. */
import { formatInstant, type Instant } from '@equipoise/core/values'
import { ACCESS_KEY_KINDS, OPERATOR_ROLES } from '../../modules/access/index.ts'
import { holdLogTo } from '../../modules/receipts/index.ts'
import type { Command } from '../command.ts'
import { textOf, textsOf } from '../option-values.ts'
import { readText } from '../read-text.ts'
import { UsageError } from '../usage.ts'

const KEYS_CREATE: Command = {
  words: ['keys', 'create'],
  creates: true,
  says: 'makes a key, and shows it this once',
  options: {
    kind: { type: 'string', value: ACCESS_KEY_KINDS.join('|'), says: 'whom or what it is for' },
    label: { type: 'string', value: 'TEXT', says: 'what you call it' },
    role: { type: 'string', value: OPERATOR_ROLES.join('|'), says: 'of an operator key' },
    origin: {
      type: 'string',
      multiple: true,
      value: 'ORIGIN',
      says: 'of a publishable key: a site whose pages it is for; may be repeated',
    },
  },
  async run(app, { options }) {
    const kind = oneOf(ACCESS_KEY_KINDS, textOf(options, 'kind'))
    if (kind === undefined) throw new UsageError(`Say --kind ${ACCESS_KEY_KINDS.join(' or ')}`)
    const named = textOf(options, 'role')
    const role = oneOf(OPERATOR_ROLES, named)
    if (named !== role) throw new UsageError(`Say --role ${OPERATOR_ROLES.join(' or ')}`)
    const label = textOf(options, 'label')
    return {
      ...(await app.keyRing.create({ kind, label, role, origins: textsOf(options, 'origin') })),
    }
  },
}

function oneOf<T extends string>(known: readonly T[], text: string | undefined): T | undefined {
  return known.find((one) => one === text)
}

const KEYS_LIST: Command = {
  words: ['keys', 'list'],
  says: 'lists the keys: what each is for, and when it was last used',
  options: {},
  async run({ keyRing }) {
    const keys = keyRing.list().map(({ id, kind, label, role, origins, ...times }) => ({
      id,
      kind,
      label,
      role: role ?? null,
      origins,
      expiresAt: timeOrNull(times.expiresAt),
      revokedAt: timeOrNull(times.revokedAt),
      lastUsedAt: timeOrNull(times.lastUsedAt),
    }))
    return { keys }
  },
}

const KEYS_ROTATE: Command = {
  words: ['keys', 'rotate'],
  says: 'makes a key in place of another, which lapses after a day',
  options: { key: { type: 'string', required: true, value: 'ID', says: 'the id of the old one' } },
  async run({ keyRing }, { options }) {
    return { ...(await keyRing.rotate(textOf(options, 'key') ?? '', GRACE_SECONDS)) }
  },
}

const KEYS_REVOKE: Command = {
  words: ['keys', 'revoke'],
  says: 'ends a key at once',
  options: { key: { type: 'string', required: true, value: 'ID', says: 'its id' } },
  async run({ keyRing }, { options }) {
    const id = textOf(options, 'key') ?? ''
    await keyRing.revoke(id)
    return { revoked: id }
  },
}

const GRACE_SECONDS = 86_400

function timeOrNull(at: Instant | undefined): string | null {
  return at === undefined ? null : formatInstant(at)
}

const LEDGER_VERIFY: Command = {
  words: ['ledger', 'verify'],
  says: 'checks every leaf, checkpoint and act of the ledger',
  options: {
    checkpoint: {
      type: 'string',
      value: 'OLD',
      says: 'a checkpoint that somebody kept: the log has to begin with it',
    },
  },
  prepare: ({ options, operands }) => {
    const path = textOf(options, 'checkpoint')
    if (path === undefined) return { options, operands }
    return { options: { ...options, checkpoint: readText(path) }, operands }
  },
  async run(app, { options }) {
    const kept = textOf(options, 'checkpoint')
    const held = kept === undefined ? undefined : await holdLogTo(app.store.log, kept)
    const { entries, root, problems } = await app.store.verifyLedger()
    const report = { entries, root, valid: problems.length === 0, problems }
    return held === undefined ? report : { ...report, beginsWith: held }
  },
  succeeded: (result) => result['valid'] === true,
}

const LEDGER_KEY: Command = {
  words: ['ledger', 'key'],
  says: 'shows the public key that receipts and checkpoints are checked with',
  options: {},
  async run({ store }) {
    return { key: store.log.verifierKey }
  },
  format: ({ key }) => String(key),
}

const LEDGER_CHECKPOINT: Command = {
  words: ['ledger', 'checkpoint'],
  says: 'shows the latest signed head of the log: whoever keeps it can hold the log to it',
  options: {},
  async run({ store }) {
    return { checkpoint: (await store.log.head()).note }
  },
  format: ({ checkpoint }) => String(checkpoint).trimEnd(),
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

export const UPKEEP_COMMANDS: readonly Command[] = [
  KEYS_CREATE,
  KEYS_LIST,
  KEYS_ROTATE,
  KEYS_REVOKE,
  LEDGER_KEY,
  LEDGER_CHECKPOINT,
  LEDGER_VERIFY,
  DOCTOR,
]
