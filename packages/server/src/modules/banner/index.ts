export { askBanner, type BannerRequest } from './ask-banner.ts'
