import fc from 'fast-check';
import type { BillRow } from '../../platform/wechat-pay';
import { billIsThere, billReadyAt, judgePayment, judgeRefund, readyBills } from './reconcile.rules';
import type { Verdict } from './reconcile.rules';

const payment: BillRow = {
  kind: 'payment',
  mchid: '1900007291',
  transactionId: '4200001',
  outTradeNo: 'O1',
  amountFen: 990,
  tradeState: 'SUCCESS',
  refund: null,
};
const refundRow = (status: string, refundFen = 100): BillRow => ({
  ...payment,
  kind: 'refund',
  tradeState: 'REFUND',
  refund: { refundId: '5001', outRefundNo: 'O1R1', refundFen, status },
});
const kindOf = (verdict: Verdict) => (typeof verdict === 'string' ? verdict : verdict.kind);

test.each([
  ['same', { state: 'paid', amountFen: 990, transactionId: '4200001' }],
  ['ask', { state: 'created', amountFen: 990, transactionId: null }],
  ['ask', { state: 'closed', amountFen: 990, transactionId: null }],
  ['amount_differs', { state: 'paid', amountFen: 991, transactionId: '4200001' }],
  ['status_differs', { state: 'paid', amountFen: 990, transactionId: '4200002' }],
  ['bill_only', undefined],
] as const)('a payment on the bill is %s beside %j', (kind, ours) => {
  expect(kindOf(judgePayment(payment, ours))).toBe(kind);
});

test('a revoked row matters only when we hold it for paid', () => {
  const row: BillRow = { ...payment, kind: 'other', tradeState: 'REVOKED' };
  expect(judgePayment(row, undefined)).toBe('same');
  expect(kindOf(judgePayment(row, { state: 'paid', amountFen: 990, transactionId: '4200001' }))).toBe(
    'status_differs',
  );
});

test.each([
  ['requested', null, { PROCESSING: 'ask', SUCCESS: 'ask', FAIL: 'ask', CHANGE: 'ask' }],
  ['processing', null, { PROCESSING: 'same', SUCCESS: 'ask', FAIL: 'ask', CHANGE: 'same' }],
  ['succeeded', null, { PROCESSING: 'same', SUCCESS: 'same', FAIL: 'status_differs', CHANGE: 'same' }],
  ['failed', 'CLOSED', { PROCESSING: 'same', SUCCESS: 'status_differs', FAIL: 'same', CHANGE: 'same' }],
  ['failed', 'ABNORMAL', { PROCESSING: 'same', SUCCESS: 'ask', FAIL: 'ask', CHANGE: 'same' }],
] as const)('a refund that is %s %s beside each status of the bill', (state, failure, expected) => {
  for (const [status, kind] of Object.entries(expected))
    expect(kindOf(judgeRefund(refundRow(status), { state, failure, refundFen: 100 }))).toBe(kind);
});

test('a refund nobody asked for, and one of another amount, are for people', () => {
  expect(kindOf(judgeRefund(refundRow('SUCCESS'), undefined))).toBe('refund_bill_only');
  const ours = { state: 'succeeded', failure: null, refundFen: 99 } as const;
  expect(kindOf(judgeRefund(refundRow('SUCCESS'), ours))).toBe('refund_amount_differs');
});

test('a bill is there from ten o’clock of the next day in Shanghai on, for three months', () => {
  expect(billReadyAt('2026-11-23')).toEqual(new Date('2026-11-24T10:00:00+08:00'));
  expect(billIsThere('2026-11-23', new Date('2026-11-24T09:59:59+08:00'))).toBe(false);
  expect(billIsThere('2026-11-23', new Date('2026-11-24T10:00:00+08:00'))).toBe(true);
  expect(billIsThere('2026-11-23', new Date('2027-03-01T10:00:00+08:00'))).toBe(false);
});

test('whatever the time, the ready bills are the last days one by one, and each is there', () => {
  const times = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 10 }), (now, days) => {
      const dates = readyBills(now, days);
      expect(dates).toHaveLength(days);
      expect(dates.every((date) => billIsThere(date, now))).toBe(true);
      const nextDay = new Date(billReadyAt(dates[0]!).getTime() + 24 * 3600_000);
      expect(nextDay.getTime()).toBeGreaterThan(now.getTime());
      expect([...dates].sort().reverse()).toEqual(dates);
      expect(new Set(dates).size).toBe(days);
    }),
  );
});
