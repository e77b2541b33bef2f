/**
 * Who may import whom. This table is the architecture; a folder that is not in it may import
 * nothing. Modules and the store are entered through their index.ts alone.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { lineAt } from './source-text.ts'
import {
  type Architecture,
  assertNone,
  type Finding,
  findViolations,
  formatFindings,
  isTest,
  parseImports,
  ROOT,
  readSourceTree,
  type SourceFile,
  toSourceFile,
} from './source-tree.ts'

const TABLE = 'test/architecture.test.ts'

const ARCHITECTURE: Architecture = {
  table: TABLE,
  nested: ['server/modules'],
  doors: ['server/modules/*', 'server/store'],
  packages: {
    core: [],
    kernels: ['core'],
    browser: ['core'],
    client: [],
    console: ['client'],
    server: ['core', 'kernels', 'browser'],
    // An example knows what everybody may know: the client and the SDK.
    shop: ['client', 'browser'],
  },
  pure: ['core'],
  onlyFrom: {
    'node:sqlite': ['packages/server/src/store/', 'packages/server/src/keys/'],
    pg: ['packages/server/src/store/'],
  },
  folders: {
    'core/values': [],
    'core/ledger': ['core/values'],
    'core/consent': ['core/values', 'core/ledger'],
    'core/receipt': ['core/values', 'core/ledger'],
    'core/signals': ['core/values'],
    'core/law': ['core/values', 'core/ledger', 'core/consent', 'core/signals'],
    'core/channels': ['core/values', 'core/law', 'core/recommend'],
    'core/rights': ['core/values', 'core/ledger', 'core/consent', 'core/law'],
    'core/recommend': ['core/values'],
    'core/evaluate': ['core/values', 'core/recommend'],
    'core/lists': ['core/values', 'core/recommend'],
    'core/privacy': ['core/values'],
    'core/measure': ['core/values', 'core/channels', 'core/privacy'],
    'core/email': ['core/values', 'core/law'],

    'kernels/index.ts': ['kernels/solve'],
    'kernels/solve': ['kernels/kernels.wasm'],

    'server/errors.ts': [],
    'server/version.ts': [],
    'server/config': ['server/errors.ts'],
    'server/keys': ['server/errors.ts'],
    'server/store': ['server/keys', 'server/errors.ts'],
    'server/telemetry': ['server/version.ts'],
    'server/directory.ts': ['server/store', 'server/keys', 'server/errors.ts'],
    'server/modules/*': ['server/store', 'server/keys', 'server/modules/*', 'server/errors.ts'],
    'server/app.ts': [
      'server/keys/random-pool.ts',
      'server/modules/*',
      'server/store',
      'server/config',
      'server/directory.ts',
      'server/errors.ts',
    ],
    'server/http': [
      'server/app.ts',
      'server/modules/*',
      'server/store',
      'server/telemetry',
      'server/errors.ts',
      'server/version.ts',
    ],
    'server/cli': [
      'server/app.ts',
      'server/http',
      'server/modules/*',
      'server/config',
      'server/directory.ts',
      'server/errors.ts',
    ],
    'server/main.ts': ['server/cli'],

    'browser/languages': [],
    'browser/sdk': ['browser/banner/view.ts'],
    'browser/banner': ['browser/banner/languages', 'browser/languages'],
    'browser/center': [
      'browser/banner/view.ts',
      'browser/languages',
      'browser/sdk/private-session.ts',
      'browser/words/private-bar.ts',
    ],
    'browser/slots': ['browser/sdk'],
    'browser/why': [
      'browser/sdk',
      'browser/languages',
      'browser/center/api.ts',
      'browser/center/dom.ts',
      'browser/center/reason-line.ts',
      'browser/center/shares.ts',
      'browser/center/words.ts',
    ],
    'browser/words': ['browser/sdk', 'browser/banner/view.ts'],
    'browser/react': ['browser/index.ts'],
    'browser/bridges': ['browser/sdk', 'browser/banner/view.ts'],
    'browser/served.ts': ['browser/served'],
    'browser/index.ts': [
      'browser/sdk',
      'browser/banner',
      'browser/slots',
      'browser/why',
      'browser/words',
      'browser/bridges',
    ],

    'shop/art': [],
    'shop/departments.ts': [],
    'shop/people.ts': [],
    'shop/prices.ts': [],
    'shop/stories.ts': ['shop/departments.ts'],
    'shop/worn.ts': ['shop/art'],
    'shop/browser': ['shop/art', 'shop/departments.ts', 'shop/prices.ts', 'shop/stories.ts'],
    'shop/pages': [
      'shop/art',
      'shop/departments.ts',
      'shop/people.ts',
      'shop/prices.ts',
      'shop/stories.ts',
      'shop/worn.ts',
    ],
    'shop/server': ['shop/art', 'shop/pages', 'shop/people.ts', 'shop/departments.ts'],
    'shop/feed': ['shop/launch', 'shop/server', 'shop/stories.ts'],
    'shop/footwear': [
      'shop/art',
      'shop/people.ts',
      'shop/server',
      'shop/launch',
      'shop/feed',
      'shop/stories.ts',
      'shop/worn.ts',
    ],
    'shop/launch': ['shop/server'],
    'shop/main.ts': ['shop/footwear', 'shop/launch', 'shop/server'],

    'client/http': ['client/generated/schemas.ts'],
    'client/generated': ['client/http'],
    'client/create-client.ts': ['client/http', 'client/generated'],
    'client/interaction-queue.ts': ['client/http', 'client/generated', 'client/create-client.ts'],
    'client/index.ts': [
      'client/http',
      'client/generated',
      'client/create-client.ts',
      'client/interaction-queue.ts',
      'client/sign-subject-token.ts',
    ],
  },
}

/** Names that only these files may say in code: everyone else goes through them. */
const RESERVED: readonly { name: RegExp; files: readonly string[]; says: string }[] = [
  {
    name: /\bmint(?:Rights)?Permit\b/g,
    files: ['permit', 'decide'].flatMap((name) => [
      `packages/core/src/law/${name}.ts`,
      `packages/core/src/law/${name}.test.ts`,
    ]),
    says: 'mints a permit: only packages/core/src/law/decide.ts does; ask it for a decision',
  },
  {
    name: /\bprocess\.env\b/g,
    files: ['packages/server/src/config/environment.ts'],
    says:
      'reads the environment: add the variable to packages/server/src/config/environment.ts and ' +
      'take its value as an argument',
  },
]

