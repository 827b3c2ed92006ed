import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import type { PayAnswer } from '../testing/merchant';
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
});

/** Pays an order whose notices come to the receiver. */
async function pay(outTradeNo: string): Promise<void> {
  const order = merchant.order(outTradeNo, openid, { notify_url: `${receiver.url}/notice` });
  await sandbox.control.pay('lin', { prepayId: await merchant.prepay(order) });
  await sandbox.control.settle();
}
const opened = (index: number): ReturnType<typeof openNotice> =>
  openNotice(receiver.received[index]!, sandbox.env);
const ask = (
  outTradeNo: string,
  outRefundNo: string,
  amount: number | Record<string, unknown>,
): Promise<PayAnswer> =>
  merchant.refund({
    out_trade_no: outTradeNo,
    out_refund_no: outRefundNo,
    reason: '门店缺货',
    notify_url: `${receiver.url}/refund`,
    amount: typeof amount === 'number' ? { refund: amount, total: 990, currency: 'CNY' } : amount,
  });
const status = async (outRefundNo: string): Promise<unknown> =>
  (await merchant.send('GET', `/v3/refund/domestic/refunds/${outRefundNo}`)).body.status;

describe('A refund', () => {
  it('is PROCESSING first and SUCCESS a moment later, with a notice', async () => {
    await pay('refund-order');
    const answer = await ask('refund-order', 'r-1', 990);
    expect(answer.body).toMatchObject({ status: 'PROCESSING', amount: { refund: 990, payer_refund: 990 } });
    expect((await merchant.query('refund-order')).body.trade_state).toBe('REFUND');
    await sandbox.control.settle();
    expect(await status('r-1')).toBe('SUCCESS');
    const { signed, event, resource } = opened(1);
    expect([signed, event]).toEqual([true, 'REFUND.SUCCESS']);
    expect(resource).toMatchObject({
      refund_status: 'SUCCESS',
      out_refund_no: 'r-1',
      amount: { refund: 990 },
    });
    expect(resource).not.toHaveProperty('status');
  });

  it('refunds once however often the same number is sent, and refuses another amount under it', async () => {
    await pay('refund-twice');
    const first = await ask('refund-twice', 'r-2', 400);
    const again = await ask('refund-twice', 'r-2', 400);
    expect(again.body.refund_id).toBe(first.body.refund_id);
    const other = await ask('refund-twice', 'r-2', 500);
    expect([other.status, other.body.code]).toEqual([400, 'INVALID_REQUEST']);
  });

  it('keeps a minute between partial refunds and never gives back more than was paid', async () => {
    await pay('refund-parts');
    expect((await ask('refund-parts', 'p-1', 400)).status).toBe(200);
    const early = await ask('refund-parts', 'p-2', 100);
    expect([early.status, early.body.code]).toEqual([429, 'FREQUENCY_LIMITED']);
    await sandbox.control.advanceClock(61);
    const greedy = await ask('refund-parts', 'p-2', 591);
    expect([greedy.status, greedy.body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect((await ask('refund-parts', 'p-2', 590)).status).toBe(200);
  });

  it('stops after fifty parts', async () => {
    await pay('refund-fifty');
    for (let part = 0; part < 50; part += 1) {
      expect((await ask('refund-fifty', `f-${part}`, 1)).status).toBe(200);
      await sandbox.control.advanceClock(61);
    }
    expect((await ask('refund-fifty', 'f-50', 1)).body.message).toContain('50次');
  });

  it('ends ABNORMAL or CLOSED when a test says so; a closed one frees its money', async () => {
    await sandbox.control.faults({ refunds: 'hold' });
    await pay('refund-ends');
    await ask('refund-ends', 'e-1', 990);
    await sandbox.control.settle();
    expect(await status('e-1')).toBe('PROCESSING');
    await sandbox.control.wechatPay.finishRefund('e-1', 'CLOSED');
    await sandbox.control.settle();
    expect(opened(1).event).toBe('REFUND.CLOSED');
    expect((await ask('refund-ends', 'e-2', 990)).status).toBe(200);
    await sandbox.control.wechatPay.finishRefund('e-2', 'ABNORMAL');
    expect(await status('e-2')).toBe('ABNORMAL');
  });

  it('is refused for an unpaid order, after a year, and with another total', async () => {
    await merchant.prepay(merchant.order('refund-unpaid', openid));
    const unpaid = await ask('refund-unpaid', 'u-1', 990);
    expect([unpaid.status, unpaid.body.code]).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect((await merchant.send('GET', '/v3/refund/domestic/refunds/u-1')).body.code).toBe(
      'RESOURCE_NOT_EXISTS',
    );
    await pay('refund-late');
    const total = await ask('refund-late', 'u-2', { refund: 10, total: 980, currency: 'CNY' });
    expect(total.body.code).toBe('REFUND_FEE_MISMATCH');
    const currency = await ask('refund-late', 'u-2', { refund: 10, total: 990 });
    expect(currency.body).toMatchObject({ code: 'PARAM_ERROR', detail: { field: '/amount/currency' } });
    await sandbox.control.advanceClock(366 * 86400);
    expect((await ask('refund-late', 'u-3', 10)).body.code).toBe('TRADE_OVERDUE');
  });

  it('sends no notice when no address was given', async () => {
    await pay('refund-quiet');
    await merchant.refund({
      out_trade_no: 'refund-quiet',
      out_refund_no: 'q-1',
      amount: { refund: 990, total: 990, currency: 'CNY' },
    });
    await sandbox.control.settle();
    expect(await status('q-1')).toBe('SUCCESS');
    expect(receiver.received).toHaveLength(1);
  });

  it('ends as the faults say: ABNORMAL or CLOSED with a notice, or not at all', async () => {
    await pay('refund-faults');
    await sandbox.control.faults({ refunds: 'abnormal' });
    await ask('refund-faults', 'a-1', 100);
    await sandbox.control.settle();
    expect([await status('a-1'), opened(1).event]).toEqual(['ABNORMAL', 'REFUND.ABNORMAL']);
    await sandbox.control.faults({ refunds: 'closed' });
    await sandbox.control.advanceClock(61);
    await ask('refund-faults', 'a-2', 100);
    await sandbox.control.settle();
    expect([await status('a-2'), opened(2).event]).toEqual(['CLOSED', 'REFUND.CLOSED']);
    await sandbox.control.faults({ refunds: 'hold' });
    await ask('refund-faults', 'a-3', 100);
    await sandbox.control.advanceClock(86_400);
    expect(await status('a-3')).toBe('PROCESSING');
  });

  it('can be asked for by the transaction id, and by both numbers only when they belong together', async () => {
    await pay('refund-numbers');
    await pay('refund-other');
    const { transaction_id } = (await merchant.query('refund-numbers')).body;
    const amount = { refund: 10, total: 990, currency: 'CNY' };
    const both = await merchant.refund({
      transaction_id,
      out_trade_no: 'refund-other',
      out_refund_no: 'n-1',
      amount,
    });
    expect([both.status, both.body.code]).toEqual([400, 'INVALID_REQUEST']);
    const unknown = await merchant.refund({
      transaction_id: '42'.padEnd(28, '9'),
      out_trade_no: 'refund-other',
      out_refund_no: 'n-1',
      amount,
    });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    const neither = await merchant.refund({ out_refund_no: 'n-1', amount });
    expect(neither.body.code).toBe('INVALID_REQUEST');
    const byId = await merchant.refund({ transaction_id, out_refund_no: 'n-1', amount });
    expect(byId.body).toMatchObject({
      out_trade_no: 'refund-numbers',
      transaction_id,
      refund_id: expect.stringMatching(/^50\d{26}$/),
    });
  });

  it('is refused with goods or sources that are not in order', async () => {
    await pay('refund-form');
    const goods = { merchant_goods_id: 'tea-1', unit_price: 495, refund_amount: 495, refund_quantity: 1 };
    const send = (changes: Record<string, unknown>): Promise<PayAnswer> =>
      merchant.refund({
        out_trade_no: 'refund-form',
        out_refund_no: 'g-1',
        amount: { refund: 495, total: 990, currency: 'CNY' },
        ...changes,
      });
    const wrong = await send({ goods_detail: [{ ...goods, refund_quantity: 0 }] });
    expect(wrong.body.detail).toMatchObject({ field: '/goods_detail/0/refund_quantity' });
    const from = [{ account: 'AVAILABLE', amount: 494 }];
    const sum = await send({ amount: { refund: 495, total: 990, currency: 'CNY', from } });
    expect(sum.body).toMatchObject({ code: 'INVALID_REQUEST', message: expect.stringContaining('出资账户') });
    expect((await send({ attach: 'x' })).body.detail).toMatchObject({ field: '/attach' });
    const good = await send({ goods_detail: [goods], funds_account: 'UNSETTLED' });
    expect(good.body).toMatchObject({ status: 'PROCESSING', funds_account: 'UNSETTLED' });
  });

  it('may be answered 429 and be accepted nevertheless: a query tells', async () => {
    await pay('refund-429');
    await sandbox.control.scenario('accepted-429');
    await sandbox.control.faults({ refunds: 'hold' });
    const answer = await ask('refund-429', 'l-1', 990);
    expect([answer.status, answer.body.code]).toEqual([429, 'FREQUENCY_LIMITED']);
    expect(await status('l-1')).toBe('PROCESSING');
    expect((await ask('refund-429', 'l-1', 990)).status).toBe(200);
  });

  it('spells the code of 429 as the rule says', async () => {
    await pay('refund-code');
    await sandbox.control.setRules({ frequencyCode: 'RATELIMIT_EXCEEDED' });
    await ask('refund-code', 'c-1', 100);
    expect((await ask('refund-code', 'c-2', 100)).body.code).toBe('RATELIMIT_EXCEEDED');
    await sandbox.control.setRules({ frequencyCode: 'FREQUENCY_LIMITED' });
  });

  it('is held to six failing calls a second when the rule is on', async () => {
    await sandbox.control.setRules({ limitFailingRefunds: true });
    const eightAtOnce = async (): Promise<number[]> => {
      const began = performance.now();
      const calls = Array.from({ length: 8 }, () => ask('refund-none', 'x-1', 1));
      const statuses = (await Promise.all(calls)).map((answer) => answer.status).sort();
      await sandbox.control.advanceClock(2);
      // A machine that needs a second for eight calls is asked again.
      return performance.now() - began < 1000 ? statuses : eightAtOnce();
    };
    const statuses = await eightAtOnce();
    const later = await ask('refund-none', 'x-1', 1);
    await sandbox.control.setRules({ limitFailingRefunds: false });
    expect(statuses).toEqual([404, 404, 404, 404, 404, 404, 429, 429]);
    expect(later.status).toBe(404);
  });
});

describe("The merchant's balance", () => {
  const balance = async (): Promise<number> => (await sandbox.control.wechatPay.balance()).balanceFen;

  it('grows by a payment less its fee and shrinks by a refund less the fee that comes back', async () => {
    await pay('money-1');
    expect(await balance()).toBe(984);
    const part = await ask('money-1', 'm-1', 400);
    expect(part.body.amount).toMatchObject({ refund: 400, refund_fee: 2 });
    expect(await balance()).toBe(984 - 398);
    await sandbox.control.advanceClock(61);
    await ask('money-1', 'm-2', 590);
    expect(await balance()).toBe(0);
  });

  it('refuses a refund that it cannot pay; the same number is good after a top-up', async () => {
    await pay('money-2');
    await sandbox.control.wechatPay.setBalance(983);
    const poor = await ask('money-2', 'm-3', 990);
    expect([poor.status, poor.body.code]).toEqual([403, 'NOT_ENOUGH']);
    await sandbox.control.wechatPay.setBalance(984);
    expect((await ask('money-2', 'm-3', 990)).status).toBe(200);
    await expect(sandbox.control.wechatPay.setBalance(-1)).rejects.toThrow(/400/);
  });

  it('gets back what a closed refund had taken', async () => {
    await pay('money-3');
    await sandbox.control.faults({ refunds: 'closed' });
    await ask('money-3', 'm-4', 990);
    await sandbox.control.settle();
    expect(await balance()).toBe(984);
  });
});
