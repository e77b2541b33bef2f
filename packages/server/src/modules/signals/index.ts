export {
  type InspectedSignal,
  inspectSignal,
  SIGNAL_FORMATS,
  type SignalFormat,
} from './inspect-signal.ts'
export { choicesOf, type Wanted, type WrittenSignals, writeSignals } from './write-signals.ts'
