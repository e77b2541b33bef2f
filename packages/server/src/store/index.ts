export { lockDirectory } from './sqlite/directory-lock.ts'
export { hasSqliteStore as hasStore, openSqliteStore as openStore } from './sqlite/sqlite-store.ts'
export type {
  AccessKey,
  AccessKeyKind,
  AppendOutcome,
  CatalogueItem,
  Clearance,
  CollectedInteraction,
  Contribution,
  KeptInteraction,
  LedgerReport,
  ProfileItem,
  RefusalCount,
  Removal,
  RightsReader,
  RightsWriter,
  Store,
  SubjectFacts,
  SubjectRecord,
} from './store.ts'
