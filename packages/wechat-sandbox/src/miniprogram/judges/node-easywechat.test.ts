/**
 * node-easywechat 3.6.2 as it is published (with the node-socialite it was written for, 1.4.1) against the sandbox: its base URLs
 * by its own option `http.baseURL`, its tokens in memory, because its own file cache writes secrets into the working directory.
 *
 * What it cannot do without being changed:
 * - its OAuth providers (node-socialite) know the addresses of the real hosts only. `setHttpOptions` takes an adapter of axios, and
 *   that one leads them here.
 * - WeCom's provider asks for `/cgi-bin/user/getuserinfo` at a host it forgot (`undefined/cgi-bin/…`), so that it works nowhere; the
 *   code is exchanged with the library's client instead, at the address that replaced it.
 * - sealed pushes have to be XML: what comes out of the seal is read as XML only. Each request needs an application of its own, because
 *   the server keeps the decryption of the request before.
 * - it verifies the notices of WeChat Pay, but not the answers to its own calls.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CacheInterface, MiniApp, OfficialAccount, Pay, ServerRequest, Work } from 'node-easywechat';
import { jsSdkSignature } from '../../crypto/wecom';
import { startSandbox } from '../../sandbox';
import type { Sandbox } from '../../sandbox';

type Fields = Record<string, unknown>;

class MemoryCache extends CacheInterface {
  private readonly kept = new Map<string, unknown>();
  override async get(key: string): Promise<unknown> {
    return this.kept.get(key) ?? null;
  }
  override async has(key: string): Promise<boolean> {
    return this.kept.has(key);
  }
  override async set(key: string, data?: unknown): Promise<boolean> {
    this.kept.set(key, data);
    return true;
  }
  override async delete(key: string): Promise<boolean> {
    return this.kept.delete(key);
  }
}

let sandbox: Sandbox;
let env: Record<string, string>;
let folder: string;
const listening: Listening[] = [];
const secretsInFiles = (): string[] => readdirSync('.').filter((name) => /access_token|ticket/.test(name));

beforeAll(async () => {
  sandbox = await startSandbox({ notifyRetrySeconds: [1, 1] });
  env = sandbox.env;
  folder = mkdtempSync(join(tmpdir(), 'easywechat-'));
});
afterAll(async () => {
  await sandbox.close();
  await Promise.all(listening.map((server) => server.close()));
  rmSync(folder, { recursive: true, force: true });
  // Nothing was cached in files.
  expect(secretsInFiles()).toEqual([]);
});

const miniApp = (): InstanceType<typeof MiniApp> => {
  const app = new MiniApp({
    app_id: env.MINI_PROGRAM_APPID ?? '',
    secret: env.MINI_PROGRAM_SECRET ?? '',
    token: env.MINI_PROGRAM_PUSH_TOKEN ?? '',
    aes_key: env.MINI_PROGRAM_PUSH_AES_KEY ?? '',
    use_stable_access_token: true,
    http: { baseURL: `${env.WECHAT_API_BASE}/` },
  });
  app.setCache(new MemoryCache());
  return app;
};
const officialAccount = (): InstanceType<typeof OfficialAccount> => {
  const app = new OfficialAccount({
    app_id: env.OFFICIAL_ACCOUNT_APPID ?? '',
    secret: env.OFFICIAL_ACCOUNT_SECRET ?? '',
    token: env.OFFICIAL_ACCOUNT_TOKEN ?? '',
    aes_key: env.OFFICIAL_ACCOUNT_AES_KEY ?? '',
    oauth: { scope: 'snsapi_userinfo', redirect_url: 'https://shop.example/back' },
    http: { baseURL: `${env.WECHAT_API_BASE}/` },
  });
  app.setCache(new MemoryCache());
  return app;
};
const work = (): InstanceType<typeof Work> => {
  const app = new Work({
    corp_id: env.WECOM_CORPID ?? '',
    secret: env.WECOM_SECRET ?? '',
    token: env.WECOM_CALLBACK_TOKEN ?? '',
    aes_key: env.WECOM_CALLBACK_AES_KEY ?? '',
    http: { baseURL: `${env.WECOM_API_BASE}/` },
  });
  app.setCache(new MemoryCache());
  return app;
};

type OauthProvider = ReturnType<InstanceType<typeof OfficialAccount>['getOAuth']>;
type HttpOptions = NonNullable<Parameters<OauthProvider['setHttpOptions']>[0]>;

/** An adapter of axios that leads the addresses of the real hosts to the sandbox. */
const toSandbox = {
  adapter: async (config: { url?: string; params?: Record<string, string> }): Promise<unknown> => {
    const url = new URL((config.url ?? '').replace(/^https:\//, sandbox.url));
    for (const [name, value] of Object.entries(config.params ?? {})) url.searchParams.set(name, value);
    const response = await fetch(url);
    const headers = Object.fromEntries(response.headers);
    return { data: await response.json(), status: response.status, statusText: '', headers, config };
  },
} as unknown as HttpOptions;

type Serve = (request: ServerRequest) => Promise<{ getBody(): Buffer }>;
type Listening = { url: string; close(): Promise<void> };

/** A server that hands each request to the library, and answers 500 when that throws. */
async function listen(serve: Serve): Promise<Listening> {
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const served = await serve(await ServerRequest.createFromIncomingMessage(message));
      response.end(served.getBody());
    } catch {
      response.statusCode = 500;
      response.end();
    }
  };
  const server: Server = createServer((message, response) => void answer(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const here: Listening = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  listening.push(here);
  return here;
}

describe('MiniApp', () => {
  it('logs in, opens what is sealed with the session key, and calls with a stable token', async () => {
    const app = miniApp();
    const { code } = await sandbox.control.loginCode('lin');
    const session = await app.getUtils().codeToSession(code);
    const [lin] = (await sandbox.control.people()).shoppers;
    expect(session).toMatchObject({ openid: lin?.openid, unionid: lin?.unionid });
    await expect(app.getUtils().codeToSession(code)).rejects.toThrow(/40163/);
    const { encryptedData, iv } = await sandbox.control.miniProgram.phoneData('lin');
    expect(app.getUtils().decryptSession(String(session.session_key), iv, encryptedData)).toMatchObject({
      purePhoneNumber: '13800138001',
    });
    const token = await app.getAccessToken().getToken();
    expect(await app.getAccessToken().getToken()).toBe(token);
    const phone = await sandbox.control.phoneCode('lin');
    const answer = await app.getClient().post('/wxa/business/getuserphonenumber', { data: phone });
    expect(answer.toObject()).toMatchObject({ errcode: 0, phone_info: { countryCode: '86' } });
  });

  it('gets the picture of a code', async () => {
    const response = await miniApp()
      .getClient()
      .post('/wxa/getwxacodeunlimit', { data: { scene: 'a' }, responseType: 'arraybuffer' });
    const saved = join(folder, 'code.png');
    await response.saveAs(saved);
    expect(readdirSync(folder)).toContain('code.png');
  });

  it('reads sealed pushes as XML', async () => {
    const received: Fields[] = [];
    const server = await listen(async (request) => {
      const app = miniApp();
      app.setRequest(request);
      return app
        .getServer()
        .addMessageListener('text', async (message, next) => {
          received.push({ content: message.Content, from: message.FromUserName });
          return next?.(message);
        })
        .serve();
    });
    await sandbox.control.miniProgram.configure({ push: { format: 'xml' } });
    const check = await sandbox.control.configureCallbacks({ miniProgramPushUrl: server.url });
    expect(check).toEqual({ verified: true, explanation: 'ok' });
    await sandbox.control.miniProgram.message('lin', '在吗');
    await sandbox.control.settle();
    const openid = (await sandbox.control.people()).shoppers[0]?.openid;
    expect(received).toEqual([{ content: '在吗', from: openid }]);
    await sandbox.control.miniProgram.configure({ push: { format: 'json', url: null } });
  });
});

describe('OfficialAccount', () => {
  const events: Fields[] = [];
  let server: Listening;
  beforeAll(async () => {
    server = await listen(async (request) => {
      const app = officialAccount();
      app.setRequest(request);
      return app
        .getServer()
        .addEventListener('subscribe', async (message) => {
          events.push({ event: message.Event, key: message.EventKey });
          return '欢迎光临';
        })
        .serve();
    });
    await sandbox.control.configureCallbacks({ officialAccountPushUrl: server.url });
  });
  afterAll(async () => {
    await sandbox.control.officialAccount.configure({ push: { url: null } });
  });
  beforeEach(async () => {
    events.length = 0;
    await sandbox.control.reset();
  });

  it('makes a QR code, hears of who follows by it, and greets in a sealed reply', async () => {
    const client = officialAccount().getClient();
    const made = await client.post('/cgi-bin/qrcode/create', {
      data: { action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'door' } } },
    });
    await sandbox.control.officialAccount.scanQr('lin', String(made.toObject().ticket));
    await sandbox.control.settle();
    expect(events).toEqual([{ event: 'subscribe', key: 'qrscene_door' }]);
    expect((await sandbox.control.inbox('lin')).official.messages).toMatchObject([
      { kind: 'reply', text: '欢迎光临' },
    ]);
    const openid = (await sandbox.control.people()).shoppers[0]?.officialOpenid;
    const info = await client.get('/cgi-bin/user/info', { params: { openid, lang: 'zh_CN' } });
    expect(info.toObject()).toMatchObject({ subscribe: 1, qr_scene_str: 'door' });
  });

  it.each(['bad-signature', 'tamper', 'wrong-receiveid'] as const)(
    'refuses a push with %s and takes the next try',
    async (mode) => {
      await sandbox.control.faults({ push: { mode, times: 1 } });
      await sandbox.control.officialAccount.follow('lin');
      await sandbox.control.settle();
      expect(events).toEqual([]);
      await sandbox.control.advanceClock(6);
      expect(events).toHaveLength(1);
      expect((await sandbox.control.notices()).at(-1)?.statuses).toEqual([500, 200]);
    },
  );

  it('takes a web login through its OAuth provider', async () => {
    const oauth = officialAccount().getOAuth().scopes(['snsapi_userinfo']).setHttpOptions(toSandbox);
    const address = oauth
      .withState('abc')
      .redirect('https://shop.example/back')
      .replace('https:/', sandbox.url);
    const back = await fetch(`${address.split('#')[0]}&sandbox_shopper=lin`, { redirect: 'manual' });
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const user = await oauth.userFromCode(code);
    const [lin] = (await sandbox.control.people()).shoppers;
    expect({ id: user.getId(), name: user.getName() }).toEqual({ id: lin?.officialOpenid, name: '林晓' });
    await expect(oauth.tokenFromCode(code)).rejects.toThrow(/40163/);
  });

  it('signs a page with the ticket', async () => {
    const app = officialAccount();
    const url = 'https://shop.example/page?a=1';
    const config = await app.getUtils().buildJsSdkConfig(url);
    const expected = jsSdkSignature({
      ticket: await app.getTicket().getTicket(),
      nonceStr: String(config.nonceStr),
      timestamp: String(config.timestamp),
      url,
    });
    expect(config.signature).toBe(expected);
  });
});

