import type { Answer } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import type { Order } from '../orders';
import * as orders from '../orders';

type Profile = Answer<Contracts['guides.getCustomer']>;

/** `「针织衫」1 件、「长裤」2 件`. */
export const linesText = (order: Pick<Order, 'lines'>): string =>
  order.lines.map((line) => `「${line.title}」${line.quantity} 件`).join('、');

export const presentOrders = (list: Order[]): Profile['orders'] =>
  list.map((order) => ({
    orderId: order.orderId,
    orderNo: order.orderNo,
    statusText: orders.statusText(order),
    payableFen: order.payableFen,
    placedAt: order.placedAt.toISOString(),
    storeName: order.store?.name ?? null,
    linesText: linesText(order),
  }));
