import { Fen } from '@omni/shared/money';
import { z } from 'zod';
import { defineEvent } from '../../kernel/outbox';

/** The money is at WeChat Pay. It may belong to an order that is no longer payable: then its owner refunds it. */
export const paymentSucceeded = defineEvent(
  'payment.succeeded',
  z.object({ orderId: z.string(), transactionId: z.string(), amountFen: Fen, paidAt: z.iso.datetime() }),
);
export const paymentRefunded = defineEvent(
  'payment.refunded',
  z.object({ orderId: z.string(), refundId: z.string(), amountFen: Fen }),
);
/** WeChat Pay gave the refund up (merchant balance, dead card): people have to look; `refund` may be called again. */
export const refundFailed = defineEvent(
  'payment.refundFailed',
  z.object({ orderId: z.string(), reason: z.string() }),
);
