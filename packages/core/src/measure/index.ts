/** Measurement: what is counted of whom, how much at most, and what a report may say of it. */
export {
  type AdTouch,
  attribute,
  type ConversionRule,
  type Deed,
  type TouchedAd,
  type Windows,
} from './attribute.ts'
export {
  type Counted,
  countClick,
  countConversion,
  countConverted,
  countPerson,
  countShowing,
  keyOf,
  type Measure,
  type MeasuredAd,
  type MeasuredCount,
  type MeasuredShowing,
  namesIn,
  SPENT_PER_SHOWING_MAX,
} from './count-acts.ts'
export {
  ARMS_MAX,
  type Arm,
  armOf,
  type Experiment,
  fractionOf,
  HELD_OUT,
  HOLDOUT_RATIO_MAX,
  isRunning,
  SHOWN,
} from './experiment.ts'
export {
  charge,
  dayOf,
  firstDayOf,
  type MeasuredWeek,
  openWeek,
  type Unit,
  WEEK_UNITS,
  weekOf,
} from './measured-week.ts'
export {
  type Interval,
  isConclusive,
  type NoisyRate,
  rateDifference,
  rateInterval,
} from './rate-interval.ts'
export {
  type CountedRow,
  MARGIN_MISS,
  type Noise,
  noiseScale,
  type ReleasedRow,
  type ReleaseGuards,
  ROW_MIN_EXACT,
  ROW_MIN_NOISY,
  releaseRows,
  sensitivityOf,
} from './release-rows.ts'
export { type ArmCount, MISMATCH_CHANCE, sampleRatioChance } from './sample-ratio.ts'
