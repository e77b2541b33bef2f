/** Channels: what every channel adds to a decision, and what ads are chosen by. */

export {
  type AdPerson,
  type KnownAudience,
  type KnownInterest,
  type KnownItem,
  widening,
} from './ad-person.ts'
export { AUCTIONS, type Auction, type Bid, runAuction } from './auction.ts'
export {
  AUDIENCE_ATTRIBUTES,
  type AudienceAttribute,
  type AudienceCondition,
  CONDITION_VALUES_MAX,
  CONDITIONS_MAX,
  implies,
  meets,
  type PersonAttributes,
  parseConditions,
} from './audience.ts'
export { AUDIENCES_MAX, AudienceCounts } from './audience-counts.ts'
export {
  AUDIENCE_PEOPLE_FLOOR,
  AUDIENCE_PRESETS,
  type Audience,
  type AudiencePreset,
  runningAudiences,
  shownSize,
} from './audience-guard.ts'
export {
  type AdSlot,
  type Advertiser,
  type Campaign,
  type ChoosableCreative,
  CREATIVE_KINDS,
  type CreativeKind,
  GOALS,
  type Goal,
  type Hours,
  isScheduled,
  type LiveCampaign,
  type Political,
  REVIEW_STATES,
  type ReviewState,
} from './campaign.ts'
export {
  type AdEntry,
  type AdIndex,
  type AdMode,
  indexCampaigns,
  isAboutSensitive,
} from './campaign-index.ts'
export { type AdQuestion, type ChosenAd, chooseAds } from './choose-ads.ts'
export {
  bitsOf,
  EVIDENCE_SOURCES,
  type Evidence,
  type EvidenceSource,
  evidenceScore,
  scoreEndsAt,
} from './evidence.ts'
export {
  type ChosenMode,
  type ChronologicalDuty,
  chooseFeedMode,
  MODE_SETTLERS,
  type ModeSettler,
  type ModeState,
} from './feed-mode.ts'
export {
  areAlike,
  DEFAULT_FOLLOW_CAP,
  type FollowCap,
  followFate,
  type Looks,
  shownAlike,
} from './follow-cap.ts'
export {
  brokenCap,
  CAP_PERIODS,
  CAP_SCOPES,
  DEFAULT_CAPS,
  type FrequencyCap,
  PERIOD_MS,
  type Showing,
  shownWithin,
} from './frequency.ts'
export { allowedBy, mayStillSpend, PACINGS, type Pacing, type Spent } from './pacing.ts'
export { AD_EVERY_MIN, type AdDensity, adsAmong, type Placed, placeAds } from './place-ads.ts'
export { isSensitiveCategory } from './sensitive-categories.ts'
export {
  isSpecificityLevel,
  isUnder,
  lowerLevel,
  NOT_SPECIFIC,
  SPECIFICITY_LEVELS,
  type Specificity,
  type SpecificityLevel,
  specificityOf,
} from './specificity.ts'
export {
  changeWishes,
  FEED_MODES,
  type FeedMode,
  type Followed,
  hasWishes,
  isFeedMode,
  isWithinLimits,
  lessPersonal,
  NO_WISHES,
  type NotForProfile,
  uniteWishes,
  WISHES_MAX,
  type WishChange,
  type Wishes,
} from './wishes.ts'
