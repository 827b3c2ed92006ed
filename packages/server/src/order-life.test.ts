import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { outboxViolations } from './chaos/flow.rules';
import { readBooks } from './chaos/books';
import { invariants } from './invariants';
import type { Actor, Ctx } from './kernel/context';
import { AppError } from './kernel/errors';
import { readSession } from './kernel/sessions';
import { runs } from './kernel/testing';
import { aTemplate } from './modules/coupons/testing';
import { claim } from './modules/coupons/claim-coupon';
import { work as couponWork } from './modules/coupons/subscribers';
import { work as inventoryWork } from './modules/inventory/subscribers';
import * as inventory from './modules/inventory';
import { cancelOrder } from './modules/orders/cancel-order';
import { confirmPayment, payOrder } from './modules/orders/pay-order';
import { placeOrder } from './modules/orders/place-order';
import { quoteOrder } from './modules/orders/quote-order';
import { refundOrder } from './modules/orders/refund-order';
import { work as orderWork } from './modules/orders/subscribers';
import { aSku, everythingDone, openShop } from './modules/orders/testing';
import type { Shop } from './modules/orders/testing';
import { work as paymentWork } from './modules/payments/subscribers';
import { work as pickupWork } from './modules/pickup/subscribers';
import { work as routingWork } from './modules/routing/subscribers';
import { redeemCode } from './modules/pickup/redeem-code';
import { showCode } from './modules/pickup/show-code';
import { acceptOrder, markReady } from './modules/pickup/work-on-task';
import { startSuite } from './testing';
import type { Suite } from './testing';

/**
 * The life of orders as people, clocks and coincidence make it: random commands, some at the same time, with time that jumps.
 * Whatever happened, in the end the books of the whole database add up and agree with WeChat Pay's own.
 */
const SHOPPERS = ['lin', 'wang', 'chen'];
const PIECES = 4;
const chores = [inventoryWork, routingWork, couponWork, paymentWork, orderWork, pickupWork].flatMap(
  (work) => work.chores,
);

let suite: Suite;
let members: { shopperId: string; actor: Actor }[];

beforeAll(async () => {
  suite = await startSuite();
  members = await Promise.all(
    SHOPPERS.map(async (shopperId) => {
      const holder = await readSession(await suite.loginShopper(shopperId));
      return { shopperId, actor: holder! };
    }),
  );
});
afterAll(() => suite.close());

type Placed = { orderId: string; by: number };
/** The commands know only which orders there are; the invariants know what is right. */
type Model = { count: number };
type Real = { shop: Shop; skuIds: string[]; orders: Placed[] };
type Command = fc.AsyncCommand<Model, Real>;

const clerk: Actor = { kind: 'staff', id: 'laozhou' };
const as = (actor: Actor): Ctx => suite.ctx(actor);

