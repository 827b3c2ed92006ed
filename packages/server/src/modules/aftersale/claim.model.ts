import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';

/** Pieces of an order that are in a case: open, or ended with money or a replacement. A piece is in one case at most. */
type Claims = { _id: string; claimed: Record<string, number> };

const schema = new Schema<Claims>(
  { _id: { type: String, required: true }, claimed: { type: Schema.Types.Mixed, required: true } },
  { versionKey: false, minimize: false },
);
const ClaimsOf = model('aftersaleClaims', schema, 'aftersale_claims');

const field = (lineNo: number): string => `claimed.${lineNo}`;
export type Pieces = { lineNo: number; quantity: number };

/** Makes sure the order has its document; outside a transaction, which a duplicate key would end. */
export async function openClaims(orderId: string): Promise<void> {
  try {
    await ClaimsOf.updateOne({ _id: orderId }, { $setOnInsert: { claimed: {} } }, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Takes all these pieces or none: of each line no more than `most` are ever claimed. */
export async function claimPieces(
  orderId: string,
  wanted: readonly (Pieces & { most: number })[],
): Promise<boolean> {
  const free = wanted.map(({ lineNo, quantity, most }) => ({
    $or: [
      { [field(lineNo)]: { $lte: most - quantity } },
      ...(quantity <= most ? [{ [field(lineNo)]: { $exists: false } }] : []),
    ],
  }));
  const pieces = Object.fromEntries(wanted.map(({ lineNo, quantity }) => [field(lineNo), quantity]));
  const done = await ClaimsOf.updateOne({ _id: orderId, $and: free }, { $inc: pieces });
  return done.modifiedCount === 1;
}

/** Inside the transaction that ends the case, so that it happens once. */
export async function freePieces(orderId: string, lines: readonly Pieces[]): Promise<void> {
  const pieces = Object.fromEntries(lines.map(({ lineNo, quantity }) => [field(lineNo), -quantity]));
  await ClaimsOf.updateOne({ _id: orderId }, { $inc: pieces });
}

/** Pieces claimed of each line. */
export async function claimedOf(orderId: string): Promise<Map<number, number>> {
  const row = await ClaimsOf.findById(orderId).lean<Claims>();
  return new Map(Object.entries(row?.claimed ?? {}).map(([lineNo, pieces]) => [Number(lineNo), pieces]));
}
