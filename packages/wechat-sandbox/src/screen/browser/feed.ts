import { app } from './app';
import { h } from './dom';
import type { Vnode } from './dom';
import { routeHash } from './route';
import { entryRow } from './traffic/row';
import { empty, roving } from './widgets';

const SHOWN = 40;

/** The latest requests and callbacks, beside what caused them. */
export function feed(): Vnode {
  const latest = app.entries.slice(-SHOWN).reverse();
  return h(
    'aside',
    { class: 'feed', 'aria-label': '实时通信' },
    h('header', null, h('h2', null, '实时通信'), h('a', { class: 'button quiet', href: '#traffic' }, '全部')),
    latest.length === 0
      ? empty('traffic', '还没有请求', '服务端和沙箱之间的每一次往来都会出现在这里。')
      : h(
          'ul',
          { class: 'entries', onKeydown: roving },
          latest.map((entry, index) =>
            entryRow(entry, {
              href: routeHash('traffic', [String(entry.id)]),
              selected: false,
              stop: index === 0,
            }),
          ),
        ),
  );
}
