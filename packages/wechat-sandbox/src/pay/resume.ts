import type { Ctx } from '../ctx';
import { queuePaymentNotice, queueRefundNotice } from './notices';
import { planCompletion } from './refunds';

/** After a restart: refunds under way end, what was booked after the state was last saved is told, the ledger is tidied. */
export function resumePay(ctx: Ctx): void {
  tellWhatWasNotSaved(ctx);
  for (const refund of ctx.ledger.unfinishedRefunds()) planCompletion(ctx, refund);
  ctx.ledger.tidy();
}

/** The ledger is written at once, the list of deliveries a moment later: a kill in between leaves a payment that nobody heard of. */
function tellWhatWasNotSaved(ctx: Ctx): void {
  const { ledgerBytes } = ctx.state.pay;
  const known = new Set(ctx.state.deliveries.map(({ event, subject }) => `${event} ${subject}`));
  for (const order of ctx.ledger.ordersWrittenFrom(ledgerBytes)) {
    if (order.state !== 'SUCCESS' || known.has(`TRANSACTION.SUCCESS ${order.request.out_trade_no}`)) continue;
    queuePaymentNotice(ctx, order);
  }
  for (const refund of ctx.ledger.refundsWrittenFrom(ledgerBytes)) {
    const isTold = known.has(`REFUND.${refund.status} ${refund.outRefundNo}`);
    if (refund.status !== 'PROCESSING' && !isTold) queueRefundNotice(ctx, refund);
  }
}
