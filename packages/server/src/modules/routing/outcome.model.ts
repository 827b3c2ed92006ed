import type { RejectReason } from '@omni/shared/contracts/routing';
import { Schema, model } from 'mongoose';
import type { z } from 'zod';

export type Reason = z.output<typeof RejectReason>;

/** What became of one offer to a store. */
export type OfferOutcome = {
  /** The offer's id. */
  _id: string;
  storeId: string;
  orderId: string;
  hop: number;
  madeAt: Date;
  /** `open` also while the store works on it and when it is done: only what was given back counts against it. */
  how: 'open' | 'rejected' | 'expired' | 'closed' | 'moved';
  reason: Reason | null;
  /** What it was rejected for. */
  skuIds: string[];
};

const text = { type: String, required: true } as const;
const Outcomes = model(
  'routingOutcome',
  new Schema<OfferOutcome>(
    {
      _id: text,
      storeId: text,
      orderId: text,
      hop: { type: Number, required: true },
      madeAt: { type: Date, required: true, expires: '70d' },
      how: text,
      reason: { type: String, default: null },
      skuIds: [String],
    },
    { versionKey: false },
  ).index({ storeId: 1, madeAt: 1 }),
  'routing_outcomes',
);

/** How a store does, and what share of its capacity that leaves it. Only stores that gave something back have one. */
export type Standing = { _id: string; offers: number; given: number; share: number; at: Date };
const Standings = model(
  'routingStanding',
  new Schema<Standing>(
    {
      _id: text,
      offers: { type: Number, required: true },
      given: { type: Number, required: true },
      share: { type: Number, required: true },
      at: { type: Date, required: true },
    },
    { versionKey: false },
  ),
  'routing_standings',
);

/** News of the offer and of its end may come in any order; the end stands. */
export async function noteOffer(offer: Omit<OfferOutcome, 'how' | 'reason' | 'skuIds'>): Promise<void> {
  const { _id, ...facts } = offer;
  await Outcomes.updateOne(
    { _id },
    { $setOnInsert: { ...facts, how: 'open', reason: null, skuIds: [] } },
    { upsert: true },
  );
}

export async function noteEnd(offer: Omit<OfferOutcome, 'madeAt'> & { endedAt: Date }): Promise<void> {
  const { _id, how, reason, skuIds, endedAt, ...facts } = offer;
  await Outcomes.updateOne(
    { _id },
    { $set: { how, reason, skuIds }, $setOnInsert: { ...facts, madeAt: endedAt } },
    { upsert: true },
  );
}

const GIVEN_BACK = ['rejected', 'expired'];

/** Per store: offers since then, and those of them it gave back or let pass. */
export async function countOffers(
  since: Date,
  storeIds?: string[],
): Promise<Map<string, { offers: number; given: number }>> {
  const rows = await Outcomes.aggregate<{ _id: string; offers: number; given: number }>([
    { $match: { madeAt: { $gte: since }, ...(storeIds ? { storeId: { $in: storeIds } } : {}) } },
    {
      $group: {
        _id: '$storeId',
        offers: { $sum: 1 },
        given: { $sum: { $cond: [{ $in: ['$how', GIVEN_BACK] }, 1, 0] } },
      },
    },
  ]);
  return new Map(rows.map(({ _id, offers, given }) => [_id, { offers, given }]));
}

/** How often the store rejected this SKU for reasons that speak of the SKU. */
export const countRejectionsOf = (
  storeId: string,
  skuId: string,
  about: { since: Date; reasons: readonly Reason[] },
): Promise<number> =>
  Outcomes.countDocuments({
    storeId,
    madeAt: { $gte: about.since },
    how: 'rejected',
    reason: { $in: [...about.reasons] },
    skuIds: skuId,
  });

export async function saveStanding({ _id, ...set }: Standing): Promise<void> {
  await Standings.updateOne({ _id }, { $set: set }, { upsert: true });
}

export const listReduced = (): Promise<Standing[]> =>
  Standings.find({ share: { $lt: 1 } }).lean<Standing[]>();
