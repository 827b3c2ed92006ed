import { config } from '../config';
import { now } from '../kernel/clock';
import { startPlatforms } from '../kernel/testing';
import type { Platforms } from '../kernel/testing';
import * as miniProgram from './mini-program';
import * as wechatPay from './wechat-pay';

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms();
});
afterAll(() => platforms.close());

const lin = async () => (await platforms.sandbox.control.people()).shoppers.find(({ id }) => id === 'lin')!;

describe('shipping', () => {
  test('is told once for a paid order; told again it is there already', async () => {
    const { openid } = await lin();
    const { prepayId } = await wechatPay.prepayJsapi({
      outTradeNo: 'SHIP000001',
      description: '羊绒衫',
      amountFen: 19900,
      openid,
      notifyUrl: 'http://127.0.0.1:1/webhooks/wechat-pay/transactions',
      expireAt: new Date(now().getTime() + 900_000),
    });
    await platforms.sandbox.control.pay('lin', { prepayId });
    const { payments } = await platforms.sandbox.control.inbox('lin');
    const { transactionId = '', outTradeNo } = payments.at(-1)!;
    expect(await miniProgram.getShippingOrder({ transactionId })).toEqual({ orderState: 1 });
    const shipping = {
      transactionId,
      openid,
      logisticsType: 'selfPickup' as const,
      itemDesc: '衣'.repeat(200),
      at: now(),
    };
    await miniProgram.uploadShipping(shipping);
    const key = { mchid: config().WECHAT_PAY_MCHID, outTradeNo };
    expect(await miniProgram.getShippingOrder(key)).toEqual({ orderState: 2 });
    const again = await miniProgram.uploadShipping(shipping).catch((error: { code: number }) => error.code);
    expect(miniProgram.ALREADY_SHIPPED).toContain(again);
  });

  test('is unknown for orders WeChat never saw', async () => {
    expect(await miniProgram.getShippingOrder({ transactionId: '4200000000' })).toBeNull();
  });
});
