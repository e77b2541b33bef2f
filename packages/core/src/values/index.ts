export { assert } from './assert.ts'
export {
  compareBytes,
  compareUtf8,
  concatBytes,
  equalBytes,
  type HashFunction,
  parseBase64,
  parseHex,
  toBase64,
  toHex,
  utf8,
} from './bytes.ts'
export { failure, type Issue, type Result, success } from './result.ts'
