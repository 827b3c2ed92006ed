import type { SalesChannel } from '@omni/shared/contracts/common';
import type { Ctx } from '../../kernel/context';
import { AppError } from '../../kernel/errors';
import { log } from '../../kernel/log';
import { connectorOf } from '../../platform/channels';
import type { ConnectorName, ForeignOrder } from '../../platform/channels';
import * as catalog from '../catalog';
import * as identity from '../identity';
import * as orders from '../orders';
import { findChannelOrder, moveChannelOrder, saveChannelOrder } from './channel-order.model';
import type { ChannelOrder } from './channel-order.model';
import { CHANNEL_OF } from './channel-of';
import type { Taken } from './channel-of';
import { skusOf } from './item.model';
import { makeOffer, planOffer } from './make-offer';
import { markHandled } from './message.model';

type Named = { connector: ConnectorName; foreignId: string };

const GIVEN_BACK = '买家在渠道侧已退款';
const NO_API = '该渠道的订单接口尚未接通，请人工处理';
/** An order we were told of and that is not there (yet): asked for again until the job's tries are over. */
const NOT_THERE = 'the platform does not know the order it told us of';

/**
 * The platform said something of an order: what is so now is asked, and carried out, however often and in whatever order the
 * news came. Throws when the platform cannot be asked; then the job comes back.
 */
export async function takeInOrder(ctx: Ctx, { connector, foreignId }: Named): Promise<void> {
  const api = connectorOf(connector)?.api;
  if (!api) await putAside(ctx, { connector, foreignId }, NO_API);
  else {
    const foreign = await api.order(foreignId);
    if (!foreign) throw new Error(NOT_THERE);
    await follow(ctx, connector, foreign);
  }
  await markHandled(connector, foreignId, ctx.now);
}

async function follow(ctx: Ctx, connector: ConnectorName, foreign: ForeignOrder): Promise<void> {
  const known = await findChannelOrder(connector, foreign.orderId);
  if (foreign.status === 'refunded') return giveUp(ctx, connector, foreign);
  if (foreign.status === 'unpaid' || known?.state === 'placed' || known?.state === 'closed') return;
  await place(ctx, connector, foreign);
}

const rowOf = (ctx: Ctx, connector: ConnectorName, foreignId: string): ChannelOrder => ({
  source: connector,
  foreignId,
  channel: CHANNEL_OF[connector],
  buyerId: null,
  state: 'stuck',
  reason: null,
  orderId: null,
  paidFen: 0,
  priceDifferenceFen: 0,
  missing: [],
  moneyIsBack: false,
  seenAt: ctx.now,
});

/** A person has to look at it. */
async function putAside(ctx: Ctx, { connector, foreignId }: Named, reason: string): Promise<void> {
  await saveChannelOrder({ ...rowOf(ctx, connector, foreignId), reason });
}

async function place(ctx: Ctx, connector: ConnectorName, foreign: ForeignOrder): Promise<void> {
  const row = {
    ...rowOf(ctx, connector, foreign.orderId),
    buyerId: foreign.buyerId,
    paidFen: foreign.paidFen,
  };
  const skus = await skusOf(connector, foreign.lines, ctx.now);
  const missing = [...skus].filter(([, skuId]) => skuId === null).map(([itemId]) => itemId);
  if (missing.length > 0) {
    await saveChannelOrder({ ...row, state: 'waiting_mapping', missing });
    return;
  }
  const lines = foreign.lines.map(({ itemId, quantity, priceFen }) => ({
    skuId: skus.get(itemId) ?? '',
    quantity,
    priceFen,
  }));
  try {
    const order = await placeAndOffer(ctx, { connector, foreign, lines });
    const priceDifferenceFen = await differenceOf(ctx, row.channel, lines);
    const placed = { ...row, state: 'placed', orderId: order.orderId, priceDifferenceFen } as const;
    // Somebody gave the money back meanwhile.
    if (!(await saveChannelOrder(placed))) await endClosed(ctx, placed);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'BUSY') throw error;
    await saveChannelOrder({ ...row, reason: error.code });
  }
}

/** A buyer near a store is asked before anything is sent; the offer exists before the order counts as taken in. */
async function placeAndOffer(ctx: Ctx, taken: Taken): Promise<orders.Order> {
  const { connector, foreign, lines } = taken;
  const channel = CHANNEL_OF[connector];
  // Phones of other channels may be virtual, and the receiver of a parcel is anybody: the buyer's name there is all that counts.
  const buyer = await identity.noteSighting(ctx, {
    source: `channel.${connector}`,
    shown: [{ type: 'channel_buyer', value: `${connector}:${foreign.buyerId}` }],
  });
  const plan = await planOffer(ctx, taken);
  const order = await orders.placeFromChannel(ctx, {
    channel,
    channelOrderId: connector === channel ? foreign.orderId : `${connector}:${foreign.orderId}`,
    ...buyer,
    lines,
    freightFen: foreign.freightFen,
    paidFen: foreign.paidFen,
    paidAt: foreign.paidAt ?? ctx.now,
    address: foreign.receiver,
    point: foreign.point,
    storeId: null,
    ...(plan ? { waitUntil: plan.waitUntil } : {}),
  });
  if (plan) await makeOffer(ctx, { ...taken, order, plan });
  return order;
}

/** What we keep as the price of this channel, less what was paid there, over all pieces. */
async function differenceOf(ctx: Ctx, channel: SalesChannel, lines: orders.ChannelLine[]): Promise<number> {
  const ours = await catalog.priceLines(ctx, lines, channel);
  return lines.reduce(
    (sum, { quantity, priceFen }, i) => sum + quantity * ((ours[i]?.priceFen ?? priceFen) - priceFen),
    0,
  );
}

/** An order that was closed while it became ours. */
async function endClosed(ctx: Ctx, row: ChannelOrder & { orderId: string }): Promise<void> {
  const { orderId } = row;
  await moveChannelOrder(row, ['closed'], { orderId, moneyIsBack: true });
  await orders.startRefund(ctx, orderId, GIVEN_BACK);
}

/** The buyer has the money back: an order of ours ends, and one that is none yet never becomes one. */
async function giveUp(ctx: Ctx, connector: ConnectorName, foreign: ForeignOrder): Promise<void> {
  const key = { source: connector, foreignId: foreign.orderId };
  const row = { ...rowOf(ctx, connector, foreign.orderId), paidFen: foreign.paidFen };
  if (await saveChannelOrder({ ...row, state: 'closed', reason: GIVEN_BACK })) return;
  const known = await findChannelOrder(connector, foreign.orderId);
  if (known?.state !== 'placed' || known.orderId === null) return;
  await moveChannelOrder(key, ['placed'], { moneyIsBack: true });
  if (await orders.startRefund(ctx, known.orderId, GIVEN_BACK)) return;
  const order = await orders.findOrder(ctx, known.orderId);
  if (!order || order.refundedFen === order.payableFen) return;
  await moveChannelOrder(key, ['placed'], { reason: '渠道已退款，但商品已交付或发出，请核对' });
  log.warn({ traceId: ctx.traceId, orderId: known.orderId }, 'refunded elsewhere after the goods had left');
}
