import type { Books, OrderRow } from './books';
import { dice } from './dice';
import { handoverViolations, offerViolations, outboxViolations } from './flow.rules';
import {
  couponViolations,
  moneyViolations,
  platformViolations,
  restingCouponViolations,
} from './money.rules';
import { PARTS, killSchedule } from './schedule.rules';
import {
  allocationViolations,
  departureViolations,
  restingStockViolations,
  stockViolations,
} from './stock.rules';

const NOW = new Date('2026-11-27T10:00:00Z');
const LATER = new Date('2026-11-27T11:00:00Z');
const EARLIER = new Date('2026-11-27T09:00:00Z');

const anOrder = (given: Partial<OrderRow> = {}): OrderRow => ({
  _id: 'O1',
  status: 'paid',
  holdId: 'H1',
  locationId: 'S1',
  lines: [
    { lineNo: 1, skuId: 'K1', quantity: 2 },
    { lineNo: 2, skuId: 'K1', quantity: 1 },
  ],
  payableFen: 300_00,
  coupon: { couponId: 'C1' },
  payBefore: EARLIER,
  stockKeptAt: NOW,
  needsAttention: null,
  ...given,
});
const aMovement = (given: Partial<Books['movements'][number]>) => ({
  _id: 'M',
  locationId: 'S1',
  skuId: 'K1',
  quantity: 10,
  reason: 'counted',
  ref: 'c',
  ...given,
});

/** A paid order whose three pieces lie in the store, and one that was handed over. */
const sound = (): Books => ({
  now: NOW,
  stocks: [
    {
      _id: 'S1/K1',
      locationId: 'S1',
      skuId: 'K1',
      onHand: 9,
      held: 3,
      safety: 2,
      holds: [{ id: 'H1', quantity: 3, until: null }],
      unposted: [],
    },
  ],
  movements: [
    aMovement({ _id: 'M1' }),
    aMovement({ _id: 'M2', quantity: -1, reason: 'handed_over', ref: 'H2' }),
  ],
  orders: [
    anOrder(),
    anOrder({
      _id: 'O2',
      status: 'handed_over',
      holdId: 'H2',
      lines: [{ lineNo: 1, skuId: 'K1', quantity: 1 }],
      payableFen: 100_00,
      coupon: null,
    }),
  ],
  payments: [
    { _id: 'O1', outTradeNo: 'O1', amountFen: 300_00, state: 'paid' },
    { _id: 'O2', outTradeNo: 'O2', amountFen: 100_00, state: 'paid' },
  ],
  refunds: [],
  coupons: [{ _id: 'C1', templateId: 'T1', state: 'used', orderId: 'O1', heldUntil: null }],
  templates: [{ _id: 'T1', claimed: 1, totalLimit: 1, reservations: [] }],
  assignments: [
    {
      _id: 'O1',
      state: 'offered',
      offer: { offerId: 'F', locationId: 'S1', holdId: 'H1', state: 'offered' },
    },
  ],
  cases: [],
  tasks: [{ _id: 'O1', stage: 'to_accept', endedAt: null }],
  handovers: [{ _id: 'A', action: 'pickup.redeem', subject: 'O2' }],
  outbox: [],
});

const ledgerOf = (books: Books) => ({
  payments: books.payments.map(({ outTradeNo, amountFen }) => ({ outTradeNo, amountFen, state: 'SUCCESS' })),
  refunds: [],
});
const every = (books: Books, ledger = ledgerOf(books)) => [
  ...stockViolations(books),
  ...allocationViolations(books),
  ...restingStockViolations(books),
  ...departureViolations(books),
  ...moneyViolations(books),
  ...platformViolations(books, ledger),
  ...couponViolations(books),
  ...restingCouponViolations(books),
  ...handoverViolations(books),
  ...offerViolations(books),
  ...outboxViolations(books),
];
const codes = (spoil: (books: Books) => void): string[] => {
  const books = sound();
  const ledger = ledgerOf(books);
  spoil(books);
  return [
    ...new Set(every(books, ledger).map(({ code, grade }) => (grade === 'note' ? `note ${code}` : code))),
  ];
};

test('Sound books show nothing.', () => {
  expect(every(sound())).toEqual([]);
});

