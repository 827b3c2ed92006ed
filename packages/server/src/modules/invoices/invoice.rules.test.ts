import fc from 'fast-check';
import { closedText, follow, issuedAs, keptFen } from './invoice.rules';

const refund = (amountFen: number) => ({
  key: 'k',
  amountFen,
  freightFen: 0,
  lines: [],
  askedAt: new Date(),
  doneAt: null,
});
const order = { status: 'paid', payableFen: 100_00, refunds: [], channel: 'mini_program' } as const;

test('what is kept is what was paid less what goes back, and never below nothing', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.array(fc.nat(1e5), { maxLength: 8 }), (payableFen, back) => {
      const kept = keptFen({ status: 'completed', payableFen, refunds: back.map(refund) });
      expect(kept).toBe(Math.max(0, payableFen - back.reduce((a, b) => a + b, 0)));
    }),
  );
  for (const status of ['pending_payment', 'cancelled', 'refunding', 'refunded'] as const)
    expect(keptFen({ ...order, status })).toBe(0);
});

test.each([
  [{}, null],
  [{ status: 'pending_payment' }, '付款后可以申请发票'],
  [{ status: 'refunded' }, '订单没有可开票的金额'],
  [{ channel: 'douyin' }, '请在购买的渠道或门店申请发票'],
] as const)('%j: %s', (given, text) => {
  expect(closedText({ ...order, ...given })).toBe(text);
});

test('an issued one that comes to another amount waits to be made anew, until it was; one that is only asked for follows', () => {
  const issued = { number: '1', url: '', at: new Date(), amountFen: 100 };
  const asked = { state: 'requested', amountFen: 100, issued: null, mustCorrect: false } as const;
  expect(follow(asked, 100)).toBeNull();
  expect(follow(asked, 60)).toEqual({ amountFen: 60 });
  expect(follow(asked, 0)).toEqual({ amountFen: 0, state: 'annulled' });
  expect(follow({ ...asked, state: 'issued', issued }, 60)).toEqual({ amountFen: 60, mustCorrect: true });
  expect(issuedAs({ ...issued, amountFen: 60 })).toMatchObject({ state: 'issued', mustCorrect: false });
  expect(issuedAs({ ...issued, amountFen: 0 })).toMatchObject({ state: 'annulled', mustCorrect: false });
});
