import fc from 'fast-check';
import { STATUSES, canMove, isPayable, orderPrompt, sourcesOf, statusesOf, statusText } from './order.rules';
import type { OrderFacts, OrderStatus } from './order.rules';

const payBefore = new Date('2026-11-23T06:35:00Z');
const early = new Date('2026-11-23T06:34:59Z');
const anOrder = (given: Partial<OrderFacts> = {}): OrderFacts => ({
  status: 'pending_payment',
  fulfilment: 'pickup',
  payBefore,
  storeName: '静安寺店',
  closedReason: null,
  needsAttention: null,
  collectBefore: null,
  extendedAt: null,
  lines: [{ handedOver: false }],
  ...given,
});
const anyStatus = fc.constantFrom(...STATUSES);

describe('the life of an order', () => {
  test('goes from payment over the counter', () => {
    const story: OrderStatus[] = ['pending_payment', 'paid', 'accepted', 'ready', 'handed_over'];
    story.slice(1).forEach((to, i) => expect(canMove(story[i]!, to)).toBe(true));
  });

  test('or by parcel, from the store or the warehouse', () => {
    const story: OrderStatus[] = ['pending_payment', 'paid', 'accepted', 'shipped', 'completed'];
    story.slice(1).forEach((to, i) => expect(canMove(story[i]!, to)).toBe(true));
    expect(sourcesOf('shipped')).toEqual(['accepted']);
  });

  test('ends for good when goods or money have changed hands', () => {
    const last = STATUSES.filter((from) => STATUSES.every((to) => !canMove(from, to)));
    expect(last.sort()).toEqual(['cancelled', 'refunded']);
  });

  test('lets money go back only while the goods are still here', () => {
    expect(sourcesOf('refunding').sort()).toEqual(['accepted', 'paid', 'ready']);
    expect(sourcesOf('cancelled')).toEqual(['pending_payment']);
    expect(sourcesOf('handed_over')).toEqual(['ready']);
    expect(sourcesOf('refunded').sort()).toEqual(['completed', 'handed_over', 'refunding', 'shipped']);
  });

  test('never comes back to where it was', () => {
    const reachable = (from: OrderStatus): OrderStatus[] =>
      STATUSES.filter((to) => canMove(from, to)).flatMap((to) => [to, ...reachable(to)]);
    STATUSES.forEach((status) => expect(reachable(status)).not.toContain(status));
  });
});

describe('what the shopper reads and may do', () => {
  test('counts down to the time to pay in Shanghai', () => {
    const prompt = orderPrompt(anOrder(), early);
    expect(prompt).toEqual({
      statusText: '待支付',
      hint: '请在 14:35 前支付',
      actions: ['pay', 'cancel'],
    });
  });

  test('offers no payment from the last moment on', () => {
    expect(isPayable(anOrder(), payBefore)).toBe(false);
    expect(orderPrompt(anOrder(), payBefore).actions).toEqual(['cancel']);
    expect(orderPrompt(anOrder(), payBefore).hint).toMatch(/自动取消/);
  });

  test('names the store where the goods are', () => {
    expect(orderPrompt(anOrder({ status: 'ready' }), early)).toMatchObject({
      hint: '请凭取货码到静安寺店取货',
      actions: ['showPickupCode', 'shareCode', 'extendPickup', 'refund'],
    });
  });

  test('says until when ready goods are kept, and lets that be put off once', () => {
    const ready = anOrder({ status: 'ready', collectBefore: payBefore, extendedAt: early });
    const { hint, actions } = orderPrompt(ready, early);
    expect(hint).toBe('请凭取货码到静安寺店取货，保留至 11-23 14:35');
    expect(actions).not.toContain('extendPickup');
  });

  test('gives a partly collected order back by line only', () => {
    const partly = anOrder({ status: 'ready', lines: [{ handedOver: true }, { handedOver: false }] });
    expect(orderPrompt(partly, early).actions).toEqual([
      'showPickupCode',
      'shareCode',
      'extendPickup',
      'aftersale',
    ]);
  });

  test('says that a delivery is waiting to be shipped, not accepted', () => {
    expect(statusText({ status: 'paid', fulfilment: 'delivery' })).toBe('待发货');
    expect(statusText({ status: 'paid', fulfilment: 'pickup' })).toBe('待接单');
  });

  test('tells why an order was cancelled, and that a stuck refund is being looked after', () => {
    const closed = anOrder({ status: 'cancelled', closedReason: '超时未支付，订单已自动取消' });
    expect(orderPrompt(closed, early).hint).toBe('超时未支付，订单已自动取消');
    const stuck = anOrder({ status: 'refunding', needsAttention: '退款失败：余额不足' });
    expect(orderPrompt(stuck, early).hint).toBe('退款遇到问题，客服正在处理');
  });

  test('offers an action only where the table allows what it leads to', () => {
    const leadsTo: Partial<Record<string, OrderStatus>> = {
      pay: 'paid',
      cancel: 'cancelled',
      refund: 'refunding',
    };
    fc.assert(
      fc.property(
        anyStatus,
        fc.constantFrom('pickup' as const, 'delivery' as const),
        (status, fulfilment) => {
          const { actions, statusText: text, hint } = orderPrompt(anOrder({ status, fulfilment }), early);
          expect(text).not.toBe('');
          expect(hint).not.toBe('');
          actions.forEach((action) => {
            const to = leadsTo[action];
            if (to) expect(canMove(status, to)).toBe(true);
          });
        },
      ),
    );
  });

  test('finds every order under exactly one of the three filters', () => {
    const filters = ['unpaid', 'waiting', 'done'] as const;
    STATUSES.forEach((status) =>
      expect(filters.filter((filter) => statusesOf(filter).includes(status))).toHaveLength(1),
    );
    expect(statusesOf('all')).toEqual(STATUSES);
  });
});
