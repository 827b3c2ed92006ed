import { model } from 'mongoose';
import type { ChannelOrder } from './channel-order.model';
import type { Message } from './message.model';
import type { Offer } from './offer.model';

/** What leaving and handing out ask of channel orders, offers and messages; their own files know the shapes. */
type Doc<T> = T & { _id: string };
const ChannelOrders = () => model<Doc<ChannelOrder>>('channelOrder');
const Offers = () => model<Doc<Omit<Offer, 'offerId'>>>('pickupOffer');
const Messages = () => model<Doc<Message>>('channelMessage');

type Buyer = { source: string; buyerId: string };
const anyOf = (buyers: readonly Buyer[]) => buyers.map(({ source, buyerId }) => ({ source, buyerId }));

/** Of these orders, and of these buyers. */
export const listOrdersNaming = (
  of: { orderIds: string[]; buyers: Buyer[]; before: Date },
  limit: number,
): Promise<Doc<ChannelOrder>[]> =>
  ChannelOrders()
    .find({
      buyerId: { $ne: null },
      $or: [
        { orderId: { $in: of.orderIds } },
        ...anyOf(of.buyers).map((buyer) => ({ ...buyer, seenAt: { $lt: of.before } })),
      ],
    })
    .limit(limit)
    .lean<Doc<ChannelOrder>[]>();

/** Those that a person still has to decide about. */
export const listUndecided = (buyers: Buyer[], before: Date): Promise<Doc<ChannelOrder>[]> =>
  buyers.length === 0
    ? Promise.resolve([])
    : ChannelOrders()
        .find({ $or: anyOf(buyers), state: { $in: ['stuck', 'waiting_mapping'] }, seenAt: { $lt: before } })
        .limit(20)
        .lean<Doc<ChannelOrder>[]>()
        .exec();

export async function forgetBuyers(ids: string[]): Promise<void> {
  await ChannelOrders().updateMany({ _id: { $in: ids } }, { $set: { buyerId: null } });
}

export const listOffersNaming = (orderIds: string[], as: string, limit: number): Promise<{ _id: string }[]> =>
  Offers()
    .find({ orderId: { $in: orderIds }, buyerId: { $ne: as } })
    .limit(limit)
    .select({ _id: 1 })
    .lean<{ _id: string }[]>();
export async function blankOffers(ids: string[], set: Partial<Offer>): Promise<void> {
  await Offers().updateMany({ _id: { $in: ids } }, { $set: set });
}

/** What the platforms posted about these orders: the bodies name people. */
export const deleteMessages = async (
  of: readonly Pick<ChannelOrder, 'source' | 'foreignId'>[],
): Promise<number> => {
  const named = of.map(({ source, foreignId }) => ({ connector: source as Message['connector'], foreignId }));
  return named.length === 0 ? 0 : (await Messages().deleteMany({ $or: named })).deletedCount;
};

export const channelOrdersOf = (orderId: string): Promise<Doc<ChannelOrder>[]> =>
  ChannelOrders().find({ orderId }).lean<Doc<ChannelOrder>[]>().exec();
export const offerOf = (orderId: string): Promise<Doc<Omit<Offer, 'offerId'>> | null> =>
  Offers().findOne({ orderId }).lean<Doc<Omit<Offer, 'offerId'>>>().exec();

export async function deleteOf(orderIds: string[]): Promise<number> {
  const gone = await ChannelOrders().deleteMany({ orderId: { $in: orderIds }, buyerId: null });
  const offers = await Offers().deleteMany({ orderId: { $in: orderIds } });
  return gone.deletedCount + offers.deletedCount;
}
