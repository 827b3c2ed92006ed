import { createHash } from 'node:crypto';
import { externalUserid } from '@omni/wechat-sandbox';
import { getJsApiSignature } from '@wecom/crypto';
import { config } from '../../config';
import { anAnswerer, startPlatforms } from '../../kernel/testing';
import type { Platforms } from '../../kernel/testing';
import * as wecom from './index';

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms();
});
afterAll(() => platforms.close());

const refusedWith = (code: number) => ({ name: 'PlatformRefusal', platform: 'wecom', code });
const shopper = async (id: string) =>
  (await platforms.sandbox.control.people()).shoppers.find((candidate) => candidate.id === id)!;

describe('login', () => {
  test('the address carries what WeCom needs, and leads through the sandbox back to us', async () => {
    const address = wecom.authorizeUrl({ redirectUri: 'http://127.0.0.1:7303/login', state: 'abc123' });
    expect(address.endsWith('#wechat_redirect')).toBe(true);
    const response = await fetch(`${address.split('#')[0]}&sandbox_staff=xiaomei`, { redirect: 'manual' });
    const back = new URL(response.headers.get('location') ?? '');
    expect(back.origin + back.pathname).toBe('http://127.0.0.1:7303/login');
    expect(back.searchParams.get('state')).toBe('abc123');
    const visitor = await wecom.userinfo(back.searchParams.get('code') ?? '');
    expect(visitor).toEqual({ kind: 'member', userid: 'xiaomei' });
  });

  test('a code is good once, and unknown codes are invalid', async () => {
    const { code } = await platforms.sandbox.control.wecom.oauthCode('laozhou');
    expect(await wecom.userinfo(code)).toEqual({ kind: 'member', userid: 'laozhou' });
    await expect(wecom.userinfo(code)).rejects.toMatchObject(refusedWith(wecom.CODE_INVALID));
    await expect(wecom.userinfo('nonsense')).rejects.toMatchObject(refusedWith(wecom.CODE_INVALID));
  });
});

describe('answers the sandbox never gives', () => {
  const answers: Record<string, object> = {
    gettoken: { errcode: 0, access_token: 't', expires_in: 7200 },
    getuserinfo: { errcode: 0, openid: 'oStranger', external_userid: 'wmX' },
  };
  let base: string;
  let fake: Awaited<ReturnType<typeof anAnswerer>>;
  beforeAll(async () => {
    fake = await anAnswerer(({ url = '' }) => {
      const { pathname, searchParams } = new URL(url, 'http://x');
      if (pathname.endsWith('/externalcontact/get')) return { body: pageOf(searchParams.get('cursor')) };
      return { body: answers[pathname.split('/').at(-1) ?? ''] };
    });
    base = config().WECOM_API_BASE;
    config().WECOM_API_BASE = fake.url;
  });
  afterAll(() => {
    config().WECOM_API_BASE = base;
    fake.close();
  });
  const pageOf = (cursor: string | null) => ({
    errcode: 0,
    external_contact: { external_userid: 'wmX', name: '陈', avatar: 'http://a/1.png', type: 1 },
    follow_user: [
      cursor
        ? { userid: 'LaoZhou', remark_mobiles: ['021-5555', '13800138001', ''] }
        : { userid: 'XiaoMei', remark_mobiles: ['13800138001'] },
      { userid: 'NoMobiles' },
    ],
    ...(cursor ? {} : { next_cursor: 'page2' }),
  });

  test('somebody who is no member is an outsider', async () => {
    expect(await wecom.userinfo('x')).toEqual({ kind: 'outsider' });
  });

  test('every page of followers is read, userids in lower case; without a bound account there is no UnionID', async () => {
    expect(await wecom.externalContact('wmX')).toEqual({
      externalUserid: 'wmX',
      name: '陈',
      avatarUrl: 'http://a/1.png',
      unionid: null,
      followUserids: ['xiaomei', 'nomobiles', 'laozhou', 'nomobiles'],
      remarkMobiles: ['13800138001', '021-5555'],
    });
  });
});

