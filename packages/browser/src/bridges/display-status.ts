/** As both of IAB's interfaces name it: whether the person is being asked just now. */
import { BANNER_ID } from '../banner/view.ts'

export function displayStatus(): 'visible' | 'hidden' {
  return document.getElementById(BANNER_ID) === null ? 'hidden' : 'visible'
}
