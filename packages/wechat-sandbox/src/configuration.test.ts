import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, readConfiguration, worldFrom } from './configuration';
import { startSandbox } from './sandbox';
import { defaultWorld } from './world';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-configuration-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: unknown): string {
  const path = join(folder, 'wechat-sandbox.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
const mia = { id: 'mia', name: '米娅', phone: '13900000001', location: { latitude: 30, longitude: 120 } };

it('starts with the people, apps, rules and seed of the file, and keeps the default for the rest', async () => {
  const path = file({
    seed: 5,
    rules: { usedLoginCode: 40029 },
    callbacks: { wecomCallbackUrl: 'http://127.0.0.1:9/wecom' },
    world: {
      merchant: { mchid: '1234567890' },
      miniProgram: { name: '我的小店', pages: ['pages/home/index'] },
      corp: { trustedDomain: 'h5.example.com' },
      shoppers: [mia],
      staff: [{ userid: 'anna', name: '安娜' }],
      follows: [{ userid: 'anna', shopperId: 'mia' }],
    },
  });
  const sandbox = await startSandbox(readConfiguration(path));
  const people = await sandbox.control.people();
  expect(people.shoppers).toMatchObject([{ id: 'mia', note: '', openid: expect.stringMatching(/^o.{27}$/) }]);
  expect(people.staff).toMatchObject([{ userid: 'anna', customers: ['mia'] }]);
  expect(sandbox.env.WECHAT_PAY_MCHID).toBe('1234567890');
  expect(sandbox.env.MINI_PROGRAM_APPID).toBe(defaultWorld().miniProgram.appid);
  expect((await sandbox.control.rules()).usedLoginCode).toBe(40029);
  expect((await sandbox.control.rules()).tokenOverlapSeconds).toBe(300);
  await sandbox.close();
});

it.each([
  ['not JSON', '{', /JSON/],
  ['an unknown setting', { prot: 1 }, /prot/],
  ['a wrong kind of value', { port: 'x' }, /port/],
  ['an unknown rule', { rules: { tokens: 1 } }, /tokens/],
  ['a rule out of range', { rules: { largestImageMb: 3 } }, /largestImageMb/],
  ['an address that is none', { callbacks: { wecomCallbackUrl: 'here' } }, /wecomCallbackUrl/],
  ['a part of the world that is none', { world: { shop: {} } }, /world\.shop: there is no such setting/],
  [
    'a wrong value in the world',
    { world: { merchant: { mchid: 1 } } },
    /world\.merchant\.mchid: expected string/,
  ],
  ['a list that is none', { world: { places: {} } }, /world\.places: expected a list/],
  ['an object that is none', { world: { corp: 'x' } }, /world\.corp: expected an object/],
  ['a person without a phone', { world: { shoppers: [{ ...mia, phone: undefined }] } }, /shoppers\.0\.phone/],
  ['a member without a userid', { world: { staff: [{ name: 'x' }] } }, /staff\.0\.userid/],
  ['a customer nobody is', { world: { follows: [{ userid: 'xiaomei', shopperId: 'mia' }] } }, /nobody is/],
])('refuses %s and says where', (_case, content, words) => {
  expect(() => readConfiguration(file(content))).toThrow(ConfigurationError);
  expect(() => readConfiguration(file(content))).toThrow(words);
});

it('forgets who follows whom when the people are others', () => {
  expect(worldFrom({ shoppers: [mia] }).follows).toEqual([]);
  expect(worldFrom({}).follows).toEqual(defaultWorld().follows);
});

it('tells a person at the command line what is wrong, and stops', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [require.resolve('tsx/cli'), join(__dirname, 'cli.ts'), ...args], {
      encoding: 'utf8',
    });
  const wrong = run('--config', file({ port: -1 }));
  expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringMatching(/did not start: .*port/)]);
  expect(run('--port', 'many').stderr).toMatch(/--port takes a number/);
  expect(run('--help').stdout).toMatch(/--config FILE/);
});
