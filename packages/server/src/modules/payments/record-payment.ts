import type { Ctx } from '../../kernel/context';
import { inTransaction } from '../../kernel/db';
import { publish } from '../../kernel/outbox';
import { paymentSucceeded } from './events';
import { markPaid } from './payment.model';
import type { Payment } from './payment.model';
import type { Paid } from './payment.rules';

/**
 * Money was received: recorded and told once, whoever finds it first, and also when the payment had been closed.
 */
export const recordPaid = (ctx: Ctx, payment: Payment, paid: Paid): Promise<void> =>
  inTransaction(async () => {
    const { _id: orderId, amountFen } = payment;
    if (!(await markPaid(orderId, paid))) return;
    await publish(ctx, paymentSucceeded, {
      key: orderId,
      body: { orderId, transactionId: paid.transactionId, amountFen, paidAt: paid.paidAt.toISOString() },
    });
  });
