export {
  DEMO_CASES,
  DEMO_FILES,
  type Demo,
  type DemoCase,
  type DemoInteraction,
  type DemoItem,
  type DemoPersona,
  type DemoSubject,
} from './demo-data.ts'
export { DEMO_FOLDER, isDemo, type KnownPersona, listPersonas } from './list-personas.ts'
export { readDemo } from './read-demo.ts'
export { DEMO_SETTING, type SeedOutcome, type SeedParts, seedDemo } from './seed-demo.ts'
