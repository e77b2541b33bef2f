export {
  drawDiscreteLaplace,
  type RandomBytes,
  type Scale,
  toScale,
} from './discrete-laplace.ts'
export { laplaceChance, laplaceReach, laplaceVariance } from './laplace-spread.ts'
