import { createHmac, randomUUID } from 'node:crypto';
import type { Reply } from '@omni/shared/contract';
import type { Contracts } from '@omni/shared/contracts/index';
import { receiptText } from '@omni/shared/receipt';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { everythingDone, openShop } from '../orders/testing';
import type { Shop } from '../orders/testing';
import { findById } from '../orders/order.model';
import * as staff from '../staff';
import { codeHash } from './sync-offline';
import { aReadyOrder, codeOf, counterErrors } from './testing';
import type { Shopper } from './testing';

type Device = Reply<Contracts['pickup.syncOffline']>;
type Receipt = { receiptId: string; orderId: string; digits: string; at: string };

let suite: Suite;
let shop: Shop;
let lin: Shopper;
let clerk: string;
let otherClerk: string;

beforeAll(async () => {
  suite = await startSuite();
  shop = await openShop(suite);
  lin = { id: 'lin', token: await suite.loginShopper('lin') };
  clerk = await suite.loginStaff('laozhou');
  otherClerk = await suite.loginStaff('aqiang');
});
afterAll(async () => {
  await everythingDone(suite);
  expect(await counterErrors(suite)).toEqual([]);
  await suite.close();
});

const call = (name: string, input: object, token = clerk) => suite.callRaw(`pickup.${name}`, input, token);
const ready = () => aReadyOrder(suite, { shopper: lin, clerk }, shop);
const sync = async (): Promise<Device> =>
  (await suite.call('pickup.syncOffline', { storeId: shop.storeId }, clerk)).body;
const now = () => suite.ctx().now.toISOString();
const sign = (device: Device, receipt: Receipt) => ({
  ...receipt,
  mac: createHmac('sha256', Buffer.from(device.deviceKey, 'base64'))
    .update(receiptText(receipt))
    .digest('base64url'),
});
const upload = (device: Pick<Device, 'deviceId'>, receipts: object[], token = clerk) =>
  call('uploadReceipts', { deviceId: device.deviceId, receipts }, token);
const resultsOf = ({ body }: { body: unknown }) =>
  (body as Reply<Contracts['pickup.uploadReceipts']>).results.map(({ outcome, reason }) => [outcome, reason]);
/** A ready order, a device that knows it, and what the device writes down when the shopper says the digits. */
async function offline(): Promise<{ orderId: string; digits: string; device: Device; receipt: Receipt }> {
  const { orderId } = await ready();
  const { digits } = await codeOf(suite, lin, orderId);
  const device = await sync();
  return { orderId, digits, device, receipt: { receiptId: randomUUID(), orderId, digits, at: now() } };
}
const conflicts = async () =>
  (await suite.call('pickup.listConflicts', { storeId: shop.storeId }, clerk)).body.items;

describe('a counter without a network', () => {
  test('knows codes by their hashes alone, and what they are for', async () => {
    const { orderId, digits, device } = await offline();
    const order = device.orders.find((one) => one.orderId === orderId);
    expect(order).toMatchObject({ codeHash: await codeHash(digits, device.salt), lines: [{ quantity: 1 }] });
    expect(JSON.stringify(device)).not.toContain(digits);
    expect(Date.parse(device.validUntil) - Date.parse(device.issuedAt)).toBe(12 * 3600_000);
    expect((await call('syncOffline', { storeId: shop.storeId }, otherClerk)).code).toBe('NOT_FOUND');
  });

  test('commits what it handed over, once, at the time it says', async () => {
    const { orderId, device, receipt } = await offline();
    await suite.advance(3600);
    const signed = sign(device, receipt);
    const many = await Promise.all(Array.from({ length: 5 }, () => upload(device, [signed])));
    many.forEach((answer) => expect(resultsOf(answer)).toEqual([['committed', null]]));
    const order = await findById(orderId);
    expect(order).toMatchObject({ status: 'handed_over', handedOverAt: new Date(receipt.at) });
    const actions = (await staff.listAudit(suite.ctx(), orderId)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'pickup.redeem')).toHaveLength(1);
    expect(await conflicts()).toEqual([]);
  });

  test('is believed only with its own key, its own time and its own number', async () => {
    const { orderId, digits, device, receipt } = await offline();
    const good = sign(device, receipt);
    const forged = { ...good, mac: 'A'.repeat(43) };
    const changed = { ...good, digits: digits === '00000000' ? '00000018' : '00000000' };
    expect(resultsOf(await upload(device, [forged, changed]))).toEqual([
      ['refused', '签名不符'],
      ['refused', '签名不符'],
    ]);
    const late = sign(device, { ...receipt, at: new Date(Date.parse(device.validUntil) + 1).toISOString() });
    const early = sign(device, { ...receipt, at: new Date(Date.parse(device.issuedAt) - 1).toISOString() });
    expect(resultsOf(await upload(device, [late, early]))).toEqual([
      ['refused', '不在离线有效期内'],
      ['refused', '不在离线有效期内'],
    ]);
    expect((await findById(orderId))?.status).toBe('ready');
    expect(resultsOf(await upload(device, [good]))).toEqual([['committed', null]]);
    const other = await offline();
    const stolen = sign(other.device, { ...other.receipt, receiptId: receipt.receiptId });
    expect(resultsOf(await upload(other.device, [stolen]))).toEqual([['refused', '凭证编号重复']]);
    expect((await upload(device, [good], otherClerk)).code).toBe('NOT_FOUND');
    expect((await upload({ deviceId: '0'.repeat(20) }, [good])).code).toBe('NOT_FOUND');
  });

  test('that comes second leaves a conflict people see and resolve, once', async () => {
    const first = await offline();
    const second = await sync();
    await call('redeem', { storeId: shop.storeId, code: first.digits });
    const refunded = await offline();
    await suite.callRaw('orders.refund', { orderId: refunded.orderId, reason: '不想要了' }, lin.token);
    const wrong = await offline();
    const late = sign(second, { ...first.receipt, at: now() });
    const gone = sign(refunded.device, refunded.receipt);
    const mistyped = sign(wrong.device, { ...wrong.receipt, digits: '12345678' });
    for (let round = 0; round < 2; round += 1) {
      expect(resultsOf(await upload(second, [late]))).toEqual([['conflict', '这单已经取过货']]);
      expect(resultsOf(await upload(refunded.device, [gone]))).toEqual([['conflict', '订单已取消或退款']]);
      expect(resultsOf(await upload(wrong.device, [mistyped]))).toEqual([['conflict', '取货码不符']]);
    }
    const found = await conflicts();
    expect(found.map(({ orderId }) => orderId).sort()).toEqual(
      [first.orderId, refunded.orderId, wrong.orderId].sort(),
    );
    const receiptId = late.receiptId;
    const resolve = (token: string) =>
      call('resolveConflict', { receiptId, note: '同一位顾客，已核对' }, token);
    expect((await resolve(clerk)).code).toBe('FORBIDDEN');
    expect((await resolve(otherClerk)).code).toBe('NOT_FOUND');
    await staff.saveStaff(suite.ctx(), { userid: 'yunying', name: '云英', role: 'operator', stores: [] });
    const operator = await suite.loginStaff('yunying');
    expect((await resolve(operator)).status).toBe(200);
    expect((await resolve(operator)).code).toBe('ORDER_STATE_CONFLICT');
    expect(await conflicts()).toHaveLength(2);
    expect((await call('listConflicts', { storeId: shop.storeId }, otherClerk)).code).toBe('NOT_FOUND');
  });
});
