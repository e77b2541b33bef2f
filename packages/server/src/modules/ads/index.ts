export { AD_RECORD_KINDS, type AdRecordKind } from '../../store/index.ts'
export { type AdChange, AdDesk, exportAds } from './ad-desk.ts'
export {
  AD_FORMS,
  AD_ID_PATTERN,
  type AdForms,
  AdvertiserForm,
  AudienceForm,
  CampaignForm,
  CreativeForm,
  ExperimentForm,
  Review,
  ReviewForm,
  SlotForm,
} from './ad-forms.ts'
export { AdPeople } from './ad-people.ts'
export type { AdRecords, KeptForm } from './ad-records.ts'
export { type AdView, repositoryAd, shownAd, viewAd } from './ad-view.ts'
export { type AdParts, type AdsAsked, type AdsChosen, chooseSlotAds, featuresOf } from './choose.ts'
export {
  armFor,
  conversionVerbsOf,
  countedIn,
  type Hashing,
  type KnownExperiment,
} from './experiments.ts'
export { OWN_SLOTS } from './read-form.ts'
export { type ListedAd, listRepository, REPOSITORY_DAYS, sweepRepository } from './repository.ts'
export { viewAdRecord } from './view-record.ts'
export { watchStore } from './watch-store.ts'
