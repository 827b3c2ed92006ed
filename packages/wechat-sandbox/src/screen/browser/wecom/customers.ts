import type { CustomerView, DeskView } from '../../types';
import { chatRow } from '../chat-row';
import type { Face } from '../device';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { fullTime } from '../format';
import { routeHash } from '../route';
import { avatar, button, empty } from '../widgets';
import { confirm } from './customer-acts';
import type { Member } from './desk';

/** The customers of a member, as the company sees them: remark, tags, where from; above them who asks to be one. */
export function customers(desk: DeskView, who: Member): Face {
  const inside =
    desk.customers.length + desk.requests.length === 0
      ? empty('person', '还没有客户', `有人扫${who.name}的码，或在手机里添加${who.name}，就会出现在这里。`)
      : [
          desk.requests.length > 0
            ? h(
                'ul',
                { class: 'requests', 'aria-label': '新的申请' },
                desk.requests.map((one) => request(one, who)),
              )
            : null,
          h(
            'ul',
            { class: 'chat-list' },
            desk.customers.map((one) => customerRow(one, who)),
          ),
        ];
  return { title: `客户（${desk.customers.length}）`, inside };
}

function request({ shopperId, name, at, state }: DeskView['requests'][number], who: Member): Vnode {
  return h(
    'li',
    { key: shopperId, class: 'request' },
    avatar(name),
    h(
      'span',
      { class: 'chat-words' },
      h('strong', null, name),
      h('small', null, `${fullTime(at)} 申请添加你${state ? `，来自 ${state}` : ''}`),
    ),
    button({
      text: '通过',
      label: `通过${name}`,
      look: 'primary',
      action: `confirm ${shopperId}`,
      onClick: () => confirm(who, { shopperId, name }),
    }),
  );
}

function customerRow(customer: CustomerView, who: Member): Vnode {
  const { shopperId, name, remark, description, since, state, half } = customer;
  const where = state ? `，来自 ${state}` : '';
  return chatRow({
    key: shopperId,
    href: routeHash('wecom', [who.userid, 'messages', shopperId]),
    name: remark || name,
    from: remark ? name : '',
    words: description || `${fullTime(since)} 添加${where}`,
    more: [
      description ? h('small', null, `${fullTime(since)} 添加${where}`) : null,
      tagList(customer, half === true),
    ],
  });
}

function tagList({ tags }: CustomerView, half: boolean): Child {
  if (tags.length === 0 && !half) return null;
  return h(
    'span',
    { class: 'tags' },
    half ? h('span', { class: 'state wait' }, '待确认') : null,
    tags.map((tag) => h('span', { class: 'tag' }, tag)),
  );
}
