import pino from 'pino';
import { config } from '../../config';
import { log } from '../../kernel/log';
import { startSuite } from '../../testing';
import type { Suite } from '../../testing';
import { aMemberWithPhone } from './testing';

let suite: Suite;
const lines: string[] = [];
beforeAll(async () => {
  suite = await startSuite();
  log.level = 'trace';
  Object.assign(log, { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } });
});
afterAll(() => suite.close());

test('logs of logins, bindings, outages and refusals name nobody and give no secret away', async () => {
  const { token } = await aMemberWithPhone(suite, 'lin');
  const fail = (path: string, fault: object) =>
    suite.sandbox.control.faults({ failNext: { path, times: 2, ...fault } });
  await fail('/sns/jscode2session', { errcode: 40125 });
  expect((await suite.call('identity.login', { code: 'CODE-OF-LOGIN' })).code).toBe('PLATFORM_UNAVAILABLE');
  expect((await suite.call('identity.login', { code: 'CODE-OF-LOGIN' })).code).toBe('PLATFORM_UNAVAILABLE');
  await fail('/wxa/business/getuserphonenumber', { drop: true });
  await suite.call('identity.bindPhone', { code: 'CODE-OF-PHONE' }, token);
  await suite.call('staff.login', { code: 'CODE-OF-STAFF', state: 'STATE', nonce: 'NONCE' });
  await fetch(`${suite.url}/webhooks/wecom?msg_signature=SIG&timestamp=1&nonce=N`, {
    method: 'POST',
    body: 'x',
  });

  const text = lines.join('');
  expect(text).toContain('mini-program jscode2session refused: 40125');
  const lin = (await suite.sandbox.control.people()).shoppers.find(({ id }) => id === 'lin')!;
  const { MINI_PROGRAM_SECRET, WECOM_SECRET, PHONE_KEY, HASH_KEY } = config();
  for (const secret of [
    ...[lin.phone, lin.name, lin.openid, lin.unionid, token],
    ...[MINI_PROGRAM_SECRET, WECOM_SECRET, PHONE_KEY, HASH_KEY],
    ...['CODE-OF-', 'access_token=', 'js_code', 'Bearer'],
  ]) {
    expect(text).not.toContain(secret);
  }
});
