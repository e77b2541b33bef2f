/**
 * What was made of something that is replaced and never changed, kept on it, and gone with it. A
 * `WeakMap` says the same, but looks each thing up among all others: with those of some hundred
 * people in turn, that was most of what finding it cost. Nothing that lists, copies or compares the
 * thing meets what is kept on it. What cannot be added to keeps nothing.
 */
export class Memo<K extends object, T> {
  readonly #place: symbol = Symbol('memo')

  find(of: K): T | undefined {
    // Nobody but `keep` has that symbol.
    return Reflect.get<object, symbol>(of, this.#place) as T | undefined
  }

  keep(of: K, made: T): T {
    Reflect.defineProperty(of, this.#place, { value: made, enumerable: false, configurable: true })
    return made
  }
}
