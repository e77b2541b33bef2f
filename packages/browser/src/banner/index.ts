/** The banner's parts that need no browser: words, layout, HTML. */
export {
  type ComposedNotice,
  composeGroups,
  composeNotice,
  composeWords,
  explainPurpose,
  type Parties,
  purposesOfGroups,
} from './compose.ts'
export { directionOf, LANGUAGES, textsFor } from './languages/index.ts'
export { bannerLayout, type FormTarget } from './layout.ts'
export { type NamedPurposes, namePurposes, type PurposeNames } from './purpose-names.ts'
export type { BannerTexts } from './texts.ts'
export { branch, toDrawn, toHtml } from './tree.ts'
export {
  BANNER_ID,
  BANNER_PURPOSES,
  type BannerGroup,
  type BannerPurpose,
  type BannerView,
  type BannerWords,
  type Drawn,
  type DrawnBanner,
  type PurposeText,
} from './view.ts'
