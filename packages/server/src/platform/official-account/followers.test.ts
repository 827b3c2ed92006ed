import { config } from '../../config';
import { anAnswerer, startPlatforms } from '../../kernel/testing';
import type { Platforms } from '../../kernel/testing';
import * as officialAccount from './index';

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms();
});
afterAll(() => platforms.close());

const control = () => platforms.sandbox.control.officialAccount;
const shopper = async (id: string) =>
  (await platforms.sandbox.control.people()).shoppers.find((candidate) => candidate.id === id)!;

describe('a follower', () => {
  test('is told with UnionID, since when, and how they came; and after leaving with the ids alone', async () => {
    const { officialOpenid: openid, unionid } = await shopper('lin');
    const nobodyYet = { openid, unionid, isFollowing: false, followedAt: null, scene: null };
    expect(await officialAccount.follower(openid)).toEqual(nobodyYet);
    await control().follow('lin', 'ADD_SCENE_PAID');
    const { nowMs } = await platforms.sandbox.control.clock();
    const following = await officialAccount.follower(openid);
    expect(following).toEqual({
      openid,
      unionid,
      isFollowing: true,
      followedAt: expect.any(Date),
      scene: 'ADD_SCENE_PAID',
    });
    expect(Math.abs(nowMs - Number(following?.followedAt))).toBeLessThan(5000);
    await control().unfollow('lin');
    expect(await officialAccount.follower(openid)).toEqual(nobodyYet);
  });

  test('is nobody under the openid of another app, or one that is none', async () => {
    expect(await officialAccount.follower((await shopper('lin')).openid)).toBeNull();
    expect(await officialAccount.follower('nonsense&openid=x')).toBeNull();
  });

  test('without a bound Open Platform account has no UnionID, and an unknown way of coming no harm', async () => {
    const info = { subscribe: 1, openid: 'oX', subscribe_time: 1700000000, subscribe_scene: 'ADD_SCENE_NEW' };
    const token = { access_token: 't', expires_in: 7200 };
    const fake = await anAnswerer(({ url = '' }) => ({ body: url.includes('stable_token') ? token : info }));
    const base = config().WECHAT_API_BASE;
    config().WECHAT_API_BASE = fake.url;
    expect(await officialAccount.follower('oX')).toEqual({
      openid: 'oX',
      unionid: null,
      isFollowing: true,
      followedAt: new Date('2023-11-14T22:13:20Z'),
      scene: 'ADD_SCENE_NEW',
    });
    config().WECHAT_API_BASE = base;
    fake.close();
  });

  test('is an outage when WeChat is gone, with neither token nor openid in the error', async () => {
    const { officialOpenid: openid } = await shopper('lin');
    await platforms.sandbox.control.faults({ failNext: { path: '/cgi-bin/user/info', drop: true } });
    const error = await officialAccount.follower(openid).catch((caught: Error) => caught);
    expect(error).toMatchObject({ name: 'PlatformError', platform: 'official-account', api: 'user/info' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(openid);
  });
});

describe('the access token', () => {
  const twenty = async () => {
    const { officialOpenid } = await shopper('lin');
    return Promise.all(Array.from({ length: 20 }, () => officialAccount.follower(officialOpenid)));
  };

  test('is the account’s own, fetched once for twenty callers, and once more after it died', async () => {
    await platforms.advance(7200);
    const before = await platforms.asked('/stable_token');
    await twenty();
    expect((await platforms.asked('/stable_token')) - before).toBe(1);
    await platforms.sandbox.control.faults({ tokenDeath: true });
    await twenty();
    expect((await platforms.asked('/stable_token')) - before).toBe(2);
  });

  test('is an outage that does not tell the secret, when the secret is wrong', async () => {
    await platforms.advance(7200);
    const secret = config().OFFICIAL_ACCOUNT_SECRET;
    config().OFFICIAL_ACCOUNT_SECRET = 'wrong-secret-of-32-characters-xx';
    const error = await officialAccount.follower('oX').catch((caught: Error) => caught);
    expect(error).toMatchObject({
      name: 'PlatformError',
      api: 'stable_token',
      code: '40125',
      retryable: false,
    });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wrong-secret');
    config().OFFICIAL_ACCOUNT_SECRET = secret;
  });
});

test.each(['APPID', 'SECRET', 'TOKEN', 'AES_KEY'] as const)(
  'without its %s no account is connected',
  async (part) => {
    expect(officialAccount.isConnected()).toBe(true);
    const value = config()[`OFFICIAL_ACCOUNT_${part}`];
    config()[`OFFICIAL_ACCOUNT_${part}`] = undefined;
    expect(officialAccount.isConnected()).toBe(false);
    await expect(officialAccount.follower('oX')).rejects.toThrow('no official account is connected');
    config()[`OFFICIAL_ACCOUNT_${part}`] = value;
  },
);
