import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SandboxClient } from '../control/client';
import { startSandbox } from '../sandbox';
import type { Sandbox } from '../sandbox';
import { Merchant } from '../testing/merchant';
import { openNotice, startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';

let dataDir: string;
let receiver: Receiver;
const running: Sandbox[] = [];

async function start(): Promise<Sandbox> {
  const sandbox = await startSandbox({ dataDir });
  running.push(sandbox);
  return sandbox;
}
async function stop(): Promise<void> {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
}
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'resume-'));
  receiver = await startReceiver();
});
afterEach(async () => {
  await stop();
  await receiver.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Native orders need no person to be named beforehand. */
async function pay(sandbox: Sandbox, outTradeNo: string): Promise<void> {
  const codeUrl = await new Merchant(sandbox).prepayNative(outTradeNo, { notify_url: receiver.url });
  expect(await sandbox.control.scanPay('lin', { codeUrl })).toEqual({ result: 'paid' });
}
const refund = (sandbox: Sandbox, outTradeNo: string): Promise<unknown> =>
  new Merchant(sandbox).refund({
    out_trade_no: outTradeNo,
    out_refund_no: `${outTradeNo}-r`,
    notify_url: receiver.url,
    amount: { refund: 990, total: 990, currency: 'CNY' },
  });

describe('After a restart', () => {
  it('orders, refunds, prepay ids and the balance are there, and the state file holds none of them', async () => {
    const first = await start();
    await pay(first, 'kept-1');
    await pay(first, 'kept-2');
    await refund(first, 'kept-1');
    await first.control.settle();
    const openid = (await first.control.people()).shoppers[0]?.openid ?? '';
    const prepayId = await new Merchant(first).prepay(new Merchant(first).order('kept-3', openid));
    const before = await first.control.inbox('lin');
    await stop();
    expect(readFileSync(join(dataDir, 'state.json'), 'utf8')).not.toContain('kept-3');
    const second = await start();
    const merchant = new Merchant(second);
    expect((await merchant.query('kept-1')).body).toMatchObject({ trade_state: 'REFUND' });
    expect((await second.control.pay('lin', { prepayId })).errMsg).toBe('requestPayment:ok');
    expect((await second.control.wechatPay.balance()).balanceFen).toBe(2 * 984);
    const { payments, refunds } = before;
    await second.control.reset();
    expect([payments.length, refunds.length]).toEqual([3, 1]);
    expect((await merchant.query('kept-1')).body.code).toBe('ORDER_NOT_EXIST');
    expect((await second.control.pay('lin', { prepayId })).errMsg).toContain('prepay_id无效');
  });

  it('a refund that was under way ends', async () => {
    const first = await start();
    await pay(first, 'under-way');
    await first.control.faults({ refunds: 'hold' });
    await refund(first, 'under-way');
    await first.control.settle();
    await first.control.faults({ refunds: 'auto' });
    await stop();
    const second = await start();
    await second.control.settle();
    const query = await new Merchant(second).send('GET', '/v3/refund/domestic/refunds/under-way-r');
    expect(query.body.status).toBe('SUCCESS');
    expect(receiver.received.map((notice) => openNotice(notice, second.env).event)).toEqual([
      'TRANSACTION.SUCCESS',
      'REFUND.SUCCESS',
    ]);
  });

  it('a payment and a refund are told that were booked after the state was last saved', async () => {
    const first = await start();
    await pay(first, 'lost-0');
    await pay(first, 'lost-2');
    await first.control.settle();
    await stop();
    copyFileSync(join(dataDir, 'state.json'), join(dataDir, 'older.json'));
    const second = await start();
    await second.control.faults({ notices: { mode: 'lose', times: 9 } });
    await pay(second, 'lost-1');
    await refund(second, 'lost-2');
    await second.control.settle();
    await stop();
    expect(receiver.received).toHaveLength(2);
    copyFileSync(join(dataDir, 'older.json'), join(dataDir, 'state.json'));
    const third = await start();
    await third.control.settle();
    const told = receiver.received.slice(2).map((notice) => {
      const { event, resource } = openNotice(notice, third.env);
      return `${event} ${String(resource.out_trade_no)}`;
    });
    expect(told.sort()).toEqual(['REFUND.SUCCESS lost-2', 'TRANSACTION.SUCCESS lost-1']);
  });
});

it('a kill loses no payment that was answered, and its notice comes', async () => {
  const cli = join(__dirname, '..', 'cli.ts');
  const run = ['-r', require.resolve('tsx/cjs'), cli, '--port', '0', '--data', dataDir];
  const child = spawn(process.execPath, run);
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk))),
  );
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
  const control = new SandboxClient(url);
  const sandbox: Sandbox = { url, control, env: await control.env(), close: () => Promise.resolve() };
  receiver.answers.push({ status: 500 });
  await pay(sandbox, 'killed-1');
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await exited;
  const heard = receiver.received.length;
  const again = await start();
  expect((await new Merchant(again).query('killed-1')).body.trade_state).toBe('SUCCESS');
  await again.control.advanceClock(16);
  expect(receiver.received.length).toBeGreaterThan(heard);
  expect(openNotice(receiver.received.at(-1)!, again.env)).toMatchObject({
    signed: true,
    resource: { out_trade_no: 'killed-1' },
  });
});
