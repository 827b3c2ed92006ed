import type { PhoneNotice, PhoneView } from '../../types';
import { app } from '../app';
import type { Face } from '../device';
import { rowList } from '../card-view';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { fullTime } from '../format';
import { icon } from '../icons';
import { empty, externalUrl } from '../widgets';
import type { Shopper } from './phone';

const KINDS: Record<PhoneNotice['kind'], string> = {
  subscribe: '订阅消息',
  template: '模板消息',
  subscription: '订阅通知',
  service: '客服消息',
  reply: '回复',
  parcel: '物流',
};

/** What apps rather than people sent: of the mini-program, of the official account, and of WeChat itself. */
export function services(phone: PhoneView, who: Shopper): Face {
  const inside =
    phone.notices.length === 0
      ? empty('bell', '还没有服务通知', `${who.name}允许订阅后，服务端才能发；“我”里看得到还能收几条。`)
      : h('div', { class: 'services' }, phone.notices.map(noticeCard));
  return { title: '服务通知', inside };
}

function noticeCard(notice: PhoneNotice, index: number): Vnode {
  const { at, from, kind, title, text, rows } = notice;
  const names = app.data?.names;
  const source = from === 'official-account' ? names?.officialAccount : names?.miniProgram;
  return h(
    'article',
    { class: 'service', key: `${at}-${index}` },
    h('p', { class: 'system' }, fullTime(at), h('span', { class: 'tag' }, KINDS[kind])),
    h(
      'div',
      { class: 'card' },
      h(
        'span',
        { class: 'card-from' },
        icon(from === 'official-account' ? 'star' : 'link', 14),
        source ?? '',
      ),
      title ? h('strong', { class: 'card-title' }, title) : null,
      text ? h('span', { class: 'card-text' }, text) : null,
      rowList(rows),
      leadsTo(notice),
    ),
  );
}

function leadsTo({ url, page, kind }: PhoneNotice): Child {
  const target = url === undefined ? undefined : externalUrl(url);
  if (target !== undefined) {
    return h(
      'a',
      { class: 'card-foot', href: target, target: '_blank', rel: 'noreferrer' },
      '查看详情',
      h('code', null, target),
    );
  }
  if (page === undefined && kind !== 'subscribe') return null;
  return h('span', { class: 'card-foot' }, '进入小程序查看', h('code', null, page || '首页'));
}
