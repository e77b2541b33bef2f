/**
 * The build for a script tag: `<script async src="/sdk.js" data-key="eq_publishable_…"></script>`.
 * What the tag says is what there is to say; `equipoise` is the client, and what was pushed to an
 * array of that name before is done now.
 */
import type { Load } from './parts.ts'
import { start } from './start.ts'
import type { Bridge, Client, Options } from './types.ts'

/** Where the other parts are, relative to this script; written in when it is built. */
declare const PART_PATHS: Readonly<Record<string, string>>
declare global {
  var equipoise: Client | ((client: Client) => void)[] | undefined
}

const script = document.currentScript
if (script instanceof HTMLScriptElement && script.dataset['key'] !== undefined) {
  const early = globalThis.equipoise
  const client = start(optionsIn(script), loadFrom(script.src))
  globalThis.equipoise = client
  if (Array.isArray(early)) for (const act of early) act(client)
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
    ...platformIn(platform),
    // The tag names those that there are; another is not found, and that is all.
    ...(bridges && { bridges: bridges.split(/[\s,]+/) as Bridge[] }),
  }
}

/** What cannot be read is no registration: then no string of theirs is written. */
function platformIn(text = ''): Pick<Options, 'platform'> {
  try {
    return text === '' ? {} : { platform: JSON.parse(text) }
  } catch {
    return {}
  }
}

function loadFrom(source: string): Load {
  // Each part is built from the module that its name stands for.
  return ((part: string) => import(new URL(PART_PATHS[part] ?? part, source).href)) as Load
}
