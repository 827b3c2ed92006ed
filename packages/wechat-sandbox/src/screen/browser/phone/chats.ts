import type { ChatMessage } from '../../../control/types';
import type { GroupView, PhoneView } from '../../types';
import { app } from '../app';
import { chatRow } from '../chat-row';
import { composer } from '../composer';
import { conversationView } from '../conversation';
import type { Face } from '../device';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { fullTime } from '../format';
import { summaryOf } from '../message-parts';
import { routeHash } from '../route';
import { empty } from '../widgets';
import { askToDrop } from './acts';
import type { Shopper } from './phone';

type Conversation = { userid: string; name: string; since: number | undefined; messages: ChatMessage[] };

/** One conversation for each member this person has, or ever got a message from, and one for each group. */
export function chats(phone: PhoneView, who: Shopper): Face {
  const all = conversations(phone);
  const open = app.route.path[2];
  const person = all.find(({ userid }) => userid === open);
  if (person) return talk(person, who);
  const group = phone.groups.find(({ chatId }) => chatId === open);
  if (group) return groupTalk(group, who);
  const inside =
    all.length + phone.groups.length === 0
      ? empty('chat', '还没有导购', `用“添加导购”，或扫导购的码，让${who.name}成为客户。`)
      : h(
          'ul',
          { class: 'chat-list' },
          all.map((one) => personRow(one, who)),
          phone.groups.map((one) => groupRow(one, who)),
        );
  return { title: '微信', inside };
}

function conversations(phone: PhoneView): Conversation[] {
  const names = new Map(app.data?.people.staff.map(({ userid, name }) => [userid, name]));
  const since = new Map(phone.contacts.map((contact) => [contact.userid, contact.since]));
  const ids = new Set([...since.keys(), ...phone.chats.map(({ userid }) => userid)]);
  const all = [...ids].map((userid) => ({
    userid,
    name: names.get(userid) ?? userid,
    since: since.get(userid),
    messages: phone.chats.filter((message) => message.userid === userid),
  }));
  const latest = ({ messages, since: added = 0 }: Conversation): number => messages[0]?.at ?? added;
  return all.sort((a, b) => latest(b) - latest(a));
}

function personRow({ userid, name, since, messages }: Conversation, who: Shopper): Vnode {
  const last = messages[0];
  const words = last ? summaryOf(last) : since === undefined ? '已删除' : '你们已是好友';
  return chatRow({
    key: userid,
    href: routeHash('phone', [who.id, 'chat', userid]),
    name,
    from: `@${app.data?.names.corp ?? ''}`,
    words,
    at: last?.at ?? since,
  });
}

function groupRow({ chatId, name, members, messages }: GroupView, who: Shopper): Vnode {
  const last = messages[0];
  return chatRow({
    key: chatId,
    href: routeHash('phone', [who.id, 'chat', chatId]),
    name: name || '群聊',
    from: `${members.length} 人的群`,
    words: last ? summaryOf(last) : '还没有消息',
    at: last?.at,
  });
}

function talk({ userid, name, since, messages }: Conversation, who: Shopper): Face {
  const end: Child =
    since === undefined
      ? h('p', { class: 'system' }, `已删除${name}，TA 再发消息也收不到`)
      : h(
          'button',
          {
            type: 'button',
            class: 'button quiet danger-text',
            onClick: () => askToDrop(who, { userid, name }),
          },
          `删除${name}`,
        );
  return {
    title: `${name}@${app.data?.names.corp ?? ''}`,
    back: routeHash('phone', [who.id, 'chat']),
    inside: conversationView({
      messages,
      start: since === undefined ? null : `${fullTime(since)} 你添加了${name}`,
      mine: ({ from }) => from === 'customer',
      nameOf: (message) => (message.from === 'customer' ? who.name : name),
      end,
    }),
    foot: since === undefined ? null : composer({ userid, shopperId: who.id }, 'customer', name),
  };
}

function groupTalk(group: GroupView, who: Shopper): Face {
  const names = new Map(group.members.map(({ id, name }) => [id, name]));
  return {
    title: `${group.name || '群聊'}（${group.members.length}）`,
    back: routeHash('phone', [who.id, 'chat']),
    inside: conversationView({
      messages: group.messages,
      start: group.notice ? `群公告：${group.notice}` : null,
      mine: () => false,
      nameOf: ({ userid }) => names.get(userid) ?? userid,
      end: h('p', { class: 'system' }, group.members.map(({ name }) => name).join('、')),
    }),
  };
}
