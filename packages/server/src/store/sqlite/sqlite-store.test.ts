import { runStoreContract } from '../contract.ts'
import { SQLITE } from './sqlite-under-test.ts'

runStoreContract(SQLITE)
