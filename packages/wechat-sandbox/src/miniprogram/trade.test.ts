import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { PlatformClient } from '../testing/platform';
import type { Json } from '../testing/platform';
import { startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';

let sandbox: Sandbox;
let platform: PlatformClient;
let merchant: Merchant;
let receiver: Receiver;
let openid: string;
let usual: Sandbox;
const DAY = 86_400;
const at = (name: string): string => `/wxa/sec/order/${name}`;

const use = (running: Sandbox): void => {
  sandbox = running;
  platform = new PlatformClient(running);
  merchant = new Merchant(running);
};

beforeAll(async () => {
  usual = await startSandbox();
  use(usual);
  receiver = await startReceiver(() => ({ status: 200, body: '' }));
  openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control.miniProgram.configure({ push: { url: null, mode: 'plain' } });
  await sandbox.control.reset();
  receiver.received.length = 0;
});

const listen = async (): Promise<void> => {
  await sandbox.control.miniProgram.configure({ push: { url: receiver.url } });
};
const events = (): Json[] => receiver.received.map(({ body }) => JSON.parse(body) as Json);
const paid = async (outTradeNo: string): Promise<string> => {
  const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid));
  await sandbox.control.pay('lin', { prepayId });
  return String((await merchant.query(outTradeNo)).body.transaction_id);
};
const ship = async (transaction_id: string, logistics_type: number): Promise<void> => {
  const parcel = logistics_type === 1 ? { tracking_no: 'YT1', express_company: 'YTO' } : {};
  const answer = await platform.mini(at('upload_shipping_info'), {
    order_key: { order_number_type: 2, transaction_id },
    logistics_type,
    delivery_mode: 1,
    shipping_list: [{ item_desc: '羊绒衫', ...parcel }],
    upload_time: '2026-10-01T12:00:00.000+08:00',
    payer: { openid },
  });
  expect(answer.errcode).toBe(0);
};
const stateOf = async (transaction_id: string): Promise<unknown> =>
  ((await platform.mini(at('get_order'), { transaction_id })).order as Json).order_state;

