/**
 * What is said elsewhere of whoever is in front: in another tab, or by the SDK on the same page.
 * The center hears it, and says what was done here, as the SDK does.
 */

/** The SDK's own; what it hears there it reads anew. */
const CHANNEL = 'equipoise'

/** Empty where somebody said or did something; else whether a private session began or ended. */
export type News = '' | boolean

/** @returns tells the others. */
export function openNews(onNews: (news: News) => void): (news: News) => void {
  let channel: BroadcastChannel
  try {
    channel = new BroadcastChannel(CHANNEL)
  } catch {
    // Where cookies are blocked some browsers refuse it.
    return () => {}
  }
  channel.addEventListener('message', ({ data }) => onNews(data))
  return (news) => channel.postMessage(news)
}
