import type { Inbox, People } from '../../control/types';
import { textOf } from '../chat-text';
import type { ScreenData } from '../types';
import { clockTime, node, redraw, yuan } from './dom';

const SHOWN = 6;
const STATES: Record<string, string> = {
  NOTPAY: '待支付',
  SUCCESS: '已支付',
  REFUND: '有退款',
  CLOSED: '已关闭',
  PROCESSING: '退款中',
  ABNORMAL: '退款异常',
};
const KINDS: Record<string, string> = { welcome: '欢迎语', chat: '发给客户', app: '应用消息' };

export function drawPeople(data: ScreenData): void {
  redraw('shoppers', [data.people.shoppers, data.inboxes], () =>
    data.people.shoppers.map((shopper) => shopperCard(shopper, data.inboxes[shopper.id])),
  );
  redraw('staff', [data.people.staff, data.staffMessages], () =>
    data.people.staff.map((member) => staffCard(member, data)),
  );
}

function shopperCard(shopper: People['shoppers'][number], inbox: Inbox | undefined): HTMLElement {
  const lines = inbox ? inboxLines(inbox) : [];
  const accepts = Object.values(inbox?.subscriptions ?? {}).reduce((sum, left) => sum + left, 0);
  return node(
    'article',
    'card',
    node('h3', '', shopper.name, node('small', '', shopper.phone)),
    node('p', '', shopper.note),
    node('div', 'tags', node('span', 'tag', `可发订阅消息 ${accepts} 条`), node('code', '', shopper.openid)),
    lines.length > 0 ? node('ul', '', ...lines) : node('p', 'none', '手机里还没有消息'),
  );
}

/** Payments, refunds, subscribe messages and chats together, newest first. */
function inboxLines(inbox: Inbox): HTMLElement[] {
  const payments = inbox.payments.map((payment) => ({
    at: payment.paidAt ?? 0,
    title: `${yuan(payment.amountFen)} ${STATES[payment.state] ?? payment.state}`,
    detail: `${payment.description} · ${payment.outTradeNo}`,
  }));
  const refunds = inbox.refunds.map((refund) => ({
    at: refund.createdAt,
    title: `退款 ${yuan(refund.amountFen)} ${refund.status === 'SUCCESS' ? '已到账' : (STATES[refund.status] ?? refund.status)}`,
    detail: refund.outRefundNo,
  }));
  const messages = inbox.messages.map((message) => ({
    at: message.at,
    title: message.title,
    detail: Object.values(message.data).join(' · '),
  }));
  const chats = inbox.chats.map((chat) => ({
    at: chat.at,
    title: `${chat.userid} 说`,
    detail: textOf(chat).slice(0, 120),
  }));
  return [...payments, ...refunds, ...messages, ...chats]
    .sort((a, b) => b.at - a.at)
    .slice(0, SHOWN)
    .map(line);
}

function staffCard(member: People['staff'][number], data: ScreenData): HTMLElement {
  const names = new Map(data.people.shoppers.map((shopper) => [shopper.id, shopper.name]));
  const customers = member.customers.map((id) => node('span', 'tag', names.get(id) ?? id));
  const messages = [...(data.staffMessages[member.userid] ?? [])].reverse();
  return node(
    'article',
    'card',
    node('h3', '', member.name, node('small', '', member.userid)),
    node('p', '', member.note),
    node('div', 'tags', ...(customers.length > 0 ? customers : [node('span', '', '还没有客户')])),
    messages.length > 0
      ? node(
          'ul',
          '',
          ...messages.map(({ at, kind, text }) => line({ at, title: KINDS[kind] ?? kind, detail: text })),
        )
      : node('p', 'none', '还没有消息'),
  );
}

function line(entry: { at: number; title: string; detail: string }): HTMLElement {
  return node(
    'li',
    '',
    ...(entry.at > 0 ? [node('time', '', clockTime(entry.at))] : []),
    node('b', '', entry.title),
    document.createElement('br'),
    node('span', '', entry.detail),
  );
}
