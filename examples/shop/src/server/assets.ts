/**
 * The shop's own script, with the SDK in it, as a customer with a bundler makes it; and its style.
 * Parts of the SDK are files of their own, loaded when they are needed.
 */
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { build } from 'esbuild'

export interface Asset {
  readonly type: string
  readonly body: Uint8Array
}

export interface Assets {
  /** By file name. */
  readonly files: ReadonlyMap<string, Asset>
  /** Changes with the content. */
  readonly version: string
}

const SOURCES = join(import.meta.dirname, '..')

export async function bundleAssets(): Promise<Assets> {
  const shape = { bundle: true, minify: true, write: false } as const
  const [scripts, styles] = await Promise.all([
    build({
      ...shape,
      entryPoints: [join(SOURCES, 'browser/shop.ts')],
      outdir: 'assets',
      format: 'esm',
      splitting: true,
      target: 'es2022',
      conditions: ['@equipoise/source'],
      loader: { '.css': 'text' },
      legalComments: 'none',
    }),
    build({ ...shape, entryPoints: [join(SOURCES, 'style/shop.css')], outdir: 'assets' }),
  ])
  const files = new Map<string, Asset>()
  const digest = createHash('sha256')
  for (const { path, contents } of [...scripts.outputFiles, ...styles.outputFiles]) {
    const type = path.endsWith('.css') ? 'text/css' : 'text/javascript'
    files.set(basename(path), { type: `${type}; charset=utf-8`, body: contents })
    digest.update(contents)
  }
  return { files, version: digest.digest('hex').slice(0, 12) }
}
