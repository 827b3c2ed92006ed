import type { PendingPayment, PhoneView } from '../../types';
import { app, now, redraw } from '../app';
import { h } from '../dom';
import type { Child, Vnode } from '../dom';
import { fullTime, span, yuan } from '../format';
import { act, post } from '../server';
import { button, empty } from '../widgets';
import type { Face } from '../device';
import type { Shopper } from './phone';

type Payment = PhoneView['payments'][number];
type Refund = PhoneView['refunds'][number];

const STATES: Record<string, [string, string]> = {
  NOTPAY: ['未支付', 'wait'],
  SUCCESS: ['支付成功', 'good'],
  REFUND: ['有退款', 'wait'],
  CLOSED: ['已关闭', 'idle'],
};
const REFUND_STATES: Record<string, [string, string]> = {
  PROCESSING: ['退款处理中', 'wait'],
  SUCCESS: ['退款到账', 'good'],
  ABNORMAL: ['退款异常', 'bad'],
  CLOSED: ['退款关闭', 'idle'],
};
const ENDINGS: ['SUCCESS' | 'ABNORMAL' | 'CLOSED', string][] = [
  ['SUCCESS', '到账'],
  ['ABNORMAL', '异常'],
  ['CLOSED', '关闭'],
];

export function wallet(phone: PhoneView, who: Shopper): Face {
  const { payments, refunds } = phone;
  const waiting = new Set(phone.pending.map(({ outTradeNo }) => outTradeNo));
  const done = payments.filter(({ outTradeNo }) => !waiting.has(outTradeNo));
  const inside = [
    phone.pending.length > 0
      ? section(
          '待支付',
          phone.pending.map((pending) => pendingCard(pending, who)),
        )
      : null,
    done.length > 0
      ? section(
          '账单',
          done.map((payment) =>
            paymentCard(
              payment,
              refunds.filter(({ outTradeNo }) => outTradeNo === payment.outTradeNo),
            ),
          ),
        )
      : null,
    payments.length === 0
      ? empty('wallet', '还没有付款', '服务端预下单之后，待支付的订单会出现在这里。')
      : null,
  ];
  return { title: '支付', inside: h('div', { class: 'wallet' }, inside) };
}

function section(title: string, cards: Child[]): Vnode {
  return h('section', { class: 'bills' }, h('h3', null, title), cards);
}

function pendingCard(pending: PendingPayment, who: Shopper): Vnode {
  const { prepayId, outTradeNo, description, amountFen, expiresAt } = pending;
  return h(
    'article',
    { class: 'bill pending', key: prepayId },
    h(
      'div',
      { class: 'bill-head' },
      h('strong', null, description),
      h('span', { class: 'amount' }, yuan(amountFen)),
    ),
    h('p', null, h('code', null, outTradeNo), h('span', null, `${span((expiresAt - now()) / 1000)}后过期`)),
    h(
      'div',
      { class: 'bill-buttons' },
      button({ text: '取消', label: `取消支付 ${outTradeNo}`, onClick: () => pay(who.id, prepayId, true) }),
      button({
        text: '支付',
        label: `支付 ${outTradeNo}`,
        look: 'primary',
        onClick: () => {
          app.drafts.sheet = prepayId;
          redraw();
        },
      }),
    ),
  );
}

function paymentCard(payment: Payment, refunds: Refund[]): Vnode {
  const { outTradeNo, description, amountFen, state, paidAt, transactionId } = payment;
  return h(
    'article',
    { class: 'bill', key: outTradeNo },
    h(
      'div',
      { class: 'bill-head' },
      h('strong', null, description),
      h('span', { class: 'amount' }, yuan(amountFen)),
    ),
    h('p', null, h('code', null, outTradeNo), stateTag(STATES[state] ?? [state, 'idle'])),
    paidAt === undefined
      ? null
      : h('p', null, h('time', null, fullTime(paidAt)), h('code', null, transactionId ?? '')),
    refunds.map(refundRow),
  );
}

function refundRow(refund: Refund): Vnode {
  const { outRefundNo, amountFen, status, createdAt } = refund;
  const open = status === 'PROCESSING' || status === 'ABNORMAL';
  return h(
    'div',
    { class: 'refund', key: outRefundNo },
    h(
      'p',
      null,
      h('span', null, `退款 ${yuan(amountFen)}`),
      stateTag(REFUND_STATES[status] ?? [status, 'idle']),
    ),
    h('p', null, h('code', null, outRefundNo), h('time', null, fullTime(createdAt))),
    open
      ? h(
          'div',
          { class: 'bill-buttons', role: 'group', 'aria-label': `退款 ${outRefundNo} 的结果` },
          ENDINGS.filter(([ending]) => ending !== status).map(([ending, text]) =>
            button({
              text,
              action: `refund ${outRefundNo}`,
              onClick: () =>
                void act(
                  `refund ${outRefundNo}`,
                  () => post(`control/refunds/${encodeURIComponent(outRefundNo)}/finish`, { status: ending }),
                  () => `退款${text}`,
                ),
            }),
          ),
        )
      : null,
  );
}

function stateTag([text, look]: [string, string]): Vnode {
  return h('span', { class: `state ${look}` }, text);
}

/** The sheet that rises when somebody taps “pay”, as on a phone. */
export function paySheet(phone: PhoneView): Child {
  const pending = phone.pending.find(({ prepayId }) => prepayId === app.drafts.sheet);
  if (!pending) return null;
  const { prepayId, amountFen, description } = pending;
  const close = (): void => {
    delete app.drafts.sheet;
    redraw();
  };
  const decide = (cancel: boolean): void => {
    close();
    pay(phone.shopperId, prepayId, cancel);
  };
  return h(
    'div',
    { class: 'sheet-mask', key: prepayId },
    h(
      'section',
      {
        class: 'sheet',
        role: 'dialog',
        'aria-modal': 'true',
        'aria-label': '确认付款',
        tabindex: '-1',
        onKeydown: (event: KeyboardEvent) => insideOnly(event, () => decide(true)),
        onMount: (element: HTMLElement) => element.querySelector<HTMLElement>('.primary')?.focus(),
      },
      h('p', { class: 'sheet-merchant' }, app.data?.names.merchant ?? ''),
      h('p', { class: 'sheet-amount', 'data-testid': 'pay-amount' }, yuan(amountFen)),
      h('p', { class: 'sheet-row' }, h('span', null, description), h('span', null, '零钱')),
      h(
        'div',
        { class: 'bill-buttons' },
        button({ text: '取消支付', onClick: () => decide(true) }),
        button({ text: '确认支付', look: 'primary', onClick: () => decide(false) }),
      ),
    ),
  );
}

/** Tab stays on the sheet; Escape is a cancelled payment, as closing the sheet is. */
function insideOnly(event: KeyboardEvent, cancel: () => void): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    cancel();
  }
  if (event.key !== 'Tab') return;
  event.preventDefault();
  const stops = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length]?.focus();
}

function pay(shopperId: string, prepayId: string, cancel: boolean): void {
  void act(
    `pay ${prepayId}`,
    async () => {
      const input = { prepayId, ...(cancel ? { cancel } : {}) };
      const { errMsg } = await post<{ errMsg: string }>(`control/shoppers/${shopperId}/pay`, input);
      if (errMsg !== 'requestPayment:ok' && !cancel) throw new Error(errMsg);
      return errMsg;
    },
    (errMsg) => (cancel ? `小程序收到 ${errMsg}` : '支付成功'),
  );
}
