/**
 * The banner's markup: one layer, with accept, refuse and choose side by side and alike. It is a
 * form that works without a script; where there is one, the same form is read by it. Nothing is
 * ticked but what the person ticked before.
 */
import { type Branch, branch } from './tree.ts'
import {
  BANNER_ID,
  type BannerGroup,
  type BannerView,
  type BannerWords,
  type PurposeText,
} from './view.ts'

const TITLE_ID = 'equipoise-title'

/** Where the form goes without a script, and what it brings. */
export interface FormTarget {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

export function bannerLayout(view: BannerView, target?: FormTarget): Branch {
  const { words, notice, direction, signal } = view
  return branch(
    'section',
    { id: BANNER_ID, 'aria-labelledby': TITLE_ID, lang: notice.language, dir: direction },
    branch(
      'form',
      { method: 'post', ...(target && { action: target.action }) },
      // Enter on a switch presses the first button: that is never the yes to all.
      branch('button', { name: 'answer', value: 'save', hidden: true }),
      ...Object.entries(target?.fields ?? {}).map(([name, value]) =>
        branch('input', { type: 'hidden', name, value }),
      ),
      branch('h2', { id: TITLE_ID, tabindex: '-1' }, words.title),
      // It says that nothing is on.
      ...(isAnyOn(view) ? [] : [branch('p', {}, words.intro)]),
      ...(signal === null ? [] : [branch('p', { class: 'signal', role: 'status' }, signal)]),
      branch(
        'div',
        { class: 'answers' },
        branch('button', { name: 'answer', value: 'accept' }, words.accept),
        branch('button', { name: 'answer', value: 'refuse' }, words.refuse),
        choices(view),
      ),
    ),
  )
}

/** Whoever comes back to what they chose finds it before them. */
function isAnyOn({ groups }: BannerView): boolean {
  return groups.some(({ isOn }) => isOn)
}

function choices(view: BannerView): Branch {
  const { words, groups, storage, privacyUrl } = view
  return branch(
    'details',
    { class: 'choose', open: isAnyOn(view) },
    branch('summary', {}, words.choose),
    ...groups.map((group) => groupLayout(group, words)),
    branch('div', { class: 'group' }, branch('p', {}, storage.what), explain([storage], words)),
    branch(
      'div',
      { class: 'saving' },
      ...(privacyUrl === null ? [] : [branch('a', { href: privacyUrl }, words.more)]),
      branch('button', { name: 'answer', value: 'save' }, words.save),
    ),
  )
}

function groupLayout(group: BannerGroup, words: BannerWords): Branch {
  const { id, label, purposes, texts, isOn } = group
  const choice = {
    type: 'checkbox',
    role: 'switch',
    name: 'group',
    value: id,
    // Nobody unknown can say yes to anything without it.
    'data-gives': ['device_storage', ...purposes].join(' '),
    checked: isOn,
  }
  return branch(
    'div',
    { class: 'group' },
    branch('label', {}, label, branch('input', choice)),
    explain(texts, words),
  )
}

/** Each purpose in plain words: what, why, for how long, who. */
function explain(texts: readonly PurposeText[], words: BannerWords): Branch {
  return branch(
    'details',
    {},
    branch('summary', {}, words.details),
    ...texts.flatMap((text) => [
      branch('h3', {}, text.name),
      branch(
        'dl',
        {},
        ...(['what', 'why', 'howLong', 'who'] as const).flatMap((name) => [
          branch('dt', {}, words[name]),
          branch('dd', {}, text[name]),
        ]),
      ),
    ]),
  )
}
