export {
  type AccessParts,
  type CreatedKey,
  createAccessKey,
  findAccessKeyKind,
} from './access-keys.ts'