describe('Work', () => {
  it('exchanges an OAuth code with its client, and signs pages', async () => {
    const app = work();
    const { code } = await sandbox.control.wecom.oauthCode('xiaomei');
    const who = await app.getClient().get('/cgi-bin/auth/getuserinfo', { params: { code } });
    expect(who.toObject()).toMatchObject({ errcode: 0, userid: 'xiaomei' });
    const url = 'https://sidebar.example/';
    const config = await app.getUtils().buildJsSdkConfig(url);
    const ticket = await app.getTicket().getTicket();
    const { nonceStr, timestamp } = config;
    expect(config.signature).toBe(
      jsSdkSignature({ ticket, nonceStr: String(nonceStr), timestamp: String(timestamp), url }),
    );
  });

  it('builds the address of the login page, which the sandbox takes', async () => {
    const oauth = (await work().getOAuth()).scopes(['snsapi_base']).withState('abc');
    const address = oauth.redirect('https://sidebar.example/back').replace('https:/', sandbox.url);
    const page = await fetch(address.split('#')[0] ?? '');
    expect(await page.text()).toContain('sandbox-staff-xiaomei');
  });

  it('answers the echo check and opens callbacks', async () => {
    const received: Fields[] = [];
    const server = await listen(async (request) => {
      const app = work();
      app.setRequest(request);
      return app
        .getServer()
        .with(async (message, next) => {
          received.push({ change: message.ChangeType, user: message.UserID, state: message.State });
          return next?.(message);
        })
        .serve();
    });
    const check = await sandbox.control.configureCallbacks({ wecomCallbackUrl: server.url });
    expect(check).toEqual({ verified: true, explanation: 'ok' });
    await sandbox.control.wecom.addCustomer({ userid: 'laozhou', shopperId: 'chen', state: 'door' });
    await sandbox.control.settle();
    expect(received).toContainEqual({ change: 'add_external_contact', user: 'laozhou', state: 'door' });
  });
});

