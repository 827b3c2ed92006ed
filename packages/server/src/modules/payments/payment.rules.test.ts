import { erasedId } from '@omni/shared/erased';
import fc from 'fast-check';
import { nextPaymentLook, readPaid } from './payment.rules';
import type { Expected, Told } from './payment.rules';
import { nextRefundLook, refundNo, wrongInRefund } from './refund.rules';

const paidAt = new Date('2026-11-23T04:00:00Z');
const expected: Expected = {
  appid: 'wx1',
  mchid: '1900000001',
  outTradeNo: 'order1',
  openid: 'o1',
  amountFen: 100,
};
const told: Told = { ...expected, tradeState: 'SUCCESS', transactionId: '4200', currency: 'CNY', paidAt };

test('a payment is believed when everything is as we asked for it, also after a refund of it', () => {
  expect(readPaid(expected, told)).toEqual({ transactionId: '4200', paidAt });
  expect(readPaid(expected, { ...told, tradeState: 'REFUND', currency: null })).toEqual({
    transactionId: '4200',
    paidAt,
  });
});

test.each<[string, Partial<Told>]>([
  ['trade_state', { tradeState: 'NOTPAY' }],
  ['appid', { appid: 'wx2' }],
  ['mchid', { mchid: '1900000002' }],
  ['out_trade_no', { outTradeNo: 'order2' }],
  ['amount.total', { amountFen: 101 }],
  ['amount.total', { amountFen: null }],
  ['amount.currency', { currency: 'USD' }],
  ['payer.openid', { openid: 'o2' }],
  ['payer.openid', { openid: null }],
  ['transaction_id', { transactionId: null }],
  ['transaction_id', { paidAt: null }],
])('another %s is not our payment', (wrong, given) => {
  expect(readPaid(expected, { ...told, ...given })).toEqual({ wrong });
});

test('late money of somebody who left is found by its number and amount', () => {
  const erased = { ...expected, openid: erasedId('0123456789') };
  expect(readPaid(erased, told)).toEqual({ transactionId: '4200', paidAt });
  expect(readPaid(erased, { ...told, amountFen: 101 })).toEqual({ wrong: 'amount.total' });
});

test('looks follow WeChat Pay’s advice and never end', () => {
  const at = (look: number) => (nextPaymentLook(paidAt, look).getTime() - paidAt.getTime()) / 1000;
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map(at)).toEqual([5, 30, 60, 180, 300, 600, 1800, 3600, 7200]);
  fc.assert(fc.property(fc.nat({ max: 10_000 }), (look) => at(look + 1) > at(look)));
  const gap = (look: number) => (nextRefundLook(paidAt, look).getTime() - paidAt.getTime()) / 1000;
  expect([0, 1, 2, 6, 9, 59, 60].map(gap)).toEqual([10, 20, 60, 300, 1800, 1800, 21600]);
});

test('a refund is ours when number, payment and amounts are', () => {
  const refund = { outRefundNo: 'r', outTradeNo: 'o', transactionId: 't', refundFen: 1, totalFen: 2 };
  expect(wrongInRefund(refund, { ...refund })).toBeNull();
  expect(wrongInRefund(refund, { ...refund, refundFen: 2 })).toBe('refundFen');
  expect(wrongInRefund(refund, { ...refund, transactionId: 'x' })).toBe('transactionId');
});

test('a refund number is within WeChat Pay’s alphabet and changes only after a closed refund', () => {
  expect(refundNo('mwt9irgsp1at9c6r8ycs', 0)).toBe('mwt9irgsp1at9c6r8ycsR1');
  expect(refundNo('mwt9irgsp1at9c6r8ycs', 1)).toMatch(/^[\w-]{6,64}$/);
});