/** A refusal is as good as a success; anything else that is thrown is a bug. */
async function tolerant(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

type Wish = { by: number; sku: number; quantity: number; delivery: boolean; coupon: boolean };
async function place(real: Real, wish: Wish): Promise<void> {
  const ctx = as(members[wish.by]!.actor);
  const where = wish.delivery
    ? ({ fulfilment: 'delivery' } as const)
    : ({ fulfilment: 'pickup', storeId: real.shop.storeId } as const);
  const address = { name: '林晓', phone: '13800138001', region: '上海市静安区', street: '测试路 1 号' };
  const coupon = wish.coupon ? ('auto' as const) : ('none' as const);
  const draft = { ...where, coupon, lines: [{ skuId: real.skuIds[wish.sku]!, quantity: wish.quantity }] };
  await tolerant(async () => {
    const { payableFen } = await quoteOrder(ctx, draft);
    const input = { ...draft, requestId: randomUUID(), expectedPayableFen: payableFen };
    const { orderId } = await placeOrder(ctx, wish.delivery ? { ...input, address } : input);
    real.orders.push({ orderId, by: wish.by });
  });
}

/** What may be done to an order that exists, by whoever may do it. */
const ACTS = {
  pay: async ({ orderId, by }: Placed) => {
    const { shopperId, actor } = members[by]!;
    await suite.sandbox.control.pay(shopperId, await payOrder(as(actor), { orderId }));
  },
  confirm: ({ orderId, by }: Placed) => confirmPayment(as(members[by]!.actor), { orderId }),
  cancel: ({ orderId, by }: Placed) => cancelOrder(as(members[by]!.actor), { orderId }),
  refund: ({ orderId, by }: Placed) => refundOrder(as(members[by]!.actor), { orderId, reason: '不想要了' }),
  accept: ({ orderId }: Placed) => acceptOrder(as(clerk), { orderId }),
  pack: ({ orderId }: Placed) => markReady(as(clerk), { orderId }),
  handOver: async ({ orderId, by }: Placed, { shop }: Real) => {
    const { digits } = await showCode(as(members[by]!.actor), { orderId });
    await redeemCode(as(clerk), { storeId: shop.storeId, code: digits });
  },
} satisfies Record<string, (order: Placed, real: Real) => Promise<unknown>>;
type Act = keyof typeof ACTS;

class Place implements Command {
  constructor(private readonly wish: Wish) {}
  check = () => true;
  async run(model: Model, real: Real): Promise<void> {
    await place(real, this.wish);
    model.count += 1;
  }
  toString = () => `place(${JSON.stringify(this.wish)})`;
}

/** One act, or two at the same time, on one order. */
class Do implements Command {
  constructor(
    private readonly acts: Act[],
    private readonly which: number,
  ) {}
  check = ({ count }: Readonly<Model>) => count > 0;
  async run(_model: Model, real: Real): Promise<void> {
    const order = real.orders[this.which % Math.max(1, real.orders.length)];
    if (order) await Promise.all(this.acts.map((act) => tolerant(() => ACTS[act](order, real))));
  }
  toString = () => `${this.acts.join(' & ')} #${this.which}`;
}

class Wait implements Command {
  constructor(private readonly seconds: number) {}
  check = () => true;
  run = (): Promise<void> => suite.advance(this.seconds);
  toString = () => `wait ${this.seconds} s`;
}

class Settle implements Command {
  check = () => true;
  run = (): Promise<void> => everythingDone(suite);
  toString = () => 'settle';
}

class Sweep implements Command {
  check = () => true;
  run = (): Promise<void> => sweep();
  toString = () => 'sweep';
}

async function sweep(): Promise<void> {
  for (const chore of chores) await chore.run(suite.ctx());
}

const act = fc.constantFrom(...(Object.keys(ACTS) as Act[]));
const which = fc.nat({ max: 3 });
const commands = fc.commands(
  [
    fc
      .record({
        by: fc.nat({ max: SHOPPERS.length - 1 }),
        sku: fc.nat({ max: 1 }),
        quantity: fc.integer({ min: 1, max: 2 }),
        delivery: fc.boolean(),
        coupon: fc.boolean(),
      })
      .map((wish) => new Place(wish)),
    fc.tuple(act, which).map(([one, of]) => new Do([one], of)),
    fc
      .constantFrom<Act[]>(['pay'], ['confirm'], ['accept'], ['pack'], ['handOver'])
      .chain((acts) => which.map((of) => new Do(acts, of))),
    fc.tuple(act, act, which).map(([one, other, of]) => new Do([one, other], of)),
    fc.constantFrom(30, 16 * 60, 21 * 60, 3600).map((seconds) => new Wait(seconds)),
    fc.constant(new Settle()),
    fc.constant(new Sweep()),
  ],
  { size: '+1', maxCommands: 30 },
);

const MOST_STEPS = 20;
/** Time goes by until nothing is under way any more. */
async function comeToRest(): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await everythingDone(suite);
    await suite.advance(21 * 60);
    await everythingDone(suite);
    await sweep();
    await everythingDone(suite);
    if (outboxViolations(await readBooks(suite.ctx().now)).length === 0) return;
  }
}

test('Whatever shoppers, clerks and clocks do to orders, stock, money and coupons add up in the end.', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (life) => {
      const shop = await openShop(suite);
      const places = [shop.storeId, inventory.WAREHOUSE];
      const skuIds = [await aSku(suite, PIECES, ...places), await aSku(suite, PIECES, ...places)];
      const { templateId } = await aTemplate(suite.ctx());
      for (const { actor } of members)
        if (actor.kind === 'member') await claim(suite.ctx(), { templateId, customerId: actor.id });
      const real: Real = { shop, skuIds, orders: [] };
      await fc.asyncModelRun(() => ({ model: { count: 0 }, real }), life);
      await comeToRest();
      const inboxes = await Promise.all(SHOPPERS.map((id) => suite.sandbox.control.inbox(id)));
      const ledger = {
        payments: inboxes.flatMap(({ payments }) => payments),
        refunds: inboxes.flatMap(({ refunds }) => refunds),
      };
      expect(await invariants(suite.ctx(), { ledger })).toEqual([]);
    }),
    { numRuns: runs(10), interruptAfterTimeLimit: runs(30_000), endOnFailure: true },
  );
}, 240_000);
