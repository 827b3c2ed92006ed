import { config } from '../../config';
import { anAnswerer, startPlatforms } from '../../kernel/testing';
import type { Platforms } from '../../kernel/testing';
import * as wecom from './index';

let platforms: Platforms;
beforeAll(async () => {
  platforms = await startPlatforms();
});
beforeEach(() => platforms.sandbox.control.reset());
afterAll(() => platforms.close());

const NINETY_DAYS_SECONDS = 90 * 24 * 3600;
const control = () => platforms.sandbox.control.wecom;
const shopper = async (id: string) =>
  (await platforms.sandbox.control.people()).shoppers.find((candidate) => candidate.id === id)!;
const refusedWith = (code: number) => ({ name: 'PlatformRefusal', platform: 'wecom', code });

describe('somebody who logged in', () => {
  test('is a contact, whichever of our apps the openid is of', async () => {
    const { unionid, openid, officialOpenid, external_userid } = await shopper('lin');
    for (const one of [openid, officialOpenid])
      expect(await wecom.unionidToExternalUserid({ unionid, openid: one })).toEqual({
        externalUserid: external_userid,
      });
  });

  test('whom nobody has yet gets an id that tells who it was when they come within ninety days', async () => {
    const { unionid, openid, external_userid } = await shopper('chen');
    const converted = await wecom.unionidToExternalUserid({ unionid, openid });
    expect(converted).toEqual({ pendingId: expect.stringMatching(/^.{10,}$/) });
    await control().addCustomer({ userid: 'xiaomei', shopperId: 'chen' });
    const { pendingId } = converted as { pendingId: string };
    expect(await wecom.externalUseridToPendingId([external_userid])).toEqual(
      new Map([[external_userid, pendingId]]),
    );
    expect(await wecom.unionidToExternalUserid({ unionid, openid })).toEqual({
      externalUserid: external_userid,
    });
    await platforms.advance(NINETY_DAYS_SECONDS + 1);
    expect(await wecom.externalUseridToPendingId([external_userid])).toEqual(new Map());
  });

  test('is nobody when openid and unionid are of two people, or of none', async () => {
    const [lin, chen] = [await shopper('lin'), await shopper('chen')];
    const ask = (unionid: string, openid: string) => wecom.unionidToExternalUserid({ unionid, openid });
    expect(await ask(lin.unionid, chen.openid)).toBeNull();
    expect(await ask('nonsense', 'nonsense')).toBeNull();
  });
});

describe('many contacts', () => {
  test('are asked for a hundred at a time, each once; who was never converted is left out', async () => {
    const { unionid, openid, external_userid } = await shopper('chen');
    await wecom.unionidToExternalUserid({ unionid, openid });
    const lin = await shopper('lin');
    const strangers = Array.from({ length: 140 }, (_, i) => `wmStranger${i}`);
    const found = await wecom.externalUseridToPendingId([
      ...strangers,
      lin.external_userid,
      external_userid,
      ...strangers,
      external_userid,
    ]);
    expect([...found.keys()]).toEqual([external_userid]);
    expect(await platforms.asked('/external_userid_to_pending_id')).toBe(2);
  });

  test('that are none need no call', async () => {
    expect(await wecom.externalUseridToPendingId([])).toEqual(new Map());
    expect(await platforms.asked('/external_userid_to_pending_id')).toBe(0);
  });
});

describe('WeCom says no', () => {
  test.each([
    ['no Open Platform account is bound', wecom.NOT_BOUND],
    ['this app may not ask', wecom.NOT_PERMITTED],
  ])('when %s', async (_why, errcode) => {
    for (const path of ['unionid_to_external_userid', 'batch/external_userid_to_pending_id']) {
      await platforms.sandbox.control.faults({ failNext: { path: `/cgi-bin/idconvert/${path}`, errcode } });
      const ask = path.startsWith('batch')
        ? wecom.externalUseridToPendingId(['wmX'])
        : wecom.unionidToExternalUserid({ unionid: 'u', openid: 'o' });
      await expect(ask).rejects.toMatchObject(refusedWith(errcode));
    }
  });

  test('and an answer with both ids is the contact, with none nobody', async () => {
    const answers: object[] = [
      { external_userid: 'wmX', pending_id: 'p' },
      { external_userid: '', pending_id: '' },
      {},
    ];
    const token = { errcode: 0, access_token: 't', expires_in: 7200 };
    const fake = await anAnswerer(({ url = '' }) => ({
      body: url.includes('gettoken') ? token : { errcode: 0, errmsg: 'ok', ...answers.shift() },
    }));
    const base = config().WECOM_API_BASE;
    config().WECOM_API_BASE = fake.url;
    const ask = () => wecom.unionidToExternalUserid({ unionid: 'u', openid: 'o' });
    expect([await ask(), await ask(), await ask()]).toEqual([{ externalUserid: 'wmX' }, null, null]);
    config().WECOM_API_BASE = base;
    fake.close();
  });
});

describe('mobiles beside a remark', () => {
  test('are told of every member, as typed, each once', async () => {
    const { external_userid } = await shopper('lin');
    await control().addCustomer({ userid: 'laozhou', shopperId: 'lin' });
    const edit = (userid: string, remark_mobiles: string[]) =>
      control().editCustomer({ userid, shopperId: 'lin', remark: '林小姐', remark_mobiles });
    await edit('xiaomei', ['13800138001', ' 138-0013-8001 ']);
    await edit('laozhou', ['13800138001', '021-5555']);
    expect((await wecom.externalContact(external_userid))?.remarkMobiles).toEqual([
      '13800138001',
      ' 138-0013-8001 ',
      '021-5555',
    ]);
    await edit('xiaomei', ['']);
    await edit('laozhou', []);
    expect((await wecom.externalContact(external_userid))?.remarkMobiles).toEqual([]);
  });
});
