export { type DataFiles, readDataSet } from './read-data-set.ts'