const files = readSourceTree()

test('every import goes in a direction that the table allows', () => {
  assertNone(findViolations(files, ARCHITECTURE))
})

test('reserved names are said only in their own files', () => {
  assertNone(findReserved(files))
})

test('core has no dependency', () => {
  const path = 'packages/core/package.json'
  const manifest = JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
  assert.deepEqual(
    { ...manifest.dependencies, ...manifest.peerDependencies },
    {},
    `${path}: core runs everywhere by depending on nothing; take what you need as an argument`,
  )
})

test('the tree is read: core and its values are there', () => {
  assert.ok(files.some((file) => file.path === 'packages/core/src/values/index.ts'))
  assert.ok(files.flatMap((file) => parseImports(file)).length > 10)
})

// From here on: the checker itself, on sources planted in memory.

const PLANTED: readonly { rule: string; path: string; text: string; says: RegExp }[] = [
  {
    rule: 'a folder that imports a later one',
    path: 'packages/core/src/values/planted.ts',
    text: "import { decide } from '../law/index.ts'",
    says: /core\/values may import nothing/,
  },
  {
    rule: 'a type import in the wrong direction',
    path: 'packages/core/src/recommend/planted.ts',
    text: "import type { Permit } from '../law/index.ts'",
    says: /core\/recommend may import core\/values/,
  },
  {
    rule: 'an import over several lines',
    path: 'packages/core/src/values/planted.ts',
    text: "import {\n  decide,\n  type Facts,\n} from '../law/index.ts'",
    says: /planted\.ts:4 /,
  },
  {
    rule: 'a re-export, a lazy import, a worker',
    path: 'packages/core/src/values/planted.ts',
    text: [
      "export { decide } from '../law/index.ts'",
      "const law = await import('../law/index.ts')",
      "new Worker(new URL('../law/index.ts', import.meta.url))",
    ].join('\n'),
    says: /planted\.ts:1 .*planted\.ts:2 .*planted\.ts:3 /s,
  },
  {
    rule: 'a folder that is not in the table',
    path: 'packages/core/src/horoscope/planted.ts',
    text: "import { assert } from '../values/index.ts'",
    says: /core\/horoscope may import nothing/,
  },
  {
    rule: 'a file behind the door of its folder',
    path: 'packages/server/src/modules/collect/planted.ts',
    text: "import { openRows } from '../../store/sqlite/rows.ts'",
    says: /goes past the door of server\/store: .*store\/index\.ts/,
  },
  {
    rule: "another module's insides",
    path: 'packages/server/src/modules/collect/planted.ts',
    text: "import { find } from '../catalogue/catalogue-queries.ts'",
    says: /goes past the door of server\/modules\/catalogue/,
  },
  {
    rule: 'HTTP in a use case',
    path: 'packages/server/src/modules/collect/collect-interactions.ts',
    text: "import { reply } from '../../http/reply.ts'",
    says: /server\/modules\/collect may import server\/store/,
  },
  {
    rule: 'another package by a path',
    path: 'packages/server/src/store/planted.ts',
    text: "import { assert } from '../../../core/src/values/index.ts'",
    says: /reaches into packages\/core by a path: import @equipoise\/core/,
  },
  {
    rule: 'another package by a path, from outside packages',
    path: 'test/planted.ts',
    text: "import { assert } from '../packages/core/src/values/index.ts'",
    says: /reaches into packages\/core by a path/,
  },
  {
    rule: 'an example that looks behind the public surface',
    path: 'examples/shop/src/server/planted.ts',
    text: "import { openApp } from '@equipoise/server/app'",
    says: /package shop may import client, browser/,
  },
  {
    rule: 'an example that goes in by a path',
    path: 'examples/shop/src/server/planted.ts',
    text: "import { openApp } from '../../../../packages/server/src/app.ts'",
    says: /reaches into packages\/server by a path/,
  },
  {
    rule: 'a package that the table keeps away',
    path: 'packages/console/src/planted.ts',
    text: "import { Store } from '@equipoise/server/store'",
    says: /package console may import client/,
  },
  {
    rule: 'the database outside the store',
    path: 'packages/server/src/modules/collect/planted.ts',
    text: "import { DatabaseSync } from 'node:sqlite'",
    says: /only packages\/server\/src\/store\/ and/,
  },
  {
    rule: 'Node in core',
    path: 'packages/core/src/ledger/planted.ts',
    text: "import { createHash } from 'node:crypto'",
    says: /core depends on nothing/,
  },
]

