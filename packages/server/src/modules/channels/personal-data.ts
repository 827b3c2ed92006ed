import type { Ctx } from '../../kernel/context';
import { AT_ONCE, effect } from '../../kernel/personal-data';
import type { Effect, Leaving, Section, Unfinished } from '../../kernel/personal-data';
import * as orders from '../orders';
import {
  blankOffers,
  channelOrdersOf,
  deleteMessages,
  deleteOf,
  forgetBuyers,
  listOffersNaming,
  listOrdersNaming,
  listUndecided,
  offerOf,
} from './personal.model';

/** `douyin:_000abc`, as identity keeps it. */
const readBuyers = ({ buyers }: Leaving): { source: string; buyerId: string }[] =>
  buyers.flatMap((name) => {
    const at = name.indexOf(':');
    return at < 0 ? [] : [{ source: name.slice(0, at), buyerId: name.slice(at + 1) }];
  });

/** Orders of another platform that did not become ours yet: their money has to go one way or the other. */
export async function unfinishedOf(_ctx: Ctx, leaving: Leaving): Promise<Unfinished[]> {
  const open = await listUndecided(readBuyers(leaving), leaving.before);
  return open.map(({ foreignId }) => ({
    kind: 'channel_order',
    number: foreignId,
    orderId: null,
    text: '渠道订单待处理',
  }));
}

/** The platform's numbers stay, for settling with it; the buyer and what was posted about them are gone. Joins the caller's transaction. */
export async function eraseOf(_ctx: Ctx, leaving: Leaving): Promise<Effect[]> {
  const { as, orderIds, before } = leaving;
  const rows = await listOrdersNaming({ orderIds, buyers: readBuyers(leaving), before }, AT_ONCE);
  await forgetBuyers(rows.map(({ _id }) => _id));
  const messages = await deleteMessages(rows);
  const offers = (await listOffersNaming(orderIds, as, AT_ONCE)).map(({ _id }) => _id);
  // How far the stores were away tells where somebody lives.
  await blankOffers(offers, { buyerId: as, stores: [] });
  return [
    ...effect('channel_orders', { kept: rows.length }),
    ...effect('channel_messages', { deleted: messages }),
    ...effect('pickup_offers', { kept: offers.length }),
  ];
}

export const forgetKept = (_ctx: Ctx, orderIds: string[]): Promise<number> => deleteOf(orderIds);

/** What other platforms and tills told of the customer's orders. */
export const exportOf = (ctx: Ctx, customerId: string): Section[] => [
  { name: 'channelOrders', title: '其他渠道的订单信息', rows: () => rows(ctx, customerId) },
];

async function* rows(ctx: Ctx, customerId: string): AsyncGenerator<Record<string, unknown>> {
  for await (const orderId of orders.orderIdsOf(ctx, customerId)) {
    for (const { source, channel, foreignId, buyerId, state, seenAt } of await channelOrdersOf(orderId)) {
      const offer = await offerOf(orderId);
      const from = source.startsWith('key:') ? channel : source;
      const pickupOffer = offer && { state: offer.state, stores: offer.stores, createdAt: offer.createdAt };
      yield {
        orderId,
        source: from,
        channel,
        channelOrderId: foreignId,
        buyerId,
        state,
        seenAt,
        pickupOffer,
      };
    }
  }
}
