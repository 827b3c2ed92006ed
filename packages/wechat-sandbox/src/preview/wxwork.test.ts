import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { jsSdkSignature } from '../crypto/wecom';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { findChromium, startPageServer } from '../testing/page-server';
import type { PageServer } from '../testing/page-server';

const executablePath = findChromium();
const inChromium = executablePath === undefined ? describe.skip : describe;

type Outcome = Record<string, unknown>;

inChromium('The unmodified @wecom/jssdk in Chromium', () => {
  let sandbox: Sandbox;
  let site: PageServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    sandbox = await startSandbox();
    site = await startPageServer(sandbox.url, ['/__sandbox/preview/wxwork.js', '/jssdk.js']);
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
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const open = (query: string): Promise<unknown> => page.goto(`${site.url}/__sandbox/act-as?${query}`);

  const ticket = async (path: string): Promise<string> => {
    const { env } = sandbox;
    const api = env.WECOM_API_BASE ?? '';
    const got = await fetch(
      `${api}/cgi-bin/gettoken?corpid=${env.WECOM_CORPID}&corpsecret=${env.WECOM_SECRET}`,
    );
    const { access_token } = (await got.json()) as { access_token: string };
    const answer = await fetch(`${api}${path}${path.includes('?') ? '&' : '?'}access_token=${access_token}`);
    return ((await answer.json()) as { ticket: string }).ticket;
  };

  /** Registers as a page would, with signatures a server made for `url`; answers the outcome of agentConfig. */
  const register = async (given: { apis: string[]; url?: string; agent?: boolean }): Promise<Outcome> => {
    const url = given.url ?? page.url();
    const sign = (of: string) => {
      const signed = { nonceStr: 'n0nce', timestamp: '1790000000', url };
      return {
        nonceStr: 'n0nce',
        timestamp: 1790000000,
        signature: jsSdkSignature({ ...signed, ticket: of }),
      };
    };
    const corp = sign(await ticket('/cgi-bin/get_jsapi_ticket'));
    const agent = sign(await ticket('/cgi-bin/ticket/get?type=agent_config'));
    return page.evaluate(
      async ({ corpId, agentId, apis, corpSigned, agentSigned }) => {
        const ww = Reflect.get(window, 'ww') as Record<string, (options?: unknown) => Promise<Outcome>>;
        void ww.register!({
          corpId,
          agentId,
          jsApiList: apis,
          getConfigSignature: () => corpSigned,
          ...(agentSigned ? { getAgentConfigSignature: () => agentSigned } : {}),
        });
        const ready = agentSigned ? ww.ensureAgentConfigReady!() : ww.ensureCorpConfigReady!();
        return ready.then(
          () => ({ errMsg: 'ready' }),
          (failure: Outcome) => failure,
        );
      },
      {
        corpId: sandbox.env.WECOM_CORPID,
        agentId: sandbox.env.WECOM_AGENTID,
        apis: given.apis,
        corpSigned: corp,
        agentSigned: given.agent === false ? null : agent,
      },
    );
  };

  const call = (name: string, options?: unknown): Promise<Outcome> =>
    page.evaluate(
      ([api, given]) => {
        const ww = Reflect.get(window, 'ww') as Record<string, (options?: unknown) => Promise<Outcome>>;
        return ww[api as string]!(given ?? undefined).catch((failure: Outcome) => failure);
      },
      [name, options ?? null],
    );
  const all = ['getContext', 'getCurExternalContact', 'sendChatMessage', 'scanQRCode', 'openUserProfile'];

  it('registers beside a chat, knows the customer and speaks in the chat', async () => {
    await open('staff=xiaomei&customer=lin&to=/sidebar%3Fa=1');
    expect(page.url()).toBe(`${site.url}/sidebar?a=1`);
    expect(await register({ apis: all })).toEqual({ errMsg: 'ready' });
    const lin = (await sandbox.control.people()).shoppers[0];
    expect(await call('getContext')).toMatchObject({ entry: 'single_chat_tools' });
    expect(await call('getCurExternalContact')).toMatchObject({ userId: lin?.external_userid });
    const said = await call('sendChatMessage', { msgtype: 'text', text: { content: '您好' } });
    expect(said).toMatchObject({ errMsg: 'sendChatMessage:ok' });
    await page.getByTestId('sandbox-toast').getByText('已发送').waitFor();
    const { messages } = await sandbox.control.wecom.sent('xiaomei');
    expect(messages.at(-1)).toMatchObject({
      kind: 'chat',
      externalUserid: lin?.external_userid,
      content: { content: '您好' },
    });
    expect((await sandbox.control.inbox('lin')).chats).toHaveLength(1);
  });

  it('knows the group of a page that was opened from a group’s tools, and speaks into it', async () => {
    const apis = [...all, 'getCurExternalChat'];
    const { wecom } = sandbox.control;
    const group = await wecom.createGroup({ owner: 'xiaomei', name: '会员群', customers: ['lin'] });
    const chat = `chat=${group.chatId}&to=/sidebar`;
    await page.goto(`${site.url}/__sandbox/act-as/group?staff=xiaomei&${chat}`);
    expect(page.url()).toBe(`${site.url}/sidebar`);
    await register({ apis });
    expect(await call('getContext')).toMatchObject({ entry: 'group_chat_tools' });
    expect(await call('getCurExternalChat')).toMatchObject({ chatId: group.chatId });
    const nobody = 'getCurExternalContact:fail without context of external contact';
    expect((await call('getCurExternalContact')).errMsg).toBe(nobody);
    await call('sendChatMessage', { msgtype: 'text', text: { content: '大家好' } });
    expect((await wecom.group(group.chatId)).messages).toMatchObject([
      { kind: 'chat', userid: 'xiaomei', content: { content: '大家好' } },
    ]);
    const noGroup = 'getCurExternalChat:fail without context of external contact';
    await page.goto(`${site.url}/__sandbox/act-as/group?staff=laozhou&${chat}`);
    await register({ apis });
    expect((await call('getCurExternalChat')).errMsg).toBe(noGroup);
    await open('staff=xiaomei&customer=lin&to=/sidebar');
    await register({ apis });
    expect((await call('getCurExternalChat')).errMsg).toBe(noGroup);
  });

  it('refuses an empty message', async () => {
    await open('staff=xiaomei&customer=wang&to=/');
    await register({ apis: all });
    expect((await call('sendChatMessage', { msgtype: 'text', text: { content: '' } })).errMsg).toContain(
      'fail',
    );
  });

  it('has no customer outside of a chat', async () => {
    await open('staff=xiaomei&to=/workbench');
    await register({ apis: all });
    expect(await call('getContext')).toMatchObject({ entry: 'normal' });
    const answer = await call('getCurExternalContact');
    expect(answer.errMsg).toBe('getCurExternalContact:fail without context of external contact');
  });

  it('refuses a signature made for another address', async () => {
    await open('staff=xiaomei&customer=lin&to=/');
    const answer = await register({ apis: all, url: `${site.url}/other` });
    expect(answer).toMatchObject({ errMsg: 'agentConfig:fail invalid signature', errCode: 40093 });
    const entry = (await sandbox.control.requests()).findLast(({ method }) => method === 'agentConfig');
    expect(entry?.expected).toContain(`url=${site.url}/`);
  });

  it('ignores the fragment and asks again after the address changed', async () => {
    await open('staff=xiaomei&customer=lin&to=/');
    await register({ apis: all, url: `${site.url}/` });
    await page.evaluate(() => history.replaceState(null, '', '#part'));
    expect(await call('getContext')).toMatchObject({ errMsg: 'getContext:ok' });
    await page.evaluate(() => history.pushState(null, '', '/elsewhere'));
    expect((await call('getContext')).errMsg).not.toBe('getContext:ok');
  });

  it('refuses an API that was not listed', async () => {
    await open('staff=xiaomei&customer=lin&to=/');
    await register({ apis: ['getContext'] });
    expect((await call('getCurExternalContact')).errMsg).toBe('getCurExternalContact:permission denied');
  });

  it('refuses customer APIs to a page that only has the company’s signature', async () => {
    await open('staff=xiaomei&customer=lin&to=/');
    expect(await register({ apis: all, agent: false })).toEqual({ errMsg: 'ready' });
    expect((await call('getCurExternalContact')).errMsg).toBe('getCurExternalContact:fail no permission');
  });

  it('scans what is typed, and tells a closed camera', async () => {
    await open('staff=laozhou&to=/workbench');
    await register({ apis: all });
    const scanned = call('scanQRCode', { needResult: true });
    await page.getByTestId('sandbox-scan-input').fill('P-123');
    await page.getByTestId('sandbox-scan-submit').click();
    expect(await scanned).toMatchObject({ resultStr: 'P-123' });
    const closed = call('scanQRCode', { needResult: true });
    await page.getByTestId('sandbox-cancel').click();
    expect((await closed).errMsg).toBe('scanQRCode:cancel');
  });

  it('asks at the OAuth page who it is, and goes back with a code', async () => {
    const { env } = sandbox;
    const query = new URLSearchParams({
      appid: env.WECOM_CORPID ?? '',
      redirect_uri: `${site.url}/login`,
      response_type: 'code',
      scope: 'snsapi_base',
      state: 's1',
      agentid: env.WECOM_AGENTID ?? '',
    });
    await page.goto(`${site.url}/__sandbox/open.weixin.qq.com/connect/oauth2/authorize?${query.toString()}`);
    await page.getByTestId('sandbox-staff-laozhou').click();
    await page.waitForURL(/\/login\?code=/);
    expect(new URL(page.url()).searchParams.get('state')).toBe('s1');
    await page.goto(`${env.WECOM_OAUTH_BASE}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`);
    await page.waitForURL(/\/login\?code=/);
  });
});
