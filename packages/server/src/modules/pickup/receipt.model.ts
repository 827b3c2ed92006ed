import { Schema, model } from 'mongoose';
import { isDuplicateKey } from '../../kernel/db';
import { keepsSealed } from '../../kernel/sealed-fields';

/** A counter that may hand over without a network until `validUntil`, and the key it signs with (sealed). */
export type Device = {
  deviceId: string;
  storeId: string;
  userid: string;
  sealedKey: string;
  issuedAt: Date;
  validUntil: Date;
};
/** What a counter says it handed over; `conflict` waits for a person until `resolvedAt`. */
export type ReceiptRow = {
  receiptId: string;
  deviceId: string;
  storeId: string;
  orderId: string;
  orderNo: string | null;
  by: string;
  handedOverAt: Date;
  uploadedAt: Date;
  outcome: 'committed' | 'conflict';
  reason: string | null;
  resolvedAt: Date | null;
  resolution: string | null;
};
type DeviceDoc = Omit<Device, 'deviceId'> & { _id: string };
type ReceiptDoc = Omit<ReceiptRow, 'receiptId'> & { _id: string };

const text = { type: String, required: true } as const;
const maybeText = { type: String, default: null } as const;
const time = { type: Date, required: true } as const;

const Devices = model(
  'offlineDevice',
  new Schema<DeviceDoc>(
    {
      _id: text,
      storeId: text,
      userid: text,
      sealedKey: text,
      issuedAt: time,
      // Receipts may come days after the network was gone.
      validUntil: { ...time, expires: '30d' },
    },
    { versionKey: false },
  ),
  'offline_devices',
);
keepsSealed(Devices, { field: 'sealedKey', purpose: 'offline device' });
const Receipts = model(
  'offlineReceipt',
  new Schema<ReceiptDoc>(
    {
      _id: text,
      deviceId: text,
      storeId: text,
      orderId: text,
      orderNo: maybeText,
      by: text,
      handedOverAt: time,
      uploadedAt: time,
      outcome: text,
      reason: maybeText,
      resolvedAt: { type: Date, default: null },
      resolution: maybeText,
    },
    { versionKey: false },
  ).index({ storeId: 1, outcome: 1, resolvedAt: 1, uploadedAt: 1 }),
  'offline_receipts',
);

const fromDoc = ({ _id, ...rest }: ReceiptDoc): ReceiptRow => ({ receiptId: _id, ...rest });

export async function insertDevice({ deviceId, ...rest }: Device): Promise<void> {
  await Devices.create([{ _id: deviceId, ...rest }]);
}

export async function findDevice(deviceId: string): Promise<Device | null> {
  const doc = await Devices.findById(deviceId).lean<DeviceDoc>();
  if (!doc) return null;
  const { _id, ...rest } = doc;
  return { deviceId: _id, ...rest };
}

export async function findReceipt(receiptId: string): Promise<ReceiptRow | null> {
  const doc = await Receipts.findById(receiptId).lean<ReceiptDoc>();
  return doc && fromDoc(doc);
}

/** Fails with a duplicate key when the receipt is there: then its transaction must not do its work again. */
export async function insertReceipt({ receiptId, ...rest }: ReceiptRow): Promise<void> {
  await Receipts.create([{ _id: receiptId, ...rest }]);
}

/** False when the receipt is there already. */
export async function insertReceiptOnce(row: ReceiptRow): Promise<boolean> {
  try {
    await insertReceipt(row);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

const MOST = 200;

export const listOpenConflicts = async (storeId: string): Promise<ReceiptRow[]> =>
  (
    await Receipts.find({ storeId, outcome: 'conflict', resolvedAt: null })
      .sort({ uploadedAt: 1 })
      .limit(MOST)
      .lean<ReceiptDoc[]>()
  ).map(fromDoc);

/** Once: false when it was resolved before, or is no conflict. */
export async function resolveReceipt(receiptId: string, at: Date, resolution: string): Promise<boolean> {
  const done = await Receipts.updateOne(
    { _id: receiptId, outcome: 'conflict', resolvedAt: null },
    { $set: { resolvedAt: at, resolution } },
  );
  return done.modifiedCount === 1;
}
