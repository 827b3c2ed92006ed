import { startSandbox } from '@omni/wechat-sandbox';
import { loadConfig } from './config';

const secret = Buffer.alloc(32, 7).toString('base64');
let good: NodeJS.ProcessEnv;

beforeAll(async () => {
  const sandbox = await startSandbox();
  good = {
    ...sandbox.env,
    MONGO_URL: 'mongodb://127.0.0.1/x',
    REDIS_URL: 'redis://127.0.0.1',
    PUBLIC_URL: 'https://api.example.com',
    WECOM_H5_URL: 'https://h5.example.com',
    PHONE_KEY: secret,
    HASH_KEY: secret,
  };
  await sandbox.close();
});

describe('the configuration', () => {
  it('is production unless said otherwise, and talks to the real platforms by default', () => {
    const { WECHAT_API_BASE: _api, WECHAT_PAY_BASE: _pay, ...rest } = good;
    expect(loadConfig(rest)).toMatchObject({
      NODE_ENV: 'production',
      WECHAT_API_BASE: 'https://api.weixin.qq.com',
      WECHAT_PAY_BASE: 'https://api.mch.weixin.qq.com',
      CLOCK_MOVABLE: '0',
    });
  });

  it('names every wrong variable, and prints no value', () => {
    const wrong = {
      ...good,
      MONGO_URL: 'postgres://user:hunter2@x',
      PHONE_KEY: 'short-secret',
      PORT: 'many',
    };
    expect(() => loadConfig(wrong)).toThrow(/MONGO_URL[\s\S]*PHONE_KEY|PHONE_KEY[\s\S]*MONGO_URL/);
    expect(() => loadConfig(wrong)).toThrow(/PORT/);
    expect(() => loadConfig(wrong)).not.toThrow(/hunter2|short-secret/);
  });

  it('takes platform certificates, one after the other, and refuses what is none', () => {
    const { WECHAT_PAY_PLATFORM_CERTIFICATES: one } = good;
    const certificates = loadConfig({ ...good, WECHAT_PAY_PLATFORM_CERTIFICATES: `${one}${one}` });
    expect(certificates.WECHAT_PAY_PLATFORM_CERTIFICATES).toHaveLength(2);
    for (const wrong of ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', '-----BEGIN RSA'])
      expect(() => loadConfig({ ...good, WECHAT_PAY_PLATFORM_CERTIFICATES: wrong })).toThrow(
        'WECHAT_PAY_PLATFORM_CERTIFICATES: must be PEM certificates',
      );
  });

  it.each([{ CLOCK_MOVABLE: '1' }, { CLOCK_URL: 'http://127.0.0.1:7301/control/clock' }])(
    'lets nobody move the time in production: %j',
    (clock) => {
      expect(() => loadConfig({ ...good, ...clock })).toThrow('not allowed in production');
      expect(() => loadConfig({ ...good, ...clock, NODE_ENV: 'development' })).not.toThrow();
    },
  );
});
