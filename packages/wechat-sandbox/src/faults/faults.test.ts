import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { PlatformClient } from '../testing/platform';
import { openNotice, startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';
import { SCENARIOS } from './scenarios';

let sandbox: Sandbox;
let receiver: Receiver;
let merchant: Merchant;
let openid: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  merchant = new Merchant(sandbox);
  openid = (await sandbox.control.people()).shoppers[0]!.openid;
});
beforeEach(async () => {
  await sandbox.control.reset();
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(() => sandbox.close());

async function paid(outTradeNo: string): Promise<void> {
  const prepayId = await merchant.prepay(merchant.order(outTradeNo, openid, { notify_url: receiver.url }));
  expect(await sandbox.control.pay('lin', { prepayId })).toEqual({ errMsg: 'requestPayment:ok' });
  await sandbox.control.settle();
}
const arrived = (): unknown[] =>
  receiver.received.map((notice) => openNotice(notice, sandbox.env).resource.out_trade_no);
const statuses = async (): Promise<string[]> => (await sandbox.control.notices()).map(({ status }) => status);

describe('on their way, notices', () => {
  it('come late, by the clock', async () => {
    await sandbox.control.faults({ notices: { mode: 'delay', delaySeconds: 90 } });
    await paid('late-1');
    await sandbox.control.advanceClock(89);
    expect(arrived()).toEqual([]);
    await sandbox.control.advanceClock(2);
    expect(arrived()).toEqual(['late-1']);
  });

  it('overtake each other, and come by themselves when nothing overtakes them', async () => {
    await sandbox.control.faults({ notices: { mode: 'reorder' } });
    await paid('first-1');
    await paid('second-1');
    expect(arrived()).toEqual(['second-1', 'first-1']);
    await sandbox.control.faults({ notices: { mode: 'reorder' } });
    await paid('alone-1');
    expect(arrived()).toHaveLength(2);
    await sandbox.control.advanceClock(31);
    expect(arrived().at(-1)).toBe('alone-1');
  });

  it('are lost for good, and can be sent again by hand', async () => {
    await sandbox.control.faults({ notices: { mode: 'lose' } });
    await paid('lost-1');
    await sandbox.control.advanceClock(3 * 86_400);
    expect([arrived(), await statuses()]).toEqual([[], ['lost']]);
    const [notice] = await sandbox.control.notices();
    await sandbox.control.redeliver(notice!.id);
    expect([arrived(), await statuses()]).toEqual([['lost-1'], ['delivered']]);
  });

  it('meet what chance draws, the same for the same seed', async () => {
    const draws = async (seed: number): Promise<string[]> => {
      await sandbox.control.reset();
      await sandbox.control.faults({ chaos: { seed, rate: 0.7, modes: ['duplicate', 'stale', 'tamper'] } });
      for (let index = 0; index < 8; index += 1) await paid(`chaos-${index}`);
      const notices = await sandbox.control.notices();
      return notices.flatMap(({ attempts }) => attempts.map(({ mode }) => mode));
    };
    const first = await draws(7);
    expect(await draws(7)).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(2);
    expect(await draws(8)).not.toEqual(first);
  });

  it('survive a queue longer than what is remembered: only finished ones are forgotten', async () => {
    await sandbox.control.faults({ notices: { mode: 'hold' } });
    for (let index = 0; index < 520; index += 1) {
      const order = merchant.order(`many-${index}`, openid, { notify_url: receiver.url });
      await sandbox.control.pay('lin', { prepayId: await merchant.prepay(order) });
    }
    await sandbox.control.settle();
    expect(await statuses()).toHaveLength(520);
    expect(await sandbox.control.flushNotices()).toEqual({ flushed: 520 });
    await sandbox.control.faults({ clear: true });
    await paid('one-more');
    expect((await statuses()).length).toBeLessThanOrEqual(520);
    expect(arrived()).toHaveLength(521);
  }, 300_000);
});

describe('asked for, calls', () => {
  const path = '/v3/pay/transactions/jsapi';

  it('fail although they were carried out', async () => {
    const order = merchant.order('accepted-1', openid);
    await sandbox.control.faults({ failNext: { path, status: 429, code: 'FREQUENCY_LIMITED', after: true } });
    await expect(merchant.prepay(order)).rejects.toThrow(/429.*FREQUENCY_LIMITED/);
    expect((await merchant.query('accepted-1')).body.trade_state).toBe('NOTPAY');
    expect(await merchant.prepay(order)).toMatch(/^wx/);
  });

  it('lose their answer although they were carried out', async () => {
    await sandbox.control.faults({ failNext: { path, drop: true, after: true } });
    await expect(merchant.prepay(merchant.order('cut-off-1', openid))).rejects.toThrow(/fetch failed/);
    expect((await merchant.query('cut-off-1')).body.trade_state).toBe('NOTPAY');
  });

  it('fail without having been carried out', async () => {
    await sandbox.control.faults({ failNext: { path, status: 500 } });
    await expect(merchant.prepay(merchant.order('not-1', openid))).rejects.toThrow(/500.*SYSTEM_ERROR/);
    expect((await merchant.query('not-1')).body.code).toBe('ORDER_NOT_EXIST');
  });

  it('die on one host only', async () => {
    await sandbox.control.scenario('dead-wecom');
    const platform = new PlatformClient(sandbox);
    await expect(platform.corpToken()).rejects.toThrow(/fetch failed/);
    expect(await platform.stableToken()).toHaveProperty('access_token');
    await sandbox.control.faults({ clear: true });
    expect(await platform.corpToken()).toHaveProperty('access_token');
  });
});

describe('scenarios', () => {
  it.each(SCENARIOS.map(({ name }) => [name]))('%s starts from a clean slate and is shown', async (name) => {
    await sandbox.control.faults({ failNext: { path: '/never', errcode: -1 } });
    const scenario = await sandbox.control.scenario(name, 3);
    expect(scenario).toMatchObject({ name, what: expect.any(String), title: expect.any(String) });
    const { active, scenarios } = await sandbox.control.readFaults();
    expect(active.requests.some((fault) => fault.path === '/never')).toBe(false);
    expect(active.chaos?.seed).toBe(name === 'chaos' ? 3 : undefined);
    expect(scenarios).toHaveLength(SCENARIOS.length);
  });

  it('and faults that there are not are refused in words, and change nothing', async () => {
    const { control, url } = sandbox;
    await control.faults({ refunds: 'hold' });
    await expect(control.scenario('nothing')).rejects.toThrow(
      /404.*no scenario nothing; there are duplicate/,
    );
    const bad: unknown[] = [
      { notices: { mode: 'x' } },
      { refunds: 1 },
      { chaos: { rate: 2, seed: 1 } },
      { x: 1 },
      [],
      3,
    ];
    for (const body of bad) {
      const answer = await fetch(`${url}/control/faults`, { method: 'POST', body: JSON.stringify(body) });
      expect(answer.status).toBe(400);
    }
    expect((await control.readFaults()).active.refunds).toBe('hold');
  });
});
