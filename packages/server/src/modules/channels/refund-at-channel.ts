import type { z } from 'zod';
import { PlatformRefusal } from '../../kernel/call-out';
import type { Ctx } from '../../kernel/context';
import { later } from '../../kernel/outbox';
import { CONNECTORS, connectorOf } from '../../platform/channels';
import type { ConnectorName } from '../../platform/channels';
import * as orders from '../orders';
import { findByOrderId } from './channel-order.model';
import type { ChannelOrder } from './channel-order.model';
import { refundAtChannel } from './jobs';

type Asked = z.output<(typeof orders.channelRefundAsked)['payload']>;
type Wish = z.output<(typeof refundAtChannel)['payload']>;

const BY_HAND = '该渠道不能由系统退款，请在渠道后台退款';

export async function followRefund(ctx: Ctx, asked: Asked): Promise<void> {
  const { orderId, key, amountFen, reason } = asked;
  await later(ctx, refundAtChannel, { key: orderId, body: { orderId, key, amountFen, reason }, at: ctx.now });
}

/**
 * Money goes back where the order was paid; the same wish again is the same refund there. What the platform has given back by
 * itself is only noted; what it refuses, or cannot be asked for, goes to people.
 */
export async function giveBackAtChannel(ctx: Ctx, wish: Wish): Promise<void> {
  const { orderId, key } = wish;
  const order = await findByOrderId(orderId);
  // The order is told to be ours a moment after it is; then the job comes back.
  if (!order) throw new Error(`no channel order of ${orderId}`);
  if (order.moneyIsBack || (await hasGivenBack(order)))
    return orders.settleChannelRefund(ctx, { orderId, key });
  const api = apiOf(order.source);
  if (!api) return orders.flagChannelRefund(ctx, { orderId, key, reason: BY_HAND });
  try {
    const { amountFen, reason } = wish;
    await api.refund({ orderId: order.foreignId, refundNo: `${orderId}-${key}`, amountFen, reason });
  } catch (error) {
    if (!(error instanceof PlatformRefusal)) throw error;
    return orders.flagChannelRefund(ctx, { orderId, key, reason: `渠道拒绝退款（${error.code}）` });
  }
  await orders.settleChannelRefund(ctx, { orderId, key });
}

export const isConnector = (source: string): source is ConnectorName =>
  (CONNECTORS as readonly string[]).includes(source);

export const apiOf = (source: string) => (isConnector(source) ? (connectorOf(source)?.api ?? null) : null);

/** All of it went back there already, by us or without us. */
const hasGivenBack = async ({ source, foreignId }: ChannelOrder): Promise<boolean> =>
  (await apiOf(source)?.order(foreignId))?.status === 'refunded';
