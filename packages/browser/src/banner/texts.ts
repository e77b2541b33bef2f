/** The words of a banner in one language. `{controller}` and `{recipients}` are filled in. */
export interface BannerTexts {
  /** BCP 47. */
  readonly language: string
  /** False where a machine translated it and nobody who speaks it has read it. */
  readonly isReviewed: boolean
  readonly title: string
  readonly intro: string
  readonly accept: string
  readonly refuse: string
  readonly choose: string
  readonly save: string
  readonly details: string
  readonly what: string
  readonly why: string
  readonly howLong: string
  readonly who: string
  readonly more: string
  readonly untilNo: string
  readonly onlyUs: string
  readonly others: string
  readonly signal: string
  readonly paused: string
  readonly resume: string
  readonly suggestions: string
  readonly improvement: string
  readonly adsHere: string
  readonly adsElsewhere: string
  readonly storageName: string
  readonly storageWhat: string
  readonly storageWhy: string
  readonly personalizationWhat: string
  readonly personalizationWhy: string
  readonly trainingName: string
  readonly trainingWhat: string
  readonly trainingWhy: string
  readonly measurementName: string
  readonly measurementWhat: string
  readonly measurementWhy: string
  readonly adsHereWhy: string
  readonly crossContextName: string
  readonly crossContextWhat: string
  readonly crossContextWhy: string
  readonly sharingName: string
  readonly sharingWhat: string
  readonly sharingWhy: string
}
