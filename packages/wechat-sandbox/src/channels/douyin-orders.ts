import type { Ctx } from '../ctx';
import type { Incoming, Outgoing } from '../http/message';
import { Refusal } from '../http/refusal';
import { fine } from './douyin-answer';
import { pushEvent } from './douyin-push';
import { requireToken } from './douyin-tokens';
import { DOUYIN } from './state';
import type { DouyinItem, DouyinOrder, DouyinReceiver } from './state';

export type OrderInput = {
  openId?: string | undefined;
  items: DouyinItem[];
  freightFen?: number | undefined;
  receiver?: DouyinReceiver | undefined;
  /** What was off the price; the buyer paid that much less. */
  discountFen?: number | undefined;
  /** False leaves the order unpaid and untold. */
  pay?: boolean | undefined;
};

/** A buyer orders, and pays unless told otherwise; the developer's server is told of the payment. */
export function placeOrder(ctx: Ctx, input: OrderInput): DouyinOrder {
  const goodsFen = input.items.reduce((sum, item) => sum + item.priceFen * item.quantity, 0);
  const freightFen = input.freightFen ?? 0;
  const order: DouyinOrder = {
    orderId: `10${ctx.random.digits(17)}`,
    openId: input.openId ?? `_000${ctx.random.text(32)}`,
    status: 100,
    items: input.items,
    freightFen,
    payFen: goodsFen + freightFen - (input.discountFen ?? 0),
    receiver: input.receiver ?? null,
    createdAt: ctx.clock.now(),
    paidAt: null,
  };
  ctx.state.channels.douyin.orders.push(order);
  if (input.pay !== false) payOrder(ctx, order);
  return order;
}

export function payOrder(ctx: Ctx, order: DouyinOrder): void {
  order.status = 200;
  order.paidAt = ctx.clock.now();
  pushEvent(ctx, {
    event: 'life_trade_order_notify',
    subject: order.orderId,
    fromUserId: order.openId,
    content: {
      action: 'pay_success',
      msg_time: ctx.clock.seconds(),
      order: {
        order_id: order.orderId,
        account_id: DOUYIN.accountId,
        pay_amount: order.payFen,
        original_amount: order.payFen,
        create_time: seconds(order.createdAt),
        pay_time: seconds(order.paidAt),
      },
    },
  });
}

/** The buyer got all the money back from the platform; the developer's server is told of it. */
export function giveBack(ctx: Ctx, order: DouyinOrder): void {
  order.status = 400;
  pushEvent(ctx, {
    event: 'life_trade_certificate_notify',
    subject: order.orderId,
    fromUserId: order.openId,
    content: {
      action: 'refund_success',
      msg_time: ctx.clock.seconds(),
      certificate: {
        order_id: order.orderId,
        certificate_id: `${order.orderId}01`,
        account_id: DOUYIN.accountId,
      },
    },
  });
}

/** Orders of the account: one by its id. Refuses 2119003 for another account. */
export function queryOrders(ctx: Ctx, request: Incoming): Outgoing {
  requireToken(ctx, request);
  if (request.query.get('account_id') !== DOUYIN.accountId)
    throw new Refusal(2119003, 'account_id not authorized');
  const orderId = request.query.get('order_id');
  const orders = ctx.state.channels.douyin.orders.filter((order) => order.orderId === orderId);
  return fine(ctx, { orders: orders.map((order) => present(ctx, order)), page: { total: orders.length } });
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

function present(ctx: Ctx, order: DouyinOrder): object {
  const refunds = ctx.state.channels.douyin.refunds.filter(({ orderId }) => orderId === order.orderId);
  return {
    order_id: order.orderId,
    account_id: DOUYIN.accountId,
    open_id: order.openId,
    order_status: order.status,
    pay_amount: order.payFen,
    freight_amount: order.freightFen,
    refund_amount: refunds.reduce((sum, { amountFen }) => sum + amountFen, 0),
    create_order_time: seconds(order.createdAt),
    pay_time: order.paidAt === null ? 0 : seconds(order.paidAt),
    products: order.items.map((item) => ({
      sku_id: item.itemId,
      sku_name: item.title,
      count: item.quantity,
      sale_amount: item.priceFen,
    })),
    ...(order.receiver ? { receiver: presentReceiver(order.receiver) } : {}),
  };
}

const presentReceiver = ({ name, phone, region, street, point }: DouyinReceiver): object => ({
  name,
  phone,
  region,
  detail: street,
  ...(point ? { location: { lat: point.latitude, lng: point.longitude, coord_type: 'gcj02' } } : {}),
});
