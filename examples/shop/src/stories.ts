/** What the feed has beside things to buy: short pieces, invented for the demo. */

import { nameOf } from './departments.ts'

export interface Story {
  readonly id: string
  readonly title: string
  readonly text: string
  /** The shelf that it is about: whoever follows that shelf gets it too. */
  readonly topic: string
  readonly daysAgo: number
}

/** How a story is announced: what it is about, and how it begins. */
export function storyOf(id: string): { readonly topic: string; readonly text: string } {
  const story = STORIES.find((one) => one.id === id)
  const about = nameOf(story?.topic)
  return { topic: about === '' ? 'Story' : `Story · ${about}`, text: story?.text ?? '' }
}

export const STORIES: readonly Story[] = [
  {
    id: 'trail-story-first-light',
    title: 'Twelve kilometres before the baker opens',
    text: 'A path that nobody hurries on: start at the weir, keep the river on your left, and be back while the first trays come out. Good shoes help less than going to bed on time.',
    topic: 'Footwear/Trail',
    daysAgo: 0.4,
  },
  {
    id: 'jackets-story-wax',
    title: 'How to wax a jacket on a kitchen table',
    text: 'Brush it, warm the tin in your hands, work along the seams first. Hang it for a day where nobody minds the smell. It will outlive the table.',
    topic: 'Clothing/Jackets',
    daysAgo: 1.2,
  },
  {
    id: 'fruit-story-october-apples',
    title: 'An apple keeps best alone',
    text: 'It ripens whatever lies beside it. Give it a cool shelf of its own until March, or put it to the hard pears on purpose. What wrinkles is a cake.',
    topic: 'Produce',
    daysAgo: 2.1,
  },
  {
    id: 'boots-story-resole',
    title: 'A boot that was resoled four times',
    text: 'The cobbler on Mill Lane keeps the old soles on a string. He says that most boots are thrown away with the better half still good.',
    topic: 'Footwear/Boots',
    daysAgo: 3.3,
  },
  {
    id: 'bread-story-second-day',
    title: 'In praise of bread on the second day',
    text: 'Toast, soup, dumplings, breadcrumbs, and in the end something for the soil. The first day was only the introduction.',
    topic: 'Pastry',
    daysAgo: 4.6,
  },
  {
    id: 'knitwear-story-darning',
    title: 'Darn it in another colour',
    text: 'Nobody finds the right shade anyway. A hole that was mended so that you see it is a small medal.',
    topic: 'Clothing/Knitwear',
    daysAgo: 6.2,
  },
  {
    id: 'bags-story-one-bag',
    title: 'One bag for four days',
    text: 'Two of everything that dries overnight, one of everything that does not. Leave a third of it empty: you come back with stones.',
    topic: 'Accessories/Bags',
    daysAgo: 8.5,
  },
  {
    id: 'running-story-slow',
    title: 'The slow mile is the one that counts',
    text: 'If you can tell a long story while you run, it is slow enough. If you have no breath for the end of it, you found out in time.',
    topic: 'Footwear/Running',
    daysAgo: 11,
  },
]
