/**
 * Writes everything that is generated, in order: the reference documents from the code, the client
 * from one of them, then the kernels and
 * what browsers get from their sources. With `--check` it writes nothing and fails
 * where a file is not current.
 *
 *   node tools/run.mjs generate [--check]
 */
// In turn: side by side, the second would read what the first has yet to write.
await import('./generate-docs.ts')
await import('./generate-client.ts')
await import('./generate-kernels.ts')
await import('./generate-browser.ts')

export {}
