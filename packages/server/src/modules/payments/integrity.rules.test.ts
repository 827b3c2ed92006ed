import { violationsOf } from './integrity';
import type { Payment } from './payment.model';
import type { Refund } from './refund.model';

const payment = (given: Partial<Payment> = {}) =>
  ({ _id: 'P1', amountFen: 1000, state: 'paid', ...given }) as Payment;
const refund = (given: Partial<Refund> = {}) =>
  ({
    _id: 'P1R1',
    refundFen: 100,
    state: 'succeeded',
    failure: null,
    sentAt: new Date(0),
    refusal: null,
    ...given,
  }) as Refund;
const sound = (refunds: Refund[], given: Partial<Payment> = {}) => violationsOf(payment(given), refunds);

test('sound books have no violation', () => {
  expect(sound([])).toEqual([]);
  const refunds = [
    refund(),
    refund({ state: 'processing', refundFen: 200 }),
    refund({ state: 'requested', sentAt: null, refundFen: 300 }),
    refund({ state: 'requested', refusal: 'NOT_ENOUGH', refundFen: 10 }),
    refund({ state: 'failed', failure: 'ABNORMAL', refundFen: 50 }),
    refund({ state: 'failed', failure: 'CLOSED', refundFen: 1000 }),
  ];
  expect(sound(refunds, { refundedFen: 100, refundingFen: 560, refundsStanding: 5 })).toEqual([]);
});

test.each([
  ['refunded 1100 of 1000 fen', [refund({ refundFen: 1100 })], { refundedFen: 1100, refundsStanding: 1 }],
  [
    '1100 of 1000 fen are to go back',
    [refund({ refundFen: 600 }), refund({ refundFen: 500, state: 'processing' })],
    { refundedFen: 600, refundingFen: 500, refundsStanding: 2 },
  ],
  ['refundedFen 99, its refunds 100', [refund()], { refundedFen: 99, refundsStanding: 1 }],
  ['refundingFen 0, its refunds 100', [refund({ state: 'processing' })], { refundsStanding: 1 }],
  ['refundsStanding 2 of 1', [refund()], { refundedFen: 100, refundsStanding: 2 }],
  [
    '51 refunds',
    Array.from({ length: 51 }, () => refund({ refundFen: 1 })),
    { refundedFen: 51, refundsStanding: 51 },
  ],
  [
    '2 refunds under way at once',
    [refund({ state: 'processing' }), refund({ state: 'requested' })],
    { refundingFen: 200, refundsStanding: 2 },
  ],
  [
    'refunds of a payment that is closed',
    [refund()],
    { state: 'closed', refundedFen: 100, refundsStanding: 1 },
  ],
] as [string, Refund[], Partial<Payment>][])('%s is a violation', (problem, refunds, given) => {
  expect(sound(refunds, given)).toContain(`payment P1: ${problem}`);
});
