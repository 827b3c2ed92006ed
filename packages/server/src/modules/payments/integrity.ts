import type { Ctx } from '../../kernel/context';
import { eachPayment } from './payment.model';
import type { Payment } from './payment.model';
import { findRefundsOfAll, ordersWithRefunds } from './refund.model';
import type { Refund } from './refund.model';
import { MOST_REFUNDS } from './refund.rules';

const BATCH = 500;
const sumOf = (rows: Refund[]): number => rows.reduce((sum, { refundFen }) => sum + refundFen, 0);

/** What is wrong with one payment and its refunds, in English, for logs and checks. */
export function violationsOf(payment: Payment, refunds: Refund[]): string[] {
  const { _id: orderId, amountFen, state, refundedFen = 0, refundingFen = 0, refundsStanding = 0 } = payment;
  const succeeded = sumOf(refunds.filter((row) => row.state === 'succeeded'));
  const standing = refunds.filter(({ failure }) => failure !== 'CLOSED');
  const onTheWay = sumOf(standing) - succeeded;
  const underWay = refunds.filter(
    (row) => row.state === 'processing' || (row.state === 'requested' && row.sentAt && !row.refusal),
  );
  const rules: [boolean, string][] = [
    [succeeded <= amountFen, `refunded ${succeeded} of ${amountFen} fen`],
    [succeeded + onTheWay <= amountFen, `${succeeded + onTheWay} of ${amountFen} fen are to go back`],
    [refundedFen === succeeded, `refundedFen ${refundedFen}, its refunds ${succeeded}`],
    [refundingFen === onTheWay, `refundingFen ${refundingFen}, its refunds ${onTheWay}`],
    [refundsStanding === standing.length, `refundsStanding ${refundsStanding} of ${standing.length}`],
    [standing.length <= MOST_REFUNDS, `${standing.length} refunds`],
    [underWay.length <= 1, `${underWay.length} refunds under way at once`],
    [refunds.length === 0 || state === 'paid', `refunds of a payment that is ${state}`],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => `payment ${orderId}: ${problem}`);
}

/** Every violation in the books; empty when all is well. Reads everything, some hundred payments at a time. */
export async function integrityErrors(_ctx: Ctx): Promise<string[]> {
  const errors: string[] = [];
  const withRefunds = new Set<string>();
  for await (const { _id } of ordersWithRefunds()) withRefunds.add(_id);
  const check = async (batch: Payment[]): Promise<void> => {
    const byOrder = new Map<string, Refund[]>();
    for (const refund of await findRefundsOfAll(batch.map(({ _id }) => _id)))
      byOrder.set(refund.orderId, [...(byOrder.get(refund.orderId) ?? []), refund]);
    for (const payment of batch) {
      withRefunds.delete(payment._id);
      errors.push(...violationsOf(payment, byOrder.get(payment._id) ?? []));
    }
  };
  let batch: Payment[] = [];
  for await (const payment of eachPayment()) {
    batch.push(payment);
    if (batch.length < BATCH) continue;
    await check(batch);
    batch = [];
  }
  await check(batch);
  return [...errors, ...[...withRefunds].map((orderId) => `refunds of ${orderId}, which has no payment`)];
}