describe('members', () => {
  test('are known by userid', async () => {
    expect(await wecom.user('xiaomei')).toEqual({ userid: 'xiaomei', name: '小美' });
    await expect(wecom.user('nobody')).rejects.toMatchObject(refusedWith(60111));
  });

  test('get messages of the app as text and as cards; nobody to reach is a refusal', async () => {
    await wecom.sendAppMessage({ userids: ['xiaomei', 'nobody'], content: { text: '有新的自提单' } });
    const card = { title: '自提单', description: '请备货', url: 'http://127.0.0.1:7303/workbench' };
    await wecom.sendAppMessage({ userids: ['xiaomei'], content: card });
    const { messages } = await platforms.sandbox.control.wecom.sent('xiaomei');
    expect(messages.map(({ msgtype, content }) => [msgtype, content])).toEqual([
      ['text', { content: '有新的自提单' }],
      ['textcard', card],
    ]);
    await expect(wecom.sendAppMessage({ userids: ['nobody'], content: { text: 'x' } })).rejects.toMatchObject(
      refusedWith(81013),
    );
  });
});

describe('contacts', () => {
  test('come with their UnionID and everybody who has them', async () => {
    const lin = await shopper('lin');
    expect(await wecom.externalContact(lin.external_userid)).toEqual({
      externalUserid: externalUserid(lin),
      name: '林晓',
      avatarUrl: null,
      unionid: lin.unionid,
      followUserids: ['xiaomei'],
      remarkMobiles: [],
    });
  });

  test('that are unknown, or nobody has, are nobody', async () => {
    expect(await wecom.externalContact('wm0000000000000000000000000000')).toBeNull();
    expect(await wecom.externalContact((await shopper('chen')).external_userid)).toBeNull();
  });
});

describe('the access token', () => {
  const twenty = () => Promise.all(Array.from({ length: 20 }, () => wecom.user('xiaomei')));

  test('is fetched once for twenty callers, and once more after it died', async () => {
    await platforms.advance(7200);
    const before = await platforms.asked('/gettoken');
    await twenty();
    expect((await platforms.asked('/gettoken')) - before).toBe(1);
    await platforms.sandbox.control.faults({ tokenDeath: true });
    await twenty();
    expect((await platforms.asked('/gettoken')) - before).toBe(2);
  });

  test('a wrong secret is an outage that does not tell the secret, and no loop', async () => {
    const secret = config().WECOM_SECRET;
    await platforms.advance(7200);
    config().WECOM_SECRET = 'wrong-secret-of-43-characters-xxxxxxxxxxxxx';
    const before = await platforms.asked('/gettoken');
    const error = await wecom.user('xiaomei').catch((caught: Error) => caught);
    expect(error).toMatchObject({ name: 'PlatformError', api: 'gettoken', code: '40001', retryable: false });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wrong-secret');
    expect((await platforms.asked('/gettoken')) - before).toBe(1);
    config().WECOM_SECRET = secret;
  });
});

describe('page signatures', () => {
  const url = 'http://127.0.0.1:7303/sidebar?x=1';
  const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

  test('are made over the page without its fragment, with the ticket of their kind', async () => {
    for (const kind of ['corp', 'agent'] as const) {
      const ticket = await wecom.jsapiTicket(kind);
      const { timestamp, nonceStr, signature } = await wecom.signPage(`${url}#/deep#er`, kind);
      expect(signature).toBe(
        sha1(`jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`),
      );
    }
    expect(await wecom.jsapiTicket('corp')).not.toBe(await wecom.jsapiTicket('agent'));
  });

  test('twenty pages at once need one ticket of each kind', async () => {
    await platforms.advance(7200);
    const before = [await platforms.asked('/get_jsapi_ticket'), await platforms.asked('/ticket/get')];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => wecom.signPage(`${url}&page=${i}`, i % 2 ? 'corp' : 'agent')),
    );
    const after = [await platforms.asked('/get_jsapi_ticket'), await platforms.asked('/ticket/get')];
    expect(after.map((count, i) => count - before[i]!)).toEqual([1, 1]);
  });

  test("Tencent's published example comes out", () => {
    const { signature } = getJsApiSignature({
      ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
      nonceStr: 'Wm3WZYTPz0wzccnW',
      timestamp: 1414587457,
      url: 'http://mp.weixin.qq.com?params=value',
    });
    expect(signature).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
  });
});
