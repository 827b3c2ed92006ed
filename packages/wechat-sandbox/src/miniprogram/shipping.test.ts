import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';

let sandbox: Sandbox;
let platform: PlatformClient;
let merchant: Merchant;
let openid: string;
const at = (name: string): string => `/wxa/sec/order/${name}`;

beforeAll(async () => {
  sandbox = await startSandbox();
  platform = new PlatformClient(sandbox);
  merchant = new Merchant(sandbox);
  openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

/** Answers the transaction id. */
const paid = async (outTradeNo: string, shopperId = 'lin'): Promise<string> => {
  const { shoppers } = await sandbox.control.people();
  const payer = shoppers.find(({ id }) => id === shopperId)?.openid ?? '';
  const prepayId = await merchant.prepay(merchant.order(outTradeNo, payer));
  await sandbox.control.pay(shopperId, { prepayId });
  return String((await merchant.query(outTradeNo)).body.transaction_id);
};
const keyOf = (outTradeNo: string): Json => ({
  order_number_type: 1,
  mchid: sandbox.env.WECHAT_PAY_MCHID,
  out_trade_no: outTradeNo,
});
let uploads = 0;
/** Each one is later than the one before. */
const later = (): string => {
  uploads += 1;
  return `2026-10-01T12:${String(uploads % 60).padStart(2, '0')}:00.000+08:00`;
};
const pickUp = (outTradeNo: string, changes: Json = {}): Json => ({
  order_key: keyOf(outTradeNo),
  logistics_type: 4,
  delivery_mode: 1,
  shipping_list: [{ item_desc: '白桃乌龙两件' }],
  upload_time: later(),
  payer: { openid },
  ...changes,
});
const parcel = (tracking_no: string, changes: Json = {}): Json => ({
  tracking_no,
  express_company: 'YTO',
  item_desc: '羊绒衫',
  ...changes,
});
const express = (outTradeNo: string, changes: Json = {}): Json =>
  pickUp(outTradeNo, { logistics_type: 1, shipping_list: [parcel('YT1')], ...changes });
const upload = async (body: Json): Promise<unknown> =>
  (await platform.mini(at('upload_shipping_info'), body)).errcode;
const order = async (transaction_id: string): Promise<Json> =>
  (await platform.mini(at('get_order'), { transaction_id })).order as Json;

beforeEach(() => {
  uploads = 0;
});

describe('upload_shipping_info', () => {
  it('takes a paid order by either number', async () => {
    expect(await upload(pickUp('ship-1'))).toBe(10060001);
    const transaction_id = await paid('ship-1');
    expect((await order(transaction_id)).order_state).toBe(1);
    expect(await upload(pickUp('ship-1'))).toBe(0);
    expect((await order(transaction_id)).order_state).toBe(2);
    const other = await paid('ship-2');
    const order_key = { order_number_type: 2, transaction_id: other };
    expect(await upload(express('', { order_key }))).toBe(0);
    expect(await order(other)).toMatchObject({
      transaction_id: other,
      merchant_id: sandbox.env.WECHAT_PAY_MCHID,
      merchant_trade_no: 'ship-2',
      paid_amount: 990,
      openid,
      order_state: 2,
      in_complaint: false,
      shipping: {
        delivery_mode: 1,
        logistics_type: 1,
        finish_shipping: true,
        finish_shipping_count: 1,
        goods_desc: '羊绒衫',
        shipping_list: [{ tracking_no: 'YT1', express_company: 'YTO', goods_desc: '羊绒衫' }],
      },
    });
  });

  it('may be corrected once, with a later upload_time', async () => {
    await paid('ship-1');
    const first = pickUp('ship-1');
    expect(await upload(first)).toBe(0);
    expect(await upload(first)).toBe(10060023);
    const changed = { shipping_list: [{ item_desc: '白桃乌龙一件' }] };
    const early = { ...changed, upload_time: '2026-10-01T11:00:00.000+08:00' };
    expect(await upload(pickUp('ship-1', early))).toBe(268485216);
    expect(await upload(pickUp('ship-1', changed))).toBe(0);
    expect(await upload(pickUp('ship-1'))).toBe(10060003);
    const { shipping } = (
      await platform.mini(at('get_order'), {
        merchant_id: sandbox.env.WECHAT_PAY_MCHID,
        merchant_trade_no: 'ship-1',
      })
    ).order as { shipping: Json };
    expect(shipping).toMatchObject({ goods_desc: '白桃乌龙一件', finish_shipping_count: 2 });
  });

  it('takes a split delivery parcel by parcel, up to fifteen', async () => {
    const transaction_id = await paid('ship-1');
    const split = (numbers: string[], is_all_delivered: boolean): Json =>
      express('ship-1', {
        delivery_mode: 2,
        is_all_delivered,
        shipping_list: numbers.map((number) => parcel(number)),
      });
    const numbered = (from: number, count: number): string[] =>
      Array.from({ length: count }, (_, index) => `YT${from + index}`);
    expect(await upload(split(['YT1'], false))).toBe(0);
    expect(await order(transaction_id)).toMatchObject({
      order_state: 1,
      shipping: { finish_shipping: false, finish_shipping_count: 0 },
    });
    expect(await upload(split(numbered(2, 10), false))).toBe(0);
    expect(await upload(split(numbered(12, 5), false))).toBe(10060024);
    // The same number again is the same parcel.
    expect(await upload(split(['YT1', 'YT12'], true))).toBe(0);
    const told = await order(transaction_id);
    expect(told).toMatchObject({ order_state: 2, shipping: { finish_shipping_count: 1 } });
    expect((told.shipping as { shipping_list: unknown[] }).shipping_list).toHaveLength(12);
    expect(await upload(express('ship-1'))).toBe(0);
    expect(await upload(split(['YT1'], true))).toBe(10060003);
  });

  it('counts a change of mode before everything left as the correction', async () => {
    await paid('ship-1');
    const open = express('ship-1', { delivery_mode: 2, is_all_delivered: false });
    expect(await upload(open)).toBe(0);
    expect(await upload(express('ship-1'))).toBe(0);
    expect(await upload(pickUp('ship-1'))).toBe(10060003);
  });

  it('refuses what belongs to somebody else, was refunded, or is confirmed', async () => {
    const transaction_id = await paid('ship-1');
    expect(await upload(pickUp('ship-1', { payer: { openid: 'x' } }))).toBe(10060031);
    expect(await upload(pickUp('ship-1'))).toBe(0);
    expect(await sandbox.control.miniProgram.confirmReceipt('lin', transaction_id)).toEqual({
      confirmed: true,
    });
    expect(await upload(pickUp('ship-1', { shipping_list: [{ item_desc: 'a' }] }))).toBe(10060002);
    const refunded = await paid('ship-2');
    await merchant.refund({
      transaction_id: refunded,
      out_refund_no: 'refund-1',
      amount: { refund: 990, total: 990, currency: 'CNY' },
    });
    expect(await upload(pickUp('ship-2'))).toBe(10060004);
    expect((await order(refunded)).order_state).toBe(5);
  });

  it.each([
    [{ logistics_type: 9 }, 10060005],
    [{ delivery_mode: 3 }, 268485224],
    [{ delivery_mode: 2, is_all_delivered: true }, 10060006],
    [{ logistics_type: 1, delivery_mode: 2 }, 10060007],
    [{ shipping_list: [{}] }, 10060008],
    [{ shipping_list: [{ item_desc: 'x'.repeat(121) }] }, 10060009],
    [{ shipping_list: [{ item_desc: 'a' }, { item_desc: 'b' }] }, 268485228],
    [{ shipping_list: [] }, 268485228],
    [{ shipping_list: Array.from({ length: 16 }, () => ({ item_desc: 'a' })) }, 10060024],
    [{ logistics_type: 1 }, 268485226],
    [{ logistics_type: 1, shipping_list: [parcel('1', { express_company: '' })] }, 268485227],
    [{ logistics_type: 1, shipping_list: [parcel('1', { express_company: 'x'.repeat(129) })] }, 10060025],
    [{ logistics_type: 1, shipping_list: [parcel('1'.repeat(129))] }, 10060026],
    [{ logistics_type: 1, shipping_list: [parcel('1', { express_company: 'SF' })] }, 10060014],
    [
      { logistics_type: 1, shipping_list: [parcel('1', { contact: { receiver_contact: '138****' } })] },
      10060014,
    ],
    [{ upload_time: 'today' }, 268485216],
    [{ upload_time: '2026-13-01T12:00:00+08:00' }, 268485216],
    [{ order_key: {} }, 268485194],
    [{ order_key: { order_number_type: 2 } }, 268485195],
    [{ order_key: { order_number_type: 1, out_trade_no: 'a' } }, 268485196],
    [{ order_key: { order_number_type: 1, mchid: '1' } }, 268485197],
    [{ order_key: { order_number_type: 1, mchid: '1', out_trade_no: 'a' } }, 10060001],
    [{ payer: 'x' }, 10060014],
  ])('refuses %j with %i', async (change, errcode) => {
    expect(await upload(pickUp('ship-0', change))).toBe(errcode);
  });

  it('takes a parcel of SF with a masked contact', async () => {
    await paid('ship-1');
    const list = [parcel('SF1', { express_company: 'SF', contact: { receiver_contact: '138****8001' } })];
    expect(await upload(express('ship-1', { shipping_list: list }))).toBe(0);
  });
});

describe('upload_combined_shipping_info', () => {
  it('takes all orders or none', async () => {
    const first = await paid('part-1');
    const second = await paid('part-2');
    const combined = (numbers: string[], changes: Json = {}): Json => {
      const sub_orders = numbers.map((number) => {
        const { order_key, logistics_type, delivery_mode, shipping_list } = pickUp(number);
        return { order_key, logistics_type, delivery_mode, shipping_list };
      });
      return { order_key: keyOf('whole'), sub_orders, upload_time: later(), payer: { openid }, ...changes };
    };
    const send = async (body: Json): Promise<unknown> =>
      (await platform.mini(at('upload_combined_shipping_info'), body)).errcode;
    expect(await send(combined(['part-1', 'nowhere']))).toBe(10060001);
    expect((await order(first)).order_state).toBe(1);
    expect(await send(combined(['part-1'], { order_key: {} }))).toBe(268485194);
    expect(await send(combined([]))).toBe(10060014);
    expect(await send(combined(['part-1', 'part-2']))).toBe(0);
    expect((await order(first)).order_state).toBe(2);
    expect((await order(second)).order_state).toBe(2);
  });
});

describe('get_order and get_order_list', () => {
  const list = (body: Json = {}): Promise<Json> => platform.mini(at('get_order_list'), body);
  const numbersOf = (answer: Json): unknown[] =>
    (answer.order_list as Json[]).map((one) => one.merchant_trade_no);

  it('page through what was paid, and filter it', async () => {
    for (const number of ['list-1', 'list-2', 'list-3']) await paid(number);
    await paid('list-4', 'wang');
    await upload(pickUp('list-2'));
    const first = await list({ page_size: 3 });
    expect(numbersOf(first)).toEqual(['list-1', 'list-2', 'list-3']);
    expect(first.has_more).toBe(true);
    const second = await list({ page_size: 3, last_index: first.last_index });
    expect(numbersOf(second)).toEqual(['list-4']);
    expect(second.has_more).toBe(false);
    expect(numbersOf(await list({ order_state: 2 }))).toEqual(['list-2']);
    expect(numbersOf(await list({ openid }))).toEqual(['list-1', 'list-2', 'list-3']);
    const now = Math.floor((await sandbox.control.clock()).nowMs / 1000);
    expect(numbersOf(await list({ pay_time_range: { begin_time: now + 10 } }))).toEqual([]);
    expect(numbersOf(await list({ pay_time_range: { end_time: now } }))).toHaveLength(4);
  });

  it.each([
    [{ last_index: 'x' }, 10060011],
    [{ page_size: 101 }, 10060014],
    [{ order_state: 7 }, 10060014],
  ])('refuse %j with %i', async (body, errcode) => {
    expect((await list(body)).errcode).toBe(errcode);
  });

  it('know no order that was not paid', async () => {
    await merchant.prepay(merchant.order('unpaid-1', openid));
    const ref = { merchant_id: sandbox.env.WECHAT_PAY_MCHID, merchant_trade_no: 'unpaid-1' };
    expect((await platform.mini(at('get_order'), ref)).errcode).toBe(10060001);
    expect((await platform.mini(at('get_order'), {})).errcode).toBe(10060001);
  });
});
