import * as fc from 'fast-check';
import { Random } from '../state/random';
import {
  newCodeUrl,
  newPrepayId,
  newRefundId,
  newTransactionId,
  readCodeUrl,
  readPrepayId,
  seqOfRefund,
  seqOfTransaction,
} from './ids';

const random = new Random();
const ticket = fc.record({
  seq: fc.nat(0xfffffff),
  salt: fc.stringMatching(/^[0-9a-f]{6}$/),
  issuedAt: fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2099-01-01') }),
});

it('prepay ids and codes tell again what they were made of', () => {
  fc.assert(
    fc.property(ticket, (made) => {
      expect(readPrepayId(newPrepayId(made, random))).toEqual(made);
      expect(newPrepayId(made, random)).toMatch(/^wx\d{14}[0-9a-f]{20}$/);
      expect(readCodeUrl(newCodeUrl(made, random))).toEqual(made);
      expect(newCodeUrl(made, random).length).toBeLessThan(64);
    }),
  );
});

it('transaction and refund ids have 28 digits and the sequence number in them', () => {
  fc.assert(
    fc.property(fc.nat(999_999_999), ticket, (seq, { issuedAt }) => {
      const transactionId = newTransactionId(seq, issuedAt, random);
      const refundId = newRefundId(seq, issuedAt, random);
      expect([transactionId, refundId].join()).toMatch(/^42\d{26},50\d{26}$/);
      expect([seqOfTransaction(transactionId), seqOfRefund(refundId)]).toEqual([seq, seq]);
      expect([seqOfTransaction(refundId), seqOfRefund(transactionId)]).toEqual([undefined, undefined]);
    }),
  );
});

it('whatever else is given is no id', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readPrepayId(text)).toBeUndefined();
      expect(readPrepayId(`wx20269999999999${text}`)).toBeUndefined();
      expect(readCodeUrl(`weixin://wxpay/bizpayurl?pr=${text}`)).toBeUndefined();
      expect(seqOfTransaction(text)).toBeUndefined();
      expect(seqOfRefund(text)).toBeUndefined();
    }),
  );
  expect(readPrepayId('wx20261399999999000000000000000000aa')).toBeUndefined();
});
