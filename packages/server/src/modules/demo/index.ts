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
export { readDemo } from './read-demo.ts'
