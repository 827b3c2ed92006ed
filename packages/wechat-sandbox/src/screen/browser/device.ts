import { now } from './app';
import { h } from './dom';
import type { Child, Vnode } from './dom';
import { clockTime } from './format';
import { icon } from './icons';
import { tabPanel } from './widgets';

/** What the screen of a phone shows: the bar's title, where back goes, the inside, and what stays below it. */
export type Face = { title: string; back?: string; inside: Child; foot?: Child };

export type FrameParts = {
  label: string;
  /** Another key is another screen, which starts at its own scroll. */
  key: string;
  face: Face;
  tabs: Vnode;
  tab: string;
  panel: string;
  sheet?: Child;
  look: 'phone' | 'desk';
};

export function deviceFrame(parts: FrameParts): Vnode {
  const { face } = parts;
  return h(
    'section',
    { class: `device ${parts.look}`, 'aria-label': parts.label, tabindex: '-1' },
    h(
      'div',
      { class: 'device-status', 'aria-hidden': 'true' },
      h('span', null, clockTime(now()).slice(0, 5)),
      h('span', { class: 'island' }),
      h('span', null, '沙箱'),
    ),
    h(
      'div',
      { class: face.back ? 'device-bar' : 'device-bar root' },
      face.back
        ? h('a', { class: 'button quiet icon-only', href: face.back, 'aria-label': '返回' }, icon('back', 22))
        : null,
      h('h2', null, face.title),
    ),
    h('div', { class: 'device-screen', key: parts.key }, tabPanel(parts.panel, parts.tab, face.inside)),
    face.foot,
    parts.tabs,
    parts.sheet,
  );
}
