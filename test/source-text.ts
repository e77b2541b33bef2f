/**
 * Reads TypeScript just well enough to know code from comments and from quoted text, so that the
 * structure tests are not fooled by an import inside a doc example or a banned word in a sentence.
 *
 * A scanner of our own, since TypeScript 7 offers no parser to programs. It keeps every character
 * at its place: what is hidden becomes spaces, line breaks stay. The one guess in it is the usual
 * one, whether a slash divides or opens a regular expression, decided by what stands before it.
 */

export interface SourceText {
  readonly text: string
  /** The text with comments blanked. */
  readonly code: string
  /** The text with comments, the insides of quotes and of regular expressions blanked. */
  readonly bare: string
}

const BEFORE_REGEX = new Set('(,=:[!&|?{};+-*%<>~^'.split(''))
const KEYWORDS_BEFORE_REGEX = /\b(?:return|typeof|case|in|of|delete|void|throw|yield|await|else)$/

export function readSourceText(text: string): SourceText {
  const scanner = new Scanner(text)
  scanner.scan()
  return { text, code: scanner.code.join(''), bare: scanner.bare.join('') }
}

/** The line, from 1, of a place in a text. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

class Scanner {
  readonly code: string[]
  readonly bare: string[]
  readonly #text: string
  /** For each template that is open around the place: how many braces its `${` has open. */
  readonly #templates: number[] = []
  #at = 0
  #lastSignificant = -1

  constructor(text: string) {
    this.#text = text
    this.code = text.split('')
    this.bare = text.split('')
  }

  scan(): void {
    if (this.#text.startsWith('#!')) this.#skipLineComment()
    while (this.#at < this.#text.length) this.#scanOne()
  }

  #scanOne(): void {
    const two = this.#text.slice(this.#at, this.#at + 2)
    const one = two[0] ?? ''
    if (two === '//') this.#skipLineComment()
    else if (two === '/*') this.#skipBlockComment()
    else {
      if (one === "'" || one === '"') this.#skipQuoted(one)
      else if (one === '`') this.#skipTemplate(this.#at + 1)
      else if (one === '/' && this.#opensRegex()) this.#skipRegex()
      else if (one === '}' && this.#templates.at(-1) === 0) this.#resumeTemplate()
      else this.#passOver(one)
      this.#lastSignificant = this.#findSignificant(this.#at - 1)
    }
  }

  #passOver(character: string): void {
    this.#countBrace(character)
    this.#at += 1
  }

  #findSignificant(at: number): number {
    return (this.#text[at] ?? '').trim() === '' ? this.#lastSignificant : at
  }

  #countBrace(character: string): void {
    const open = this.#templates.length - 1
    if (open < 0) return
    if (character === '{') this.#templates[open] = (this.#templates[open] ?? 0) + 1
    if (character === '}') this.#templates[open] = (this.#templates[open] ?? 0) - 1
  }

  #skipLineComment(): void {
    const end = this.#text.indexOf('\n', this.#at)
    this.#hide(this.#at, end < 0 ? this.#text.length : end, [this.code, this.bare])
  }

  #skipBlockComment(): void {
    const end = this.#text.indexOf('*/', this.#at + 2)
    this.#hide(this.#at, end < 0 ? this.#text.length : end + 2, [this.code, this.bare])
  }

  #skipQuoted(quote: string): void {
    let end = this.#at + 1
    while (end < this.#text.length && this.#text[end] !== quote && this.#text[end] !== '\n') {
      end += this.#text[end] === '\\' ? 2 : 1
    }
    this.#hide(this.#at + 1, end, [this.bare])
    this.#at = end + 1
  }

  /** Hides a template's text up to its end, or up to the code that starts at `${`. */
  #skipTemplate(start: number): void {
    let end = start
    while (end < this.#text.length && this.#text[end] !== '`') {
      if (this.#text.startsWith('${', end)) {
        this.#hide(start, end, [this.bare])
        this.#templates.push(0)
        this.#at = end + 2
        return
      }
      end += this.#text[end] === '\\' ? 2 : 1
    }
    this.#hide(start, end, [this.bare])
    this.#at = end + 1
  }

  #resumeTemplate(): void {
    this.#templates.pop()
    this.#skipTemplate(this.#at + 1)
  }

  #opensRegex(): boolean {
    if (this.#lastSignificant < 0) return true
    if (BEFORE_REGEX.has(this.#text[this.#lastSignificant] ?? '')) return true
    const before = this.#text.slice(
      Math.max(0, this.#lastSignificant - 8),
      this.#lastSignificant + 1,
    )
    return KEYWORDS_BEFORE_REGEX.test(before)
  }

  #skipRegex(): void {
    let inClass = false
    let end = this.#at + 1
    while (end < this.#text.length && this.#text[end] !== '\n') {
      const character = this.#text[end]
      if (character === '/' && !inClass) break
      if (character === '[') inClass = true
      if (character === ']') inClass = false
      end += character === '\\' ? 2 : 1
    }
    this.#hide(this.#at + 1, end, [this.bare])
    this.#at = end + 1
  }

  #hide(start: number, end: number, targets: readonly string[][]): void {
    for (const target of targets) {
      for (let i = start; i < end && i < target.length; i += 1) {
        if (target[i] !== '\n') target[i] = ' '
      }
    }
    this.#at = end
  }
}
