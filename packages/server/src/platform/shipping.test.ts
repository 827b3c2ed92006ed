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

  test('that WeChat refuses is told apart: there already, later, over, or wrong', async () => {
    const { openid } = await lin();
    const { prepayId } = await wechatPay.prepayJsapi({
      outTradeNo: 'SHIP000002',
      description: '羊绒衫',
      amountFen: 100,
      openid,
      notifyUrl: 'http://127.0.0.1:1/webhooks/wechat-pay/transactions',
      expireAt: new Date(now().getTime() + 900_000),
    });
    await platforms.sandbox.control.pay('lin', { prepayId });
    const key = { mchid: config().WECHAT_PAY_MCHID, outTradeNo: 'SHIP000002' };
    const parcel = { trackingNo: 'SF1234567890', expressCompany: 'SF', receiverContact: '189****1234' };
    const express = { openid, logisticsType: 'express' as const, itemDesc: '羊绒衫', parcel };
    const { receiverContact: _, ...bare } = parcel;
    const refusalOf = async (shipping: Partial<miniProgram.Shipping>) => {
      const told = miniProgram.uploadShipping({ ...key, ...express, at: now(), ...shipping });
      const code = await told.then(
        () => 0,
        (error: { code: number }) => error.code,
      );
      return code === 0 ? 'taken' : miniProgram.readShippingRefusal(code).kind;
    };
    expect(await refusalOf({ outTradeNo: 'NEVER00001' })).toBe('later');
    expect(await refusalOf({ openid: 'oSomebodyElse' })).toBe('wrong');
    expect(await refusalOf({ itemDesc: '' })).toBe('wrong');
    expect(await refusalOf({ parcel: { ...parcel, trackingNo: '' } })).toBe('wrong');
    expect(await refusalOf({ parcel: bare })).toBe('wrong');
    expect(await refusalOf({})).toBe('taken');
    expect(await refusalOf({})).toBe('there');
    await wechatPay.createRefund({
      outTradeNo: 'SHIP000002',
      outRefundNo: 'SHIP000002R1',
      refundFen: 100,
      totalFen: 100,
      reason: 'x',
      notifyUrl: 'http://127.0.0.1:1/',
    });
    await platforms.sandbox.control.wechatPay.finishRefund('SHIP000002R1', 'SUCCESS');
    expect(await refusalOf({ parcel: { ...parcel, trackingNo: 'SF2' } })).toBe('over');
    expect(miniProgram.readShippingRefusal(10069999)).toEqual({
      kind: 'wrong',
      text: '微信未接受发货信息（10069999）',
    });
  });

  test('is unknown for orders WeChat never saw', async () => {
    expect(await miniProgram.getShippingOrder({ transactionId: '4200000000' })).toBeNull();
  });
});
