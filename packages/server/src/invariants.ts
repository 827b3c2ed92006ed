import { readBooks } from './chaos/books';
import type { Books } from './chaos/books';
import { handoverViolations, offerViolations, outboxViolations } from './chaos/flow.rules';
import {
  couponViolations,
  moneyViolations,
  platformViolations,
  restingCouponViolations,
} from './chaos/money.rules';
import type { PlatformLedger } from './chaos/money.rules';
import {
  allocationViolations,
  departureViolations,
  restingStockViolations,
  stockViolations,
} from './chaos/stock.rules';
import { note, violation } from './chaos/violation';
import type { Violation } from './chaos/violation';
import type { Ctx } from './kernel/context';
import * as aftersale from './modules/aftersale';
import * as bookings from './modules/bookings';
import * as identity from './modules/identity';
import * as inventory from './modules/inventory';
import * as orders from './modules/orders';
import * as payments from './modules/payments';
import * as pickup from './modules/pickup';

export type { PlatformLedger } from './chaos/money.rules';
export type { Violation } from './chaos/violation';

/** What is true at every moment, whatever is under way. */
const ALWAYS = {
  'held ≤ on hand − safety, held = Σ holds, ledger = on hand': stockViolations,
  'each coupon at most once': couponViolations,
  'each order handed over at most once': handoverViolations,
} satisfies Record<string, (books: Books) => Violation[]>;

/** What is true once nothing is due and nothing is on its way. */
const AT_REST = {
  'each line allocated exactly its quantity': allocationViolations,
  'nothing leased left, nothing held for nobody': restingStockViolations,
  'what was handed over left the house once': departureViolations,
  'Σ captured − Σ refunded = Σ order totals': moneyViolations,
  'used coupons belong to the order that says so': restingCouponViolations,
  'one open offer per order, none for an ended one': offerViolations,
  'outbox drained, no order between two states': outboxViolations,
} satisfies Record<string, (books: Books) => Violation[]>;

/** What each module says of its own books. */
const OF_MODULES = { identity, orders, payments, pickup, aftersale, bookings };

async function moduleChecks(ctx: Ctx): Promise<Checked[]> {
  const checked: Checked[] = [];
  const ofStock = await inventory.integrityErrors(ctx);
  checked.push({
    invariant: 'the own books of inventory',
    violations: ofStock.map(({ stock, problem, detail }) =>
      // Also what a count that found too few leaves behind; where it is not, the first invariant says so.
      (problem === 'OVERPROMISED' ? note : violation)(problem, detail, stock),
    ),
  });
  for (const [name, { integrityErrors }] of Object.entries(OF_MODULES)) {
    const violations = (await integrityErrors(ctx)).map((error) =>
      violation(`OF_${name.toUpperCase()}`, error),
    );
    checked.push({ invariant: `the own books of ${name}`, violations });
  }
  checked.push({ invariant: 'orders are theirs who placed them', violations: await strayOrders(ctx) });
  return checked;
}

async function strayOrders(ctx: Ctx): Promise<Violation[]> {
  const all: orders.Order[] = [];
  for await (const order of orders.everyOrder(ctx)) all.push(order);
  const stray = await identity.misplaced(ctx, all);
  return stray.map(({ orderId, customerId }) => violation('STRAY_ORDER', `not ${customerId}'s`, orderId));
}

const OF_WECHAT_PAY = 'WeChat Pay has the same payments and refunds';

export type Checked = { invariant: string; violations: Violation[] };
type Wanted = { atRest?: boolean; ledger?: PlatformLedger };

/** Each invariant over the whole database with what breaks it. `atRest: false` leaves out what only holds when nothing is due. */
export async function checkInvariants(ctx: Ctx, { atRest = true, ledger }: Wanted = {}): Promise<Checked[]> {
  const books = await readBooks(ctx.now);
  const checks: [string, (of: Books) => Violation[]][] = [
    ...Object.entries(ALWAYS),
    ...(atRest ? Object.entries(AT_REST) : []),
  ];
  return [
    ...checks.map(([invariant, check]) => ({ invariant, violations: check(books) })),
    ...(atRest ? await moduleChecks(ctx) : []),
    ...(ledger ? [{ invariant: OF_WECHAT_PAY, violations: platformViolations(books, ledger) }] : []),
  ];
}

/** Everything that is wrong, notes left out; empty when all is well. */
export async function invariants(ctx: Ctx, wanted: Wanted = {}): Promise<Violation[]> {
  const checked = await checkInvariants(ctx, wanted);
  return checked.flatMap(({ violations }) => violations.filter(({ grade }) => grade === 'violation'));
}
