import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { openNotice, startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';

let sandbox: Sandbox;
let merchant: Merchant;
let receiver: Receiver;
let openid: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  receiver = await startReceiver();
  merchant = new Merchant(sandbox);
  openid = (await sandbox.control.people()).shoppers[0]?.openid ?? '';
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});
beforeEach(async () => {
  await sandbox.control.reset();
  receiver.received.length = 0;
  receiver.answers.length = 0;
});

/** Pays an order whose notices come to the receiver. */
async function pay(outTradeNo: string): Promise<void> {
  const order = merchant.order(outTradeNo, openid, { notify_url: `${receiver.url}/notice` });
  const prepayId = await merchant.prepay(order);
  expect((await sandbox.control.pay('lin', { prepayId })).errMsg).toBe('requestPayment:ok');
  await sandbox.control.settle();
}
const opened = (index: number): ReturnType<typeof openNotice> =>
  openNotice(receiver.received[index]!, sandbox.env);

describe('A payment notice', () => {
  it('is signed, sealed, and says what a query says', async () => {
    await pay('notice-0');
    const { signed, event, resource } = opened(0);
    expect([signed, event]).toEqual([true, 'TRANSACTION.SUCCESS']);
    expect(resource).toEqual((await merchant.query('notice-0')).body);
    expect((await sandbox.control.notices())[0]).toMatchObject({ status: 'delivered', statuses: [204] });
  });

  it('is repeated after 15, 15 and 30 seconds until it is answered', async () => {
    receiver.answers.push({ status: 500 }, { status: 401 }, { status: 302 }, { status: 200 });
    await pay('notice-1');
    await sandbox.control.advanceClock(14);
    expect(receiver.received).toHaveLength(1);
    await sandbox.control.advanceClock(2);
    expect(receiver.received).toHaveLength(2);
    await sandbox.control.advanceClock(16);
    await sandbox.control.advanceClock(31);
    const [notice] = await sandbox.control.notices();
    expect(notice).toMatchObject({ status: 'delivered', statuses: [500, 401, 302, 200] });
    expect(opened(3).id).toBe(opened(0).id);
    await sandbox.control.advanceClock(86400);
    expect(receiver.received).toHaveLength(4);
  });

  it('is given up after sixteen tries in about a day', async () => {
    receiver.answers.push(...Array.from({ length: 20 }, () => ({ status: 500 })));
    await pay('notice-2');
    await sandbox.control.advanceClock(2 * 86400);
    expect((await sandbox.control.notices())[0]).toMatchObject({ status: 'given-up' });
    expect(receiver.received).toHaveLength(16);
  });

  it('counts no answer within five seconds as a failure', async () => {
    receiver.answers.push({ status: 200, afterMs: 5300 });
    await pay('notice-3');
    const [notice] = await sandbox.control.notices();
    expect(notice).toMatchObject({ status: 'waiting', statuses: [0] });
    expect(notice?.attempts[0]?.error).toContain('5000 ms');
  }, 15_000);
});

describe('On its way a notice', () => {
  it('can be held and delivered in reverse order', async () => {
    await sandbox.control.faults({ notices: { mode: 'hold' } });
    await pay('notice-a');
    await pay('notice-b');
    expect(receiver.received).toHaveLength(0);
    expect(await sandbox.control.flushNotices({ reverse: true })).toEqual({ flushed: 2 });
    expect([opened(0), opened(1)].map(({ resource }) => resource.out_trade_no)).toEqual([
      'notice-b',
      'notice-a',
    ]);
  });

  it('can come twice under the same id', async () => {
    await sandbox.control.faults({ notices: { mode: 'duplicate' } });
    await pay('notice-c');
    expect(receiver.received).toHaveLength(2);
    expect(opened(0).id).toBe(opened(1).id);
    const [notice] = await sandbox.control.notices();
    await sandbox.control.redeliver(notice?.id ?? '');
    expect(receiver.received).toHaveLength(3);
  });

  it('can be tampered with so that only the tag tells', async () => {
    await sandbox.control.faults({ notices: { mode: 'tamper' } });
    receiver.answers.push({ status: 400 });
    await pay('notice-d');
    expect(() => opened(0)).toThrow();
    await sandbox.control.advanceClock(16);
    expect(opened(1).signed).toBe(true);
  });

  it.each(['bad-signature', 'signtest'] as const)('can carry a wrong signature: %s', async (mode) => {
    await sandbox.control.faults({ notices: { mode } });
    receiver.answers.push({ status: 401 });
    await pay(`notice-${mode}`.slice(0, 20));
    expect(opened(0).signed).toBe(false);
    const signature = receiver.received[0]?.headers['wechatpay-signature'] ?? '';
    expect(signature.startsWith('WECHATPAY/SIGNTEST/')).toBe(mode === 'signtest');
  });

  it('can be stale, from another merchant or about another amount, and well signed', async () => {
    await sandbox.control.faults({ notices: { mode: 'stale' } });
    await pay('notice-stale');
    const age = Date.now() / 1000 - Number(receiver.received[0]?.headers['wechatpay-timestamp']);
    expect(age).toBeGreaterThan(590);
    expect(opened(0).signed).toBe(true);
    await sandbox.control.faults({ notices: { mode: 'wrong-merchant' } });
    await pay('notice-merchant');
    expect(opened(1)).toMatchObject({ signed: true, resource: { mchid: '1900000109' } });
    await sandbox.control.faults({ notices: { mode: 'wrong-amount' } });
    await pay('notice-amount');
    expect(opened(2)).toMatchObject({ signed: true, resource: { amount: { total: 991 } } });
  });
});

describe('Faults of the platform', () => {
  it('fails a call as told, then goes on', async () => {
    await sandbox.control.faults({ failNext: { path: '/v3/refund', status: 403, code: 'NOT_ENOUGH' } });
    const failed = await merchant.refund({});
    expect([failed.status, failed.body.code]).toEqual([403, 'NOT_ENOUGH']);
    expect((await merchant.refund({})).body.code).toBe('PARAM_ERROR');
  });

  it('drops a connection', async () => {
    await sandbox.control.faults({ failNext: { path: '/v3/pay', drop: true } });
    await expect(merchant.query('whatever')).rejects.toThrow();
  });
});