describe('Pay', () => {
  const pay = (): InstanceType<typeof Pay> => {
    const path = (name: string, content = ''): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const app = new Pay({
      mch_id: env.WECHAT_PAY_MCHID ?? '',
      private_key: path('key.pem', env.WECHAT_PAY_PRIVATE_KEY),
      certificate: path('cert.pem', env.WECHAT_PAY_CERTIFICATE),
      secret_key: env.WECHAT_PAY_API_V3_KEY ?? '',
      platform_certs: { [env.WECHAT_PAY_PUBLIC_KEY_ID ?? '']: path('public.pem', env.WECHAT_PAY_PUBLIC_KEY) },
      http: { baseURL: `${env.WECHAT_PAY_BASE}/` },
    });
    app.setCache(new MemoryCache());
    return app;
  };
  const prepay = async (
    app: InstanceType<typeof Pay>,
    outTradeNo: string,
    notifyUrl: string,
  ): Promise<string> => {
    const answer = await app.getClient().post('/v3/pay/transactions/jsapi', {
      data: {
        appid: env.MINI_PROGRAM_APPID,
        mchid: env.WECHAT_PAY_MCHID,
        description: '羊绒衫',
        out_trade_no: outTradeNo,
        notify_url: notifyUrl,
        amount: { total: 19_900, currency: 'CNY' },
        payer: { openid: (await sandbox.control.people()).shoppers[0]?.openid },
      },
    });
    return String(answer.toObject().prepay_id);
  };

  it('prepays, has its five parameters accepted, verifies and opens the notice, and queries', async () => {
    const notices: Fields[] = [];
    const server = await listen(async (request) => {
      const app = pay();
      app.setRequest(request);
      await app.getValidator().validate(request);
      return app
        .getServer()
        .handlePaid(async (message, next) => {
          notices.push({ outTradeNo: message.out_trade_no, amount: message.amount });
          return next?.(message);
        })
        .serve();
    });
    const app = pay();
    const prepayId = await prepay(app, 'easywechat-1', server.url);
    const config = app.getUtils().buildMiniAppConfig(prepayId, env.MINI_PROGRAM_APPID ?? '');
    const { timeStamp, nonceStr, signType, paySign } = config;
    const params = { timeStamp, nonceStr, package: config.package, signType, paySign };
    await sandbox.control.faults({ notices: { mode: 'bad-signature', times: 1 } });
    expect(await sandbox.control.pay('lin', params)).toEqual({ errMsg: 'requestPayment:ok' });
    await sandbox.control.settle();
    expect(notices).toEqual([]);
    await sandbox.control.advanceClock(2);
    expect(notices).toMatchObject([{ outTradeNo: 'easywechat-1', amount: { total: 19_900 } }]);
    const order = await app
      .getClient()
      .get('/v3/pay/transactions/out-trade-no/easywechat-1', { params: { mchid: env.WECHAT_PAY_MCHID } });
    expect(order.toObject()).toMatchObject({ trade_state: 'SUCCESS' });
  });
});
