import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { findChromium, startPageServer } from '../testing/page-server';
import type { PageServer } from '../testing/page-server';

const executablePath = findChromium();
const inChromium = executablePath === undefined ? describe.skip : describe;

inChromium('window.wx in Chromium', () => {
  let sandbox: Sandbox;
  let site: PageServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    sandbox = await startSandbox();
    site = await startPageServer(sandbox.url, ['/__sandbox/preview/wx.js']);
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    await sandbox.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    page = await context.newPage();
    await page.goto(`${site.url}/?person=wang`);
  });
  afterEach(() => context.close());

  /** Starts a call of wx and answers its outcome, whichever way it ended. */
  const call = (name: string, options: unknown = {}): Promise<Record<string, unknown>> =>
    page.evaluate(
      ([api, given]) => {
        const wx = Reflect.get(window, 'wx') as Record<
          string,
          (options: unknown) => Promise<Record<string, unknown>>
        >;
        return wx[api as string]!(given).catch((failure: Record<string, unknown>) => failure);
      },
      [name, options],
    );
  const tap = (testId: string): Promise<void> => page.getByTestId(testId).click();

  it('logs in as the person of the address, and remembers them for the tab', async () => {
    const session = async (): Promise<string> => {
      const { code } = await call('login');
      const { env } = sandbox;
      const query = `appid=${env.MINI_PROGRAM_APPID}&secret=${env.MINI_PROGRAM_SECRET}&grant_type=authorization_code`;
      const response = await fetch(
        `${env.WECHAT_API_BASE}/sns/jscode2session?${query}&js_code=${String(code)}`,
      );
      return ((await response.json()) as { openid: string }).openid;
    };
    const { shoppers } = await sandbox.control.people();
    expect(await session()).toBe(shoppers[1]?.openid);
    await page.goto(site.url);
    expect(await session()).toBe(shoppers[1]?.openid);
    expect(await page.evaluate(() => (Reflect.get(window, 'wx') as { __person: string }).__person)).toBe(
      'wang',
    );
  });

  it('asks who it is when the address names nobody', async () => {
    await page.goto(`${site.url}/?person=nobody`);
    const answer = call('login');
    await tap('sandbox-person-chen');
    expect(await answer).toMatchObject({ errMsg: 'login:ok' });
  });

  it('takes callbacks as well as promises', async () => {
    const heard = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const wx = Reflect.get(window, 'wx') as { login(options: unknown): unknown };
          const words: string[] = [];
          const returned = wx.login({
            success: (result: { errMsg: string }) => words.push(result.errMsg),
            complete: () => resolve([...words, 'complete', typeof returned]),
          });
        }),
    );
    expect(heard).toEqual(['login:ok', 'complete', 'undefined']);
  });

  it('gives a phone code when allowed and says so when not', async () => {
    const allowed = call('previewGetPhoneNumber');
    await page.getByRole('dialog', { name: '手机号授权' }).getByText('138****8002').waitFor();
    await tap('sandbox-allow');
    expect(await allowed).toMatchObject({
      errMsg: 'getPhoneNumber:ok',
      code: expect.stringMatching(/^0\w{31}$/),
    });
    const refused = call('previewGetPhoneNumber');
    await tap('sandbox-deny');
    expect(await refused).toEqual({ errMsg: 'getPhoneNumber:fail user deny' });
  });

  it('pays on confirmation, and tells cancel and refusal apart', async () => {
    const merchant = new Merchant(sandbox);
    const openid = (await sandbox.control.people()).shoppers[1]?.openid ?? '';
    const params = merchant.paymentParams(await merchant.prepay(merchant.order('wx-pay-1', openid)));
    const cancelled = call('requestPayment', params);
    await tap('sandbox-pay-cancel');
    expect(await cancelled).toEqual({ errMsg: 'requestPayment:fail cancel' });
    const forged = await call('requestPayment', { ...params, paySign: 'AAAA' });
    expect(forged.errMsg).toBe('requestPayment:fail 支付验证签名失败');
    const paid = call('requestPayment', params);
    await expect(page.getByTestId('sandbox-pay-amount').textContent()).resolves.toBe('¥9.90');
    await tap('sandbox-pay-confirm');
    expect(await paid).toEqual({ errMsg: 'requestPayment:ok' });
    expect((await merchant.query('wx-pay-1')).body.trade_state).toBe('SUCCESS');
  });

  it('tells the location in the asked system, once allowed', async () => {
    const asked = call('getLocation', { type: 'gcj02' });
    await tap('sandbox-allow');
    expect(await asked).toMatchObject({ latitude: 31.229, longitude: 121.448, errMsg: 'getLocation:ok' });
    const wgs = await call('getLocation');
    expect(Number(wgs.latitude)).toBeCloseTo(31.2309, 3);
    expect(Number(wgs.longitude)).toBeCloseTo(121.4435, 3);
  });

  it('remembers a refused location', async () => {
    const asked = call('getLocation', { type: 'gcj02' });
    await tap('sandbox-deny');
    expect(await asked).toEqual({ errMsg: 'getLocation:fail auth deny' });
    expect(await call('getLocation')).toEqual({ errMsg: 'getLocation:fail auth deny' });
  });

  it('chooses a place, or closes the map with Escape', async () => {
    const chosen = call('chooseLocation');
    await tap('sandbox-location-1');
    expect(await chosen).toMatchObject({ name: '南京西路', latitude: 31.2294, errMsg: 'chooseLocation:ok' });
    const closed = call('chooseLocation');
    await page.getByTestId('sandbox-sheet').waitFor();
    await page.keyboard.press('Escape');
    expect(await closed).toEqual({ errMsg: 'chooseLocation:fail cancel' });
  });

  it('answers per template and counts what was accepted', async () => {
    const template = sandbox.env.SUBSCRIBE_TEMPLATE_PICKUP_READY ?? '';
    const accepted = call('requestSubscribeMessage', { tmplIds: [template] });
    await tap('sandbox-subscribe-accept');
    expect(await accepted).toEqual({ errMsg: 'requestSubscribeMessage:ok', [template]: 'accept' });
    const unticked = call('requestSubscribeMessage', { tmplIds: [template] });
    await page.getByTestId(`sandbox-subscribe-${template}`).uncheck();
    await tap('sandbox-subscribe-accept');
    expect(await unticked).toMatchObject({ [template]: 'reject' });
    expect((await sandbox.control.inbox('wang')).subscriptions).toEqual({ [template]: 1 });
    expect(await call('requestSubscribeMessage', { tmplIds: ['unknown'] })).toMatchObject({ errCode: 20001 });
    expect(await call('requestSubscribeMessage', { tmplIds: ['1', '2', '3', '4'] })).toMatchObject({
      errCode: 20003,
    });
    expect(await call('requestSubscribeMessage', {})).toMatchObject({ errCode: 10001 });
  });

  it('scans a typed text and a mini-program code', async () => {
    const typed = call('scanCode');
    await page.getByTestId('sandbox-scan-input').fill('8888-1234');
    await tap('sandbox-scan-submit');
    expect(await typed).toMatchObject({ result: '8888-1234', scanType: 'QR_CODE', path: '' });
    const code = call('scanCode');
    await page.getByTestId('sandbox-scan-input').fill('wxacode:pages/home/index?scene=s=1&b=2');
    await page.keyboard.press('Enter');
    expect(await code).toMatchObject({ scanType: 'WX_CODE', path: 'pages/home/index?scene=s%3D1%26b%3D2' });
  });

  it('asks for the agreement to the privacy guideline once, and remembers a refusal for ten seconds', async () => {
    await sandbox.control.miniProgram.setUp({ privacy: { enforced: true, declared: null } });
    expect(await call('getPrivacySetting')).toMatchObject({ needAuthorization: true });
    const refused = call('chooseLocation');
    await tap('sandbox-privacy-disagree');
    const words = 'chooseLocation:fail privacy permission is not authorized';
    expect(await refused).toEqual({ errMsg: words, errno: 103 });
    expect(await call('chooseLocation')).toEqual({ errMsg: words, errno: 103 });
    await page.reload();
    const agreed = call('chooseLocation');
    await tap('sandbox-privacy-agree');
    await tap('sandbox-location-0');
    expect(await agreed).toMatchObject({ errMsg: 'chooseLocation:ok' });
    expect(await call('getPrivacySetting')).toMatchObject({
      needAuthorization: false,
      privacyContractName: expect.stringMatching(/^《.+隐私保护指引》$/),
    });
  });

  it('lets the page ask in its own words, and tells undeclared APIs apart', async () => {
    await sandbox.control.miniProgram.setUp({ privacy: { enforced: true, declared: ['getPhoneNumber'] } });
    expect(await call('getLocation')).toEqual({
      errMsg: 'getLocation:fail api scope is not declared in the privacy agreement',
      errno: 112,
    });
    const asked = await page.evaluate(async () => {
      const wx = Reflect.get(window, 'wx') as Record<string, (given: unknown) => Promise<unknown>>;
      const referrers: string[] = [];
      wx.onNeedPrivacyAuthorization!((resolve: (answer: unknown) => void, info: { referrer: string }) => {
        referrers.push(info.referrer);
        resolve({ event: 'exposureAuthorization' });
        resolve({ event: 'disagree' });
      });
      return [await wx.previewGetPhoneNumber!({}), referrers];
    });
    expect(asked).toEqual([
      { errMsg: 'getPhoneNumber:fail privacy permission is not authorized', errno: 104 },
      ['getPhoneNumber'],
    ]);
  });

  it('gives no phone code when no call is left', async () => {
    await sandbox.control.miniProgram.setUp({
      privacy: { enforced: false, declared: null },
      phoneCallsLeft: 1,
    });
    for (const errno of [undefined, 1400001]) {
      const asked = call('previewGetPhoneNumber');
      await tap('sandbox-allow');
      expect((await asked).errno).toBe(errno);
    }
    await sandbox.control.miniProgram.setUp({ phoneCallsLeft: null });
  });

  it('keeps the focus in the sheet and gives it back', async () => {
    await page.locator('#app').focus();
    const asked = call('previewGetPhoneNumber');
    await page.getByTestId('sandbox-sheet').waitFor();
    for (let press = 0; press < 5; press += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await asked).toMatchObject({ errMsg: 'getPhoneNumber:fail user deny' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('app');
  });
});
