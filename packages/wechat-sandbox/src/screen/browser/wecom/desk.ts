import type { People } from '../../../control/types';
import type { DeskView } from '../../types';
import { app } from '../app';
import { deviceFrame } from '../device';
import type { Face } from '../device';
import { h } from '../dom';
import type { Vnode } from '../dom';
import type { IconName } from '../icons';
import { peopleList } from '../people-list';
import { routeHash } from '../route';
import { userid } from '../server';
import { empty, loading, tabs } from '../widgets';
import { staffActs } from './acts';
import { customers } from './customers';
import { groups } from './groups';
import { messages } from './messages';
import { tasks } from './tasks';

export type Member = People['staff'][number];

const TABS: { id: string; name: string; icon: IconName; face: (desk: DeskView, who: Member) => Face }[] = [
  { id: 'messages', name: '消息', icon: 'chat', face: messages },
  { id: 'customers', name: '客户', icon: 'person', face: customers },
  { id: 'tasks', name: '任务', icon: 'task', face: tasks },
  { id: 'groups', name: '群', icon: 'group', face: groups },
];

export function wecomArea(): Vnode {
  const staff = app.data?.people.staff ?? [];
  const wanted = app.route.path[0] ?? userid();
  const who = staff.find((member) => member.userid === wanted);
  return h(
    'div',
    { class: 'area people-area' },
    h('h1', { class: 'hidden' }, '员工的企业微信'),
    peopleList(
      '员工',
      staff.map((member) => ({
        id: member.userid,
        name: member.name,
        note: member.note,
        href: routeHash('wecom', [member.userid, app.route.path[1] ?? '']),
      })),
      wanted,
    ),
    who
      ? [device(who), staffActs(who)]
      : empty('staff', `没有员工 ${wanted}`, '请从列表里选一位；人物由配置决定。'),
  );
}

function device(who: Member): Vnode {
  const desk = app.data?.desk;
  const loaded = desk?.userid === who.userid ? desk : undefined;
  const current = TABS.find(({ id }) => id === app.route.path[1]) ?? TABS[0];
  const face = loaded && current ? current.face(loaded, who) : { title: who.name, inside: loading() };
  const counts: Record<string, number> = {
    customers: loaded?.requests.length ?? 0,
    tasks: loaded?.tasks.filter(({ state }) => state === 'waiting').length ?? 0,
  };
  const bar = TABS.map(({ id, name, icon }) => ({
    id,
    name,
    icon,
    href: routeHash('wecom', [who.userid, id]),
    count: counts[id] ?? 0,
  }));
  return deviceFrame({
    label: `${who.name}的企业微信`,
    key: `${who.userid}-${current?.id}-${app.route.path[2] ?? ''}`,
    face,
    tabs: tabs('企业微信', bar, { current: current?.id ?? '', panel: 'desk-panel' }),
    tab: current?.id ?? '',
    panel: 'desk-panel',
    look: 'desk',
  });
}
