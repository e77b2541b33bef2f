/**
 * The build for a script tag: `<script async src="/sdk.js" data-key="eq_publishable_…"></script>`.
 * What the tag says is what there is to say; `equipoise` is the client, and what was pushed to an
 * array of that name before is done now; what is pushed after is done at once.
 */
import type { Load } from './parts.ts'
import { start } from './start.ts'
import type { Bridge, Client, Options } from './types.ts'

/** Of the parts' files, by which browsers keep them for ever; written in when it is built. */
declare const PARTS_VERSION: string
type Push = (act: (client: Client) => void) => void

declare global {
  var equipoise: (Client & { push: Push }) | Parameters<Push>[0][] | undefined
}

// One in a drawing has no `src`, and starts nothing.
const script = document.currentScript as HTMLScriptElement | null
if (script?.src && script.dataset['key'] !== undefined) {
  const early = globalThis.equipoise
  // Who comes later pushes just the same, and is told at once.
  const push: Push = (act) => act(client)
  const client = Object.assign(start(optionsIn(script), loadFrom(script.src)), { push })
  globalThis.equipoise = client
  if (Array.isArray(early)) early.forEach(push)
}

function optionsIn({ src, dataset }: HTMLScriptElement): Options {
  const { key = '', location, languages, cap, banner, bridges, platform, subjectToken } = dataset
  return {
    key,
    server: dataset['server'] ?? new URL(src).origin,
    banner: banner !== 'off',
    ...(location && { location }),
    ...(subjectToken && { subjectToken: () => subjectToken }),
    ...(languages && { languages: languages.split(/[\s,]+/) }),
    ...(cap && { cap: Number(cap) }),
    ...(platform && { platform }),
    // The tag names those that there are; another is not found, and that is all.
    ...(bridges && { bridges: bridges.split(/[\s,]+/) as Bridge[] }),
  }
}

function loadFrom(source: string): Load {
  const pathOf = (part: string): string => `sdk/${part}.js?v=${PARTS_VERSION}`
  // Each part is built from the module that its name stands for.
  return ((part: string) => import(new URL(pathOf(part), source).href)) as Load
}
