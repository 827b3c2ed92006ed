import { Schema, model } from 'mongoose';

type CountedOrder = { _id: string; at: Date };

/** Long enough for any news that can still come again. */
const REMEMBER_SECONDS = 90 * 86_400;
const schema = new Schema<CountedOrder>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { versionKey: false },
).index({ at: 1 }, { expireAfterSeconds: REMEMBER_SECONDS });
const Counted = model('countedOrder', schema, 'counted_orders');

/** Joins the caller's transaction, which fails for an order that is remembered already. */
export async function rememberOrder(orderId: string, at: Date): Promise<void> {
  await Counted.create({ _id: orderId, at });
}