for (const { rule, path, text, says } of PLANTED) {
  test(`the checker catches ${rule}`, () => {
    const found = findViolations([toSourceFile(path, text)], ARCHITECTURE)
    assert.match(formatFindings(found), says)
  })
}

const ALLOWED: readonly { rule: string; path: string; text: string }[] = [
  {
    rule: 'an import in a comment or in quoted text',
    path: 'packages/core/src/values/planted.ts',
    text: `/** @example import { decide } from '../law/index.ts' */\nconst x = "from '../law/index.ts'"`,
  },
  {
    rule: 'a neighbour in the same folder',
    path: 'packages/core/src/law/planted.ts',
    text: "import { toReason } from './reason.ts'",
  },
  {
    rule: 'the error catalogue, from everywhere in the server',
    path: 'packages/server/src/store/planted.ts',
    text: "import { EquipoiseError } from '../errors.ts'",
  },
  {
    rule: "Node's modules in a test of core",
    path: 'packages/core/src/law/planted.test.ts',
    text: "import test from 'node:test'\nimport fc from 'fast-check'",
  },
]

for (const { rule, path, text } of ALLOWED) {
  test(`the checker allows ${rule}`, () => {
    assertNone(findViolations([toSourceFile(path, text)], ARCHITECTURE))
  })
}

test('the checker catches a reserved name in code, not in a comment', () => {
  const planted = (text: string) =>
    findReserved([toSourceFile('packages/server/src/modules/collect/planted.ts', text)])
  assert.equal(planted('export { mintPermit }').length, 1)
  assert.equal(planted('const { EQUIPOISE_DATA } = process.env').length, 1)
  assert.equal(planted('// mintPermit is not ours to call').length, 0)
})

function findReserved(sources: readonly SourceFile[]): Finding[] {
  const guarded = sources.filter(({ path }) => path.startsWith('packages/'))
  return RESERVED.flatMap(({ name, files: own, says }) =>
    guarded
      .filter(({ path }) => !own.includes(path))
      // A test may set the environment of a process that it starts, never mint a permit.
      .filter(({ path }) => !(isTest(path) && name.source.includes('env')))
      .flatMap(({ path, bare }) =>
        [...bare.matchAll(name)].map((match) => ({ path, line: lineAt(bare, match.index), says })),
      ),
  )
}
