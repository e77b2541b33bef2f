/**
 * A place of the law: an ISO 3166-1 country (`FR`) or an ISO 3166-2 part of one (`US-CA`).
 * The form is checked, not the list: a place that no pack names falls under the default.
 */
export type Region = string & { readonly [region]: true }

declare const region: unique symbol

export function isRegion(text: unknown): text is Region {
  return typeof text === 'string' && /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(text)
}

/** Whether `place` is `area` or lies in it: `US-CA` lies in `US`. */
export function isWithin(place: Region, area: string): boolean {
  return place === area || place.startsWith(`${area}-`)
}
