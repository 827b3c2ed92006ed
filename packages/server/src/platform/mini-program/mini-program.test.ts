import { config } from '../../config';
import { startPlatforms } from '../../kernel/testing';
import type { Platforms } from '../../kernel/testing';
import * as miniProgram from './index';

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms();
});
afterAll(() => platforms.close());

const refusedWith = (code: number) => ({ name: 'PlatformRefusal', platform: 'mini-program', code });
const outage = { name: 'PlatformError', platform: 'mini-program' };
const lin = async () => (await platforms.sandbox.control.people()).shoppers.find(({ id }) => id === 'lin')!;

describe('login', () => {
  test('a code gives openid and unionid, once', async () => {
    const { code } = await platforms.sandbox.control.loginCode('lin');
    const { openid, unionid } = await lin();
    expect(await miniProgram.code2Session(code)).toEqual({ openid, unionid });
    await expect(miniProgram.code2Session(code)).rejects.toMatchObject(refusedWith(miniProgram.CODE_USED));
  });

  test('a code that is unknown, or older than five minutes, is invalid', async () => {
    await expect(miniProgram.code2Session('nonsense')).rejects.toMatchObject(
      refusedWith(miniProgram.CODE_INVALID),
    );
    const { code } = await platforms.sandbox.control.loginCode('lin');
    await platforms.advance(301);
    await expect(miniProgram.code2Session(code)).rejects.toMatchObject(refusedWith(miniProgram.CODE_INVALID));
  });

  test('no error carries the app secret, though it was in the address', async () => {
    await platforms.sandbox.control.faults({ failNext: { path: '/sns/jscode2session', drop: true } });
    const error = await miniProgram.code2Session('x').catch((caught: Error) => caught);
    expect(error).toMatchObject(outage);
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(told).not.toContain(config().MINI_PROGRAM_SECRET);
    expect(told).not.toContain('js_code');
  });

  test('a phone code gives the number once, and only to whose it is', async () => {
    const { openid } = await lin();
    const wang = await platforms.sandbox.control.phoneCode('wang');
    await expect(miniProgram.phoneNumber({ code: wang.code, openid })).rejects.toMatchObject(
      refusedWith(miniProgram.CODE_INVALID),
    );
    const { code } = await platforms.sandbox.control.phoneCode('lin');
    expect(await miniProgram.phoneNumber({ code, openid })).toEqual({
      countryCode: '86',
      purePhoneNumber: '13800138001',
    });
    await expect(miniProgram.phoneNumber({ code, openid })).rejects.toMatchObject(
      refusedWith(miniProgram.CODE_INVALID),
    );
  });
});

describe('the access token', () => {
  const path = '/wxa/sec/order/get_order';
  const use = () => miniProgram.getShippingOrder({ transactionId: '4200000000' });
  const twenty = () => Promise.all(Array.from({ length: 20 }, use));

  test('twenty first calls fetch one token', async () => {
    const before = await platforms.asked('/stable_token');
    await platforms.advance(7200);
    await twenty();
    expect((await platforms.asked('/stable_token')) - before).toBe(1);
  });

  test('a token that dies under twenty calls is replaced once, and nobody notices', async () => {
    const before = await platforms.asked('/stable_token');
    await platforms.sandbox.control.faults({ tokenDeath: true });
    expect(new Set(await twenty())).toEqual(new Set([null]));
    expect((await platforms.asked('/stable_token')) - before).toBe(1);
  });

  test('each of the three deaths is survived', async () => {
    for (const errcode of [40001, 40014, 42001]) {
      await platforms.sandbox.control.faults({ failNext: { path, errcode } });
      expect(await use()).toBeNull();
    }
  });

  test('a platform that keeps refusing its own token is out of order', async () => {
    await platforms.sandbox.control.faults({ failNext: { path, errcode: 40001, times: 2 } });
    await expect(use()).rejects.toMatchObject({ ...outage, code: '40001' });
  });
});

describe('mini-program codes', () => {
  test('are pictures of the scene and page', async () => {
    const image = await miniProgram.unlimitedCode({ scene: 's=SH01', page: 'pages/home/index' });
    expect(image.type).toBe('image/png');
    const made = await platforms.sandbox.control.miniProgram.sceneCodes();
    expect(made.at(-1)).toMatchObject({ scene: 's=SH01', page: 'pages/home/index' });
  });

  test('are refused for scenes too long and pages not released', async () => {
    const make = (scene: string, page = 'pages/home/index') => miniProgram.unlimitedCode({ scene, page });
    await expect(make('x'.repeat(33))).rejects.toMatchObject(refusedWith(40169));
    await expect(make('中文')).rejects.toMatchObject(refusedWith(40129));
    await expect(make('ok', '/pages/home/index')).rejects.toMatchObject(refusedWith(41030));
  });
});

describe('subscribe messages', () => {
  const send = async (value = '您的订单已备好') =>
    miniProgram.sendSubscribeMessage({
      openid: (await lin()).openid,
      templateId: config().SUBSCRIBE_TEMPLATE_PICKUP_READY,
      page: 'order/detail/index?orderId=1',
      data: { thing1: value },
    });

  test('arrive once for each time the person agreed', async () => {
    await expect(send()).rejects.toMatchObject(refusedWith(miniProgram.NOT_SUBSCRIBED));
    const templateIds = [config().SUBSCRIBE_TEMPLATE_PICKUP_READY];
    await platforms.sandbox.control.subscribe('lin', { templateIds, answer: 'accept' });
    await expect(send('')).rejects.toMatchObject(refusedWith(47003));
    await send();
    const { messages } = await platforms.sandbox.control.inbox('lin');
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      page: 'order/detail/index?orderId=1',
      data: { thing1: '您的订单已备好' },
    });
    await expect(send()).rejects.toMatchObject(refusedWith(miniProgram.NOT_SUBSCRIBED));
  });
});
