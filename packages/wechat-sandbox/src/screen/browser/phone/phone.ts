import type { People } from '../../../control/types';
import type { PhoneView } from '../../types';
import { app } from '../app';
import { deviceFrame } from '../device';
import type { Face } from '../device';
import { h } from '../dom';
import type { Vnode } from '../dom';
import type { IconName } from '../icons';
import { peopleList } from '../people-list';
import { routeHash } from '../route';
import { shopperId } from '../server';
import { empty, loading, tabs } from '../widgets';
import { shopperActs } from './acts';
import { chats } from './chats';
import { me } from './me';
import { services } from './services';
import { paySheet, wallet } from './wallet';

export type Shopper = People['shoppers'][number];

const TABS: { id: string; name: string; icon: IconName; face: (phone: PhoneView, who: Shopper) => Face }[] = [
  { id: 'chat', name: '聊天', icon: 'chat', face: chats },
  { id: 'notices', name: '服务通知', icon: 'bell', face: services },
  { id: 'pay', name: '支付', icon: 'wallet', face: wallet },
  { id: 'me', name: '我', icon: 'person', face: me },
];

export function phoneArea(): Vnode {
  const shoppers = app.data?.people.shoppers ?? [];
  const wanted = app.route.path[0] ?? shopperId();
  const who = shoppers.find(({ id }) => id === wanted);
  return h(
    'div',
    { class: 'area people-area' },
    h('h1', { class: 'hidden' }, '顾客的手机'),
    peopleList(
      '顾客',
      shoppers.map((shopper) => ({
        id: shopper.id,
        name: shopper.name,
        note: shopper.note,
        href: routeHash('phone', [shopper.id, app.route.path[1] ?? '']),
      })),
      wanted,
    ),
    who
      ? [device(who), shopperActs(who)]
      : empty('person', `没有顾客 ${wanted}`, '请从列表里选一位；人物由配置决定。'),
  );
}

function device(who: Shopper): Vnode {
  const phone = app.data?.phone;
  const loaded = phone?.shopperId === who.id ? phone : undefined;
  const current = TABS.find(({ id }) => id === app.route.path[1]) ?? TABS[0];
  const face = loaded && current ? current.face(loaded, who) : { title: who.name, inside: loading() };
  const bar = TABS.map(({ id, name, icon: symbol }) => ({
    id,
    name,
    icon: symbol,
    href: routeHash('phone', [who.id, id]),
    count: id === 'pay' ? (loaded?.pending.length ?? 0) : 0,
  }));
  return deviceFrame({
    label: `${who.name}的手机`,
    key: `${who.id}-${current?.id}-${app.route.path[2] ?? ''}`,
    face,
    tabs: tabs('手机', bar, { current: current?.id ?? '', panel: 'phone-panel' }),
    tab: current?.id ?? '',
    panel: 'phone-panel',
    sheet: loaded ? paySheet(loaded) : null,
    look: 'phone',
  });
}
