import type { ChatMessage } from '../../../control/types';
import type { CustomerView, DeskView } from '../../types';
import { app } from '../app';
import type { Press } from '../card-view';
import { chatRow } from '../chat-row';
import { composer } from '../composer';
import { conversationView } from '../conversation';
import type { Face } from '../device';
import { h } from '../dom';
import { fullTime } from '../format';
import { summaryOf } from '../message-parts';
import { messageParts } from '../message-view';
import { routeHash } from '../route';
import { act, post } from '../server';
import { empty } from '../widgets';
import { customerEnd } from './customer-acts';
import type { Member } from './desk';

const OF_APP = 'app';

/** What the app told this member, and one conversation for each customer. */
export function messages(desk: DeskView, who: Member): Face {
  const open = app.route.path[2];
  if (open === OF_APP) return appMessages(desk, who);
  const customer = desk.customers.find(({ shopperId }) => shopperId === open);
  if (customer) return talk(desk, who, customer);
  const latest = desk.messages.find(({ kind }) => kind === 'app');
  const rows = desk.customers.map((one) => {
    const last = said(desk, one.shopperId)[0];
    const words = last ? summaryOf(last) : '还没有说过话';
    const at = last?.at ?? one.since;
    const href = routeHash('wecom', [who.userid, 'messages', one.shopperId]);
    return { at, row: chatRow({ key: one.shopperId, href, name: one.remark || one.name, words, at }) };
  });
  const inside = h(
    'ul',
    { class: 'chat-list' },
    chatRow({
      key: OF_APP,
      href: routeHash('wecom', [who.userid, 'messages', OF_APP]),
      name: '应用消息',
      words: latest ? summaryOf(latest) : '应用还没有发过消息',
      at: latest?.at,
    }),
    rows.sort((a, b) => b.at - a.at).map(({ row }) => row),
  );
  return { title: '消息', inside };
}

function said(desk: DeskView, shopperId: string): ChatMessage[] {
  const external = app.data?.people.shoppers.find(({ id }) => id === shopperId)?.external_userid;
  return desk.messages.filter(({ externalUserid }) => externalUserid === external);
}

function appMessages(desk: DeskView, who: Member): Face {
  const list = desk.messages.filter(({ kind }) => kind === 'app');
  const inside =
    list.length === 0
      ? empty('chat', '应用还没有发过消息', '服务端调用 message/send 之后，消息和卡片出现在这里。')
      : h(
          'div',
          { class: 'services' },
          list.map((message, index) =>
            h(
              'article',
              { class: 'message', key: message.msgid ?? `${message.at}-${index}` },
              h('p', { class: 'system' }, fullTime(message.at)),
              message.recalled
                ? h('p', { class: 'system' }, '消息已撤回')
                : h(
                    'div',
                    { class: 'parts' },
                    messageParts(message, (press) => pressCard(who, message, press)),
                  ),
            ),
          ),
        );
  return { title: '应用消息', back: routeHash('wecom', [who.userid, 'messages']), inside };
}

function pressCard(who: Member, message: ChatMessage, press: Press): void {
  const card = message.msgid ?? '';
  void act(
    `press ${card}`,
    () => post(`control/staff/${who.userid}/press-card`, { card, ...press }),
    () => '按下了，服务端会收到 template_card_event',
  );
}

function talk(desk: DeskView, who: Member, customer: CustomerView): Face {
  const { shopperId, name, remark, since, half } = customer;
  return {
    title: remark || name,
    back: routeHash('wecom', [who.userid, 'messages']),
    inside: conversationView({
      messages: said(desk, shopperId),
      start: `${fullTime(since)} ${half ? '添加了你，等你确认' : '成为你的客户'}`,
      mine: ({ from }) => from !== 'customer',
      nameOf: ({ from }) => (from === 'customer' ? name : who.name),
      end: customerEnd(who, customer),
    }),
    foot: composer({ userid: who.userid, shopperId }, 'member', remark || name),
  };
}