describe('The money of an order', () => {
  it.each([
    ['an express parcel', 1, 10],
    ['a delivery in the city', 2, 2],
    ['virtual goods', 3, 2],
    ['a pick-up', 4, 2],
  ])('settles by itself after %s (%i) left %i days ago', async (_what, logisticsType, days) => {
    const transaction_id = await paid('settle-1');
    await ship(transaction_id, logisticsType);
    await sandbox.control.advanceClock(days * DAY - 60);
    expect(await stateOf(transaction_id)).toBe(2);
    await sandbox.control.advanceClock(61);
    expect(await stateOf(transaction_id)).toBe(4);
  });

  it('settles when the buyer confirms', async () => {
    const transaction_id = await paid('settle-1');
    await expect(sandbox.control.miniProgram.confirmReceipt('lin', transaction_id)).rejects.toThrow(
      /nothing was/,
    );
    await ship(transaction_id, 1);
    await expect(sandbox.control.miniProgram.confirmReceipt('wang', transaction_id)).rejects.toThrow(/404/);
    expect(await sandbox.control.miniProgram.confirmReceipt('lin', transaction_id)).toEqual({
      confirmed: true,
    });
    expect(await sandbox.control.miniProgram.confirmReceipt('lin', transaction_id)).toEqual({
      confirmed: false,
    });
    expect(await stateOf(transaction_id)).toBe(4);
  });

  it('settles later than the confirmation where the rule says so', async () => {
    await sandbox.control.setRules({ settlementDelaySeconds: DAY });
    const transaction_id = await paid('settle-1');
    await ship(transaction_id, 4);
    await sandbox.control.miniProgram.confirmReceipt('lin', transaction_id);
    expect(await stateOf(transaction_id)).toBe(3);
    await sandbox.control.advanceClock(DAY + 1);
    expect(await stateOf(transaction_id)).toBe(4);
    await sandbox.control.setRules({ settlementDelaySeconds: 0 });
  });

  it('waits as long as a complaint is open', async () => {
    const transaction_id = await paid('settle-1');
    await ship(transaction_id, 4);
    await sandbox.control.miniProgram.setComplaint(transaction_id, true);
    await sandbox.control.advanceClock(5 * DAY);
    expect((await platform.mini(at('get_order'), { transaction_id })).order).toMatchObject({
      order_state: 2,
      in_complaint: true,
    });
    await sandbox.control.miniProgram.setComplaint(transaction_id, false);
    await sandbox.control.settle();
    expect(await stateOf(transaction_id)).toBe(4);
  });

  it('does not settle once it was given back', async () => {
    const transaction_id = await paid('settle-1');
    await ship(transaction_id, 4);
    await merchant.refund({
      transaction_id,
      out_refund_no: 'refund-1',
      amount: { refund: 990, total: 990, currency: 'CNY' },
    });
    await sandbox.control.advanceClock(3 * DAY);
    expect(await stateOf(transaction_id)).toBe(5);
  });

  it('is told of when the parcel leaves and when it settles', async () => {
    await listen();
    const transaction_id = await paid('settle-1');
    await ship(transaction_id, 4);
    await sandbox.control.advanceClock(2 * DAY + 1);
    const told = events().filter(({ Event }) => Event === 'trade_manage_order_settlement');
    const common = {
      MsgType: 'event',
      transaction_id,
      merchant_id: sandbox.env.WECHAT_PAY_MCHID,
      merchant_trade_no: 'settle-1',
      pay_time: expect.any(Number),
      shipped_time: expect.any(Number),
    };
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject(common);
    const { estimated_settlement_time, shipped_time } = told[0] as Record<string, number>;
    expect(Number(estimated_settlement_time) - Number(shipped_time)).toBe(2 * DAY);
    expect(told[0]).not.toHaveProperty('settlement_time');
    expect(told[1]).toMatchObject({
      ...common,
      confirm_receive_method: 2,
      settlement_time: expect.any(Number),
    });
    expect(told[1]).not.toHaveProperty('estimated_settlement_time');
  });

  it('settles after a restart on the way, and not at all after a reset', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-trade-'));
    const first = await startSandbox({ dataDir });
    use(first);
    const transaction_id = await paid('settle-1');
    await ship(transaction_id, 4);
    await first.close();
    const second = await startSandbox({ dataDir });
    use(second);
    await second.control.advanceClock(2 * DAY + 1);
    expect(await stateOf(transaction_id)).toBe(4);
    const other = await paid('settle-2');
    await ship(other, 4);
    await second.control.reset();
    await second.control.advanceClock(3 * DAY);
    expect((await platform.mini(at('get_order'), { transaction_id: other })).errcode).toBe(10060001);
    await second.close();
    rmSync(dataDir, { recursive: true, force: true });
    use(usual);
  });
});

describe('The buyer', () => {
  it('reads of the parcel on the phone, with the page that was set', async () => {
    const path = 'order/detail/index?no=${商品订单号}';
    expect((await platform.mini(at('set_msg_jump_path'), { path })).errcode).toBe(0);
    expect((await platform.mini(at('set_msg_jump_path'), {})).errcode).toBe(40097);
    await ship(await paid('parcel-1'), 1);
    expect((await sandbox.control.inbox('lin')).notices).toMatchObject([
      {
        kind: 'parcel',
        title: '商家已发货',
        text: '羊绒衫',
        page: 'order/detail/index?no=parcel-1',
      },
    ]);
  });

  it('is reminded to confirm once, of an express parcel under way', async () => {
    const remind = async (transaction_id: string, received_time: number): Promise<unknown> =>
      (await platform.mini(at('notify_confirm_receive'), { transaction_id, received_time })).errcode;
    const now = Math.floor((await sandbox.control.clock()).nowMs / 1000) + 60;
    expect(await remind('4200000000', now)).toBe(10060001);
    const transaction_id = await paid('parcel-1');
    expect(await remind(transaction_id, now)).toBe(10060028);
    await ship(transaction_id, 1);
    expect(await remind(transaction_id, 1)).toBe(10060029);
    expect(await remind(transaction_id, now)).toBe(0);
    expect(await remind(transaction_id, now)).toBe(10060030);
    expect((await sandbox.control.inbox('lin')).notices.at(-1)).toMatchObject({ title: '请确认收货' });
    const pickUp = await paid('parcel-2');
    await ship(pickUp, 4);
    expect(await remind(pickUp, now)).toBe(10060032);
  });
});

