import { runStoreContract } from '../contract.ts'
import { SQLITE, SQLITE_MOVING } from './sqlite-under-test.ts'

runStoreContract(SQLITE)
runStoreContract(SQLITE_MOVING)
