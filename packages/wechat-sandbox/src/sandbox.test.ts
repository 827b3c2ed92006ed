import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SandboxClient } from './control/client';
import { startSandbox } from './sandbox';
import type { Sandbox } from './sandbox';
import { Merchant } from './testing/merchant';
import { PlatformClient } from './testing/platform';
import { startReceiver } from './testing/receiver';

const folders: string[] = [];
const running: Sandbox[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'wechat-sandbox-'));
  folders.push(made);
  return made;
}
async function start(options: Parameters<typeof startSandbox>[0] = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  running.push(sandbox);
  return sandbox;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

it('keeps keys, orders, tokens, notices and the clock over a restart', async () => {
  const dataDir = folder();
  const receiver = await startReceiver();
  receiver.answers.push({ status: 500 });
  const first = await start({ dataDir });
  const openid = (await first.control.people()).shoppers[0]?.openid ?? '';
  const merchant = new Merchant(first);
  const prepayId = await merchant.prepay(merchant.order('restart-1', openid, { notify_url: receiver.url }));
  await first.control.pay('lin', { prepayId });
  await first.control.settle();
  const token = await new PlatformClient(first).stableToken();
  await first.control.advanceClock(10);
  await first.close();
  const second = await start({ dataDir });
  expect(second.env.WECHAT_PAY_SERIAL).toBe(first.env.WECHAT_PAY_SERIAL);
  expect((await new Merchant(second).query('restart-1')).body.trade_state).toBe('SUCCESS');
  expect((await new PlatformClient(second).stableToken()).access_token).toBe(token.access_token);
  expect((await second.control.clock()).offsetSeconds).toBe(10);
  await second.control.advanceClock(16);
  expect(receiver.received).toHaveLength(2);
  await receiver.close();
});

it('starts over by a reset, and keeps its people and keys', async () => {
  const sandbox = await start();
  const merchant = new Merchant(sandbox);
  const people = await sandbox.control.people();
  await merchant.prepay(merchant.order('reset-1', people.shoppers[0]?.openid ?? ''));
  await sandbox.control.advanceClock(100);
  await sandbox.control.reset();
  expect((await merchant.query('reset-1')).body.code).toBe('ORDER_NOT_EXIST');
  expect((await sandbox.control.clock()).offsetSeconds).toBe(0);
  expect(await sandbox.control.people()).toEqual(people);
});

it('has the same people everywhere and the same nonces under a seed', async () => {
  const [one, two] = [await start({ seed: 7 }), await start({ seed: 7 })];
  expect(await one.control.people()).toEqual(await two.control.people());
  expect(await one.control.loginCode('lin')).toEqual(await two.control.loginCode('lin'));
});

it('lets a place be moved and tells mistakes of a test in words', async () => {
  const { control } = await start();
  await control.setLocation('chen', { latitude: 31.2, longitude: 121.4 });
  expect((await control.people()).shoppers[2]?.location).toEqual({ latitude: 31.2, longitude: 121.4 });
  await expect(control.loginCode('nobody')).rejects.toThrow(/no shopper nobody; there are lin, wang, chen/);
  await expect(control.advanceClock(-1)).rejects.toThrow(/400/);
  await expect(control.setLocation('chen', { latitude: 91, longitude: 0 })).rejects.toThrow(/latitude/);
});

it('sends act-as only to paths of the same origin', async () => {
  const { url } = await start();
  const go = (to: string): Promise<Response> =>
    fetch(`${url}/act-as?staff=xiaomei&customer=lin&to=${encodeURIComponent(to)}`, { redirect: 'manual' });
  const good = await go('/sidebar?a=1');
  expect([good.status, good.headers.get('location')]).toEqual([302, '/sidebar?a=1']);
  expect(good.headers.getSetCookie()).toEqual([
    'sandbox_staff=xiaomei; Path=/; SameSite=Lax',
    'sandbox_customer=lin; Path=/; SameSite=Lax',
    'sandbox_entry=single_chat_tools; Path=/; SameSite=Lax',
  ]);
  for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', 'sidebar', '/a\nb']) {
    expect((await go(to)).status).toBe(400);
  }
  expect((await fetch(`${url}/act-as?staff=nobody`)).status).toBe(404);
  expect((await fetch(`${url}/act-as?staff=xiaomei&customer=nobody`)).status).toBe(404);
});

it('runs from the command line, answers /healthz and stops cleanly', async () => {
  const dataDir = folder();
  const tsx = require.resolve('tsx/cli');
  const child = spawn(process.execPath, [tsx, join(__dirname, 'cli.ts'), '--port', '0', '--data', dataDir]);
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk))),
  );
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await new SandboxClient(`${url}/`).people()).staff).toHaveLength(4);
  const stopped = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await stopped).toBe(0);
  expect(JSON.parse(readFileSync(join(dataDir, 'state.json'), 'utf8'))).toHaveProperty('pay');
});
