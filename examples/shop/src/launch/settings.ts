/** What the shop is started with. */

export interface Settings {
  readonly shopPort: number
  readonly dataDirectory: string
  readonly json: boolean
  /** The rest: the product's own. */
  readonly words: readonly string[]
}

const SHOP_PORT = 8_788

/**
 * @param words the command line's, without the programs.
 * @param environment where the product reads its settings, too.
 * @throws RangeError for a port that is none.
 */
export function parseSettings(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const rest = [...words]
  const port = take(rest, '--shop-port') ?? String(SHOP_PORT)
  const shopPort = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN
  if (!(shopPort <= 65_535)) throw new RangeError(`Cannot use the port "${port}": 0 to 65535`)
  const dataDirectory = optionOf(rest, '--data') ?? environment['EQUIPOISE_DATA'] ?? './data'
  const json = rest.includes('--json')
  return { shopPort, dataDirectory, json, words: rest.filter((word) => word !== '--json') }
}

/** The value of an option, given as `--name value` or `--name=value`. */
function optionOf(words: readonly string[], name: string): string | undefined {
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`))
  const word = words[at]
  return word === name ? words[at + 1] : word?.slice(name.length + 1)
}

function take(words: string[], name: string): string | undefined {
  const value = optionOf(words, name)
  const at = words.findIndex((word) => word === name || word.startsWith(`${name}=`))
  if (at >= 0) words.splice(at, words[at] === name ? 2 : 1)
  return value
}