test.each<[string, string[], (books: Books) => void]>([
  ['a counter that is not its holds', ['HELD_IS_NOT_ITS_HOLDS'], (b) => (b.stocks[0]!.held = 4)],
  ['more promised than there', ['HELD_MORE_THAN_THERE', 'LEDGER_DIFFERS'], (b) => (b.stocks[0]!.onHand = 2)],
  [
    'more promised than a count found',
    ['note HELD_MORE_THAN_THERE'],
    (b) => {
      b.stocks[0]!.onHand = 2;
      b.movements.push(aMovement({ _id: 'M3', quantity: -7 }));
    },
  ],
  [
    'safety stock promised to somebody who has not paid',
    ['SAFETY_PROMISED'],
    (b) => {
      b.stocks[0]!.held = 8;
      b.stocks[0]!.holds.push({ id: 'H3', quantity: 5, until: LATER });
    },
  ],
  ['a ledger that does not add up', ['LEDGER_DIFFERS'], (b) => (b.movements[0]!.quantity = 11)],
  [
    'a line without its goods',
    ['LINE_NOT_ALLOCATED'],
    (b) => {
      b.stocks[0]!.held = 2;
      b.stocks[0]!.holds[0]!.quantity = 2;
    },
  ],
  [
    'a lease that ran out',
    ['LEASE_LEFT'],
    (b) => {
      b.stocks[0]!.held = 4;
      b.stocks[0]!.holds.push({ id: 'H3', quantity: 1, until: EARLIER });
    },
  ],
  [
    'goods kept for nobody',
    ['HELD_FOR_NOBODY'],
    (b) => {
      b.stocks[0]!.held = 4;
      b.stocks[0]!.holds.push({ id: 'H3', quantity: 1, until: null });
    },
  ],
  [
    'goods that left for an order that is still here',
    ['LEFT_THE_HOUSE_WRONGLY', 'LEDGER_DIFFERS'],
    (b) => b.movements.push(aMovement({ _id: 'M3', quantity: -3, reason: 'handed_over', ref: 'H1' })),
  ],
  [
    'a handed over order whose goods did not leave',
    ['LEFT_THE_HOUSE_WRONGLY', 'LEDGER_DIFFERS'],
    (b) => b.movements.pop(),
  ],
  [
    'a paid order without money',
    ['MONEY_DIFFERS', 'MONEY_SUM_DIFFERS', 'WE_KNOW_NOT'],
    (b) => b.payments.pop(),
  ],
  [
    'money that stayed with a cancelled order',
    ['MONEY_DIFFERS', 'MONEY_SUM_DIFFERS', 'LEFT_THE_HOUSE_WRONGLY', 'HANDED_OVER_UNNOTICED'],
    (b) => (b.orders[1]!.status = 'cancelled'),
  ],
  [
    'a refund that WeChat Pay does not know',
    ['WECHAT_PAY_KNOWS_NOT'],
    (b) => {
      b.refunds.push({ _id: 'R', orderId: 'O2', refundFen: 100_00, state: 'succeeded' });
      b.orders[1]!.refundedFen = 100_00;
    },
  ],
  [
    'a coupon of two orders',
    ['COUPON_USED_TWICE', 'COUPON_NOT_USED'],
    (b) => (b.orders[1]!.coupon = { couponId: 'C1' }),
  ],
  [
    'a coupon used by an order that did not take it',
    ['COUPON_USED_FOR_NOTHING'],
    (b) => (b.orders[0]!.coupon = null),
  ],
  [
    'a coupon that an order has and did not use',
    ['COUPON_NOT_USED', 'COUPON_LEASE_LEFT'],
    (b) => Object.assign(b.coupons[0]!, { state: 'held', heldUntil: EARLIER }),
  ],
  ['more coupons than there may be', ['COUPONS_BEYOND_LIMIT'], (b) => (b.templates[0]!.claimed = 2)],
  [
    'a claim that stopped half way',
    ['CLAIM_HALF_DONE'],
    (b) => b.templates[0]!.reservations!.push({ couponId: 'C2', at: EARLIER }),
  ],
  ['two handovers', ['HANDED_OVER_TWICE'], (b) => b.handovers.push({ ...b.handovers[0]!, _id: 'A2' })],
  ['an offer where the goods are not', ['OFFER_ELSEWHERE'], (b) => (b.assignments[0]!.offer!.holdId = 'H9')],
  [
    'an offer and a task for an order that ended',
    ['OFFER_LEFT', 'TASK_LEFT'],
    (b) => {
      b.assignments[0]!._id = 'O2';
      b.tasks[0]!._id = 'O2';
    },
  ],
  [
    'news that was not told',
    ['OUTBOX_LEFT'],
    (b) => b.outbox.push({ _id: 'E', name: 'order.paid', key: 'O1', dueAt: EARLIER }),
  ],
  ['a paid order whose stock nobody kept', ['ORDER_UNSETTLED'], (b) => (b.orders[0]!.stockKeptAt = null)],
])('Unsound: %s.', (_what, expected, spoil) => {
  expect(codes(spoil)).toEqual(expect.arrayContaining(expected));
});

test('The same seed kills at the same moments, as often as asked, and another seed at others.', () => {
  const schedule = (seed: number) => killSchedule(dice(seed, 'kills'), { kills: 10, seconds: 60 });
  expect(schedule(7)).toEqual(schedule(7));
  expect(schedule(7)).not.toEqual(schedule(8));
  for (const part of PARTS) {
    expect(schedule(7)[part]).toHaveLength(10);
    expect(Math.max(...schedule(7)[part])).toBeLessThan(12_000);
  }
});

test('Dice are even enough.', () => {
  const { below } = dice(1, 'even');
  const counts = Array.from({ length: 10 }, () => 0);
  for (let i = 0; i < 10_000; i += 1) counts[below(10)]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(Math.max(...counts)).toBeLessThan(1150);
});