describe('The developer', () => {
  it('is reminded of each order that is not shipped after 48 hours', async () => {
    await listen();
    await ship(await paid('first-1'), 4);
    const transaction_id = await paid('second-1');
    const reminders = (): Json[] => events().filter(({ Event }) => Event === 'trade_manage_remind_shipping');
    await sandbox.control.advanceClock(47 * 3600);
    expect(reminders()).toHaveLength(0);
    await sandbox.control.advanceClock(2 * 3600);
    expect(reminders()).toMatchObject([
      { transaction_id, merchant_trade_no: 'second-1', msg: expect.any(String) },
    ]);
    await sandbox.control.advanceClock(5 * DAY);
    expect(reminders()).toHaveLength(1);
  });

  it('is asked once a day to ship at all', async () => {
    await listen();
    await sandbox.control.advanceClock(2 * DAY);
    expect(events()).toHaveLength(0);
    await paid('first-1');
    await sandbox.control.advanceClock(2 * DAY + 3600);
    expect(events().map(({ Event }) => Event)).toEqual(
      Array.from({ length: 3 }, () => 'trade_manage_remind_access_api'),
    );
  });

  it('may announce a presale, and is reminded when its time has come', async () => {
    await listen();
    await ship(await paid('first-1'), 4);
    const transaction_id = await paid('presale');
    const now = Math.floor((await sandbox.control.clock()).nowMs / 1000);
    const special = async (body: Json): Promise<unknown> =>
      (await platform.mini(at('opspecialorder'), body)).errcode;
    const delay_to = now + 20 * DAY;
    expect(await special({ order_id: 'presale', type: 3 })).toBe(268546000);
    expect(await special({ order_id: 'presale', type: 1 })).toBe(268546001);
    expect(await special({ order_id: 'presale', type: 1, delay_to: now + 14 * DAY })).toBe(268546001);
    expect(await special({ order_id: 'presale', type: 1, delay_to: now + 331 * DAY })).toBe(268546001);
    expect(await special({ order_id: 'nowhere', type: 1, delay_to })).toBe(268546002);
    expect(await special({ order_id: 'first-1', type: 1, delay_to })).toBe(268546002);
    expect(await special({ order_id: transaction_id, type: 1, delay_to })).toBe(0);
    const reminders = (): Json[] => events().filter(({ Event }) => Event === 'trade_manage_remind_shipping');
    await sandbox.control.advanceClock(19 * DAY);
    expect(reminders()).toHaveLength(0);
    await sandbox.control.advanceClock(1 * DAY + 3600);
    expect(reminders()).toMatchObject([{ transaction_id }]);
  });

  it('may report a test, which waits for its money only', async () => {
    const transaction_id = await paid('test-01');
    expect((await platform.mini(at('opspecialorder'), { order_id: 'test-01', type: 2 })).errcode).toBe(0);
    expect(await stateOf(transaction_id)).toBe(6);
  });

  it('can ask whether the mini-program is under shipping management', async () => {
    const appid = sandbox.env.MINI_PROGRAM_APPID;
    const managed = at('is_trade_managed');
    const completed = at('is_trade_management_confirmation_completed');
    expect(await platform.mini(managed, { appid })).toMatchObject({ errcode: 0, is_trade_managed: true });
    expect(await platform.mini(completed, { appid })).toMatchObject({ errcode: 0, completed: true });
    await sandbox.control.miniProgram.setUp({ tradeManaged: false, confirmationCompleted: false });
    expect(await platform.mini(managed, { appid })).toMatchObject({ is_trade_managed: false });
    expect(await platform.mini(completed, { appid })).toMatchObject({ completed: false });
    expect((await platform.mini(managed, {})).errcode).toBe(40097);
    expect((await platform.mini(completed, { appid: 'wx1' })).errcode).toBe(40013);
  });
});
