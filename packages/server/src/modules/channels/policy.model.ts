import { Schema, model } from 'mongoose';
import { config } from '../../config';

export type PickupOfferPolicy = {
  active: boolean;
  radiusMetres: number;
  waitMinutes: number;
  giftSkuId: string | null;
};
type PolicyDoc = PickupOfferPolicy & { _id: string };

const schema = new Schema<PolicyDoc>(
  {
    _id: { type: String, required: true },
    active: { type: Boolean, required: true },
    radiusMetres: { type: Number, required: true },
    waitMinutes: { type: Number, required: true },
    giftSkuId: { type: String, default: null },
  },
  { versionKey: false },
);
const Policies = model('channelPolicy', schema, 'channel_policies');
const PICKUP_OFFERS = 'pickupOffers';

export async function readPolicy(): Promise<PickupOfferPolicy> {
  const usual = {
    active: true,
    radiusMetres: config().PICKUP_RADIUS_METRES,
    waitMinutes: 120,
    giftSkuId: null,
  };
  const saved = await Policies.findById(PICKUP_OFFERS).lean<PolicyDoc>();
  if (!saved) return usual;
  const { active, radiusMetres, waitMinutes, giftSkuId } = saved;
  return { active, radiusMetres, waitMinutes, giftSkuId };
}

export const writePolicy = async (policy: PickupOfferPolicy): Promise<void> => {
  await Policies.replaceOne({ _id: PICKUP_OFFERS }, policy, { upsert: true });
};
