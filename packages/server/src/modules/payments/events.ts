import { Fen } from '@omni/shared/money';
import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

/** The money is at WeChat Pay. It may belong to an order that is no longer payable: then its owner refunds it. */
export const paymentSucceeded = defineEvent(
  'payment.succeeded',
  z.object({ orderId: z.string(), transactionId: z.string(), amountFen: Fen, paidAt: z.iso.datetime() }),
);
/** `key`: which refund of the order, as it was asked for; `full` when the asker named none. */
export const paymentRefunded = defineEvent(
  'payment.refunded',
  z.object({
    orderId: z.string(),
    refundId: z.string(),
    amountFen: Fen,
    key: z.string().default('full'),
  }),
);
/** WeChat Pay refused the refund or gave it up (merchant balance, dead card): people have to look. */
export const refundFailed = defineEvent(
  'payment.refundFailed',
  z.object({ orderId: z.string(), reason: z.string(), key: z.string().default('full') }),
);
